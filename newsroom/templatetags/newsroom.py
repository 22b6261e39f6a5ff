"""The site's identity for the templates, and what its pages say of themselves in their heads."""

from __future__ import annotations

from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.encoding import iri_to_uri
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from mohit.stencils import remembered
from newsroom.models import Identity
from newsroom.sharing import picture_of_site

register = template.Library()


@register.simple_tag
def theme_script() -> SafeString:
    """The one inline script, byte for byte what the content policy's hash allows."""
    return mark_safe(settings.THEME_SCRIPT)  # noqa: S308  (a file of ours)


@register.simple_tag
def head_files() -> SafeString:
    """The files that every page loads, and what browsers ask for its sake."""
    return remembered("_head.html")


@register.filter
def absolute(path: str) -> str:
    """The whole address of a path of this site, percent-encoded once (AR-14)."""
    return path if path.startswith("https://") else settings.SITE_URL + iri_to_uri(path)


@register.simple_tag
def page_head(
    site: Identity, path: str, title: str = "", description: str = "", picture: Any = None, kind: str = "website"
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
        ("property", "og:type", kind),
        ("property", "og:site_name", site.name),
        ("property", "og:locale", "ar"),
        ("property", "og:title", title),
        ("property", "og:description", description),
        ("property", "og:url", address),
        ("name", "twitter:card", "summary_large_image"),
        ("property", "og:image", shown),
        ("property", "og:image:width", width),
        ("property", "og:image:height", height),
        ("property", "og:image:alt", picture.alt),
        ("name", "twitter:image", shown),
        ("name", "twitter:image:alt", picture.alt),
    ]
    return format_html(
        '<title>{}</title>\n<meta name="description" content="{}">\n<link rel="canonical" href="{}">\n{}',
        whole,
        description,
        address,
        format_html_join("\n", '<meta {}="{}" content="{}">', (fact for fact in facts if fact[2])),
    )


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
