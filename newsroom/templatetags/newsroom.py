"""The site's identity for the templates, and what its pages say of themselves in their heads."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from mohit.addresses import absolute
from newsroom.identity import the_identity
from newsroom.models import Identity

register = template.Library()


@register.simple_tag
def identity() -> Identity:
    """The site's name, words and links, with `pages` = [{"title", "slug"}, …] for the footer: one query."""
    return the_identity()


@register.simple_tag
def theme_script() -> SafeString:
    """The one inline script, byte for byte what the content policy's hash allows."""
    return mark_safe(settings.THEME_SCRIPT)  # noqa: S308  (a file of ours)


register.filter(absolute)


@register.simple_tag
def page_head(
    site: Identity, path: str, title: str = "", description: str = "", picture: Any = None, kind: str = "website"
) -> SafeString:
    """Title, description, canonical address, Open Graph and X card of the page at `path`.

    Without a title it is the home page. `picture` is a row of the library; the site's own stands in for none.
    """
    title, description = title or site.name, description or site.tagline
    picture = picture or site.share_picture
    whole = f"{title} | {site.name}" if title != site.name else f"{site.name} | {site.tagline}".rstrip(" |")
    address = absolute(path)
    facts = [
        ("name", "robots", "max-image-preview:large"),
        ("property", "og:type", kind),
        ("property", "og:site_name", site.name),
        ("property", "og:locale", "ar_AR"),
        ("property", "og:title", title),
        ("property", "og:description", description),
        ("property", "og:url", address),
        ("name", "twitter:card", "summary_large_image" if picture else "summary"),
        ("name", "twitter:site", x_account(site.x)),
    ]
    if picture:
        width, height = picture.share_size
        facts += [
            ("property", "og:image", absolute(picture.share_url)),
            ("property", "og:image:type", "image/jpeg"),
            ("property", "og:image:width", width),
            ("property", "og:image:height", height),
            ("property", "og:image:alt", picture.alt),
        ]
    return format_html(
        '<title>{}</title>\n<meta name="description" content="{}">\n<link rel="canonical" href="{}">\n{}',
        whole,
        description,
        address,
        format_html_join("\n", '<meta {}="{}" content="{}">', (fact for fact in facts if fact[2])),
    )


@cache
def x_account(address: str) -> str:
    """`@name` of the account whose page at X `address` is; empty for any other page."""
    found = re.match(r"https://(?:www\.)?(?:x|twitter)\.com/@?(\w{1,15})(?!\w)", address, re.ASCII)
    return f"@{found[1]}" if found else ""


@register.simple_tag
@cache
def asset(name: str) -> str:
    """The address of a static file, which does not change while this process lives: looked up once."""
    return static(name)


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A sign of `static/img/icons.svg`; the words beside it say what it means."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', static("img/icons.svg"), name
    )
