"""What the templates ask of the articles."""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.utils import timezone
from django.utils.safestring import SafeString

from articles.cards import card, cards
from articles.frame import Frame, the_frame
from articles.models import Article
from mohit import arabic
from mohit.keyset import Page
from mohit.stencils import remembered

register = template.Library()

register.simple_tag(card)
register.simple_tag(cards)


@register.simple_tag(takes_context=True)
def frame(context: Context) -> str:
    """Put `frame` and `site` into the context of the page: one query. Writes nothing."""
    found = the_frame()
    context["frame"], context["site"] = found, found.site
    return ""


@register.simple_tag
def masthead(frame: Frame, place: str = "") -> SafeString:
    """The head of the page; `place` is what the menu marks: a section's slug, "/" (home) or "/latest/"."""
    return remembered("_masthead.html", frame=frame, place=place)


@register.simple_tag
def footer(frame: Frame) -> SafeString:
    return remembered("_footer.html", frame=frame, year=timezone.localdate().year)


@register.simple_tag
def list_path(request: HttpRequest, page: Page) -> str:
    """The address of a list's `page` without anything but its place in the list.

    The newest page has one address, the list's own, though readers who come back up arrive by another.
    """
    place = next(((name, request.GET[name]) for name in ("before", "after") if request.GET.get(name)), None)
    return f"{request.path}?{urlencode([place])}" if place and page.newer else request.path


@register.simple_tag
def share_links(article: Article) -> list[tuple[str, str, str]]:
    """(sign, name, address) of each way to share `article` by its short link, none of which loads anything."""
    link = settings.SITE_URL + article.get_short_url()
    title, url = quote(article.headline, safe=""), quote(link, safe="")
    both = f"{title}%0A{url}"
    return [
        ("whatsapp", "واتساب", f"https://wa.me/?text={both}"),
        ("facebook", "فيسبوك", f"https://www.facebook.com/sharer/sharer.php?u={url}"),
        ("x", "إكس", f"https://x.com/intent/post?text={title}&url={url}"),
        ("telegram", "تيليغرام", f"https://t.me/share/url?url={url}&text={title}"),
        ("mail", "البريد", f"mailto:?subject={title}&body={both}"),
    ]


@register.filter
def reading_minutes(html: str) -> int:
    """The whole minutes that a body takes to read, at least one."""
    return arabic.reading_minutes(_TAGS.sub(" ", html))


_TAGS = re.compile("<[^>]*>")  # a cleaned body holds no other angle brackets
