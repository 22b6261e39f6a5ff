"""The site's identity for the templates, and what its pages say of themselves in their heads."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from html import escape
from typing import Any

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from mohit.addresses import absolute
from mohit.stencils import remembered
from newsroom.models import Identity
from newsroom.sharing import picture_of_site

register = template.Library()


@register.simple_tag
def theme_script() -> SafeString:
    """The one inline script, byte for byte what the content policy's hash allows."""
    return mark_safe(settings.THEME_SCRIPT)  # noqa: S308  (a file of ours)


@register.simple_tag
def head_files(site: Identity) -> SafeString:
    """The files that every page loads, and what browsers ask for its sake."""
    return remembered("_head.html", name=site.name)


register.filter(absolute)


@register.simple_tag
def page_head(
    site: Identity,
    path: str,
    title: str = "",
    description: str = "",
    picture: Any = None,
    kind: str = "website",
    robots: str = "max-image-preview:large",
) -> SafeString:
    """Title, description, canonical address, Open Graph and X card of the page at `path`.

    Without a title it is the home page. `picture` is a row of the library, or whatever else has `share_url`,
    `share_size` and `alt`; the site's own, or its name, stands in for none.
    """
    title, description = title or site.name, description or site.tagline
    picture = picture or site.share_picture or picture_of_site(site.name, site.tagline)
    whole = f"{title} | {site.name}" if title != site.name else f"{site.name} | {site.tagline}".rstrip(" |")
    address, shown = absolute(path), absolute(picture.share_url)
    width, height = picture.share_size
    facts = [
        ("name", "robots", robots),
        ("property", "og:type", kind),
        ("property", "og:site_name", site.name),
        ("property", "og:locale", "ar_AR"),
        ("property", "og:title", title),
        ("property", "og:description", description),
        ("property", "og:url", address),
        ("name", "twitter:card", "summary_large_image"),
        ("name", "twitter:site", x_account(site.x)),
        ("property", "og:image", shown),
        ("property", "og:image:type", "image/jpeg"),
        ("property", "og:image:width", str(width)),
        ("property", "og:image:height", str(height)),
        ("property", "og:image:alt", picture.alt),
        ("name", "twitter:image", shown),
        ("name", "twitter:image:alt", picture.alt),
    ]
    return mark_safe(  # noqa: S308  (every part escaped)
        f'<title>{escape(whole)}</title>\n<meta name="description" content="{escape(description)}">\n'
        f'<link rel="canonical" href="{escape(address)}">\n{metas(facts)}'
    )


def metas(facts: Iterable[tuple[str, str, str]]) -> SafeString:
    """A `<meta>` for each (attribute, its value, content) with content; `format_html_join` takes thrice the time."""
    lines = [f'<meta {attribute}="{name}" content="{escape(said)}">' for attribute, name, said in facts if said]
    return mark_safe("\n".join(lines))  # noqa: S308  (escaped)


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
