"""What the templates ask of the articles."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, urlencode

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from articles.cards import card, cards
from articles.models import Article
from articles.sharing import Shared, share_of
from articles.shelf import MenuSection, menu
from mohit import arabic
from mohit.keyset import Page
from newsroom.models import Identity

register = template.Library()

register.simple_tag(card)
register.simple_tag(cards)


@register.simple_tag
def sections() -> tuple[MenuSection, ...]:
    """The sections in their order, for menus: one query."""
    return menu()


@register.simple_tag
@lru_cache(maxsize=256)
def menu_items(menu: tuple[MenuSection, ...], current: str = "") -> SafeString:
    """The menu's `<li>`s; the one whose slug is `current` says that the reader is in it."""
    return format_html_join(
        "",
        '<li><a href="{}"{}>{}</a></li>',
        ((section.get_absolute_url(), _CURRENT if section.slug == current else "", section.name) for section in menu),
    )


_CURRENT = SafeString(' aria-current="true"')


@register.simple_tag
def list_path(request: HttpRequest, page: Page) -> str:
    """The address of a list's `page` without anything but its place in the list.

    The newest page has one address, the list's own, though readers who come back up arrive by another.
    """
    place = next(((name, request.GET[name]) for name in ("before", "after") if request.GET.get(name)), None)
    return f"{request.path}?{urlencode([place])}" if place and page.newer else request.path


@register.filter
def share_picture(article: Article, site: Identity) -> Shared:
    """`{{ article|share_picture:site }}`: the drawn picture, for `page_head`."""
    return share_of(article, site.name)


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
