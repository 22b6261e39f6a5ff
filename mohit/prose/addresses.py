"""Which addresses rich text may carry."""

from __future__ import annotations

import re
from html import escape
from urllib.parse import parse_qs

import nh3
from django.conf import settings

from mohit.arabic import clean

LONGEST = 2000  # characters; longer ones are cut by browsers and mail programs anyway

CONTROLS_AND_SPACES = re.compile("[\x00-\x20\x7f]")
LINK = re.compile(r"(?:https?://[^/?#\\]|mailto:[^@]+@|tel:\+?[0-9(])", re.IGNORECASE)
OWN_PAGE = re.compile(r"/(?![/\\])")
OWN_MEDIA = re.compile(r"[A-Za-z0-9_./-]+")
REDIRECT = re.compile(r"https?://(?:www\.)?google\.[a-z.]+/url\?", re.IGNORECASE)
READER = nh3.Cleaner(
    tags={"a"}, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto", "tel"}, link_rel=None
)
NUMBER = re.compile("[1-9][0-9]{0,17}")


def link_address(href: str) -> str:
    """`href` if a reader may follow it: http, https, mailto, tel, or a page of ours; else the empty string.

    White space and controls go first, as a browser drops them; a redirect of a search engine gives way to its target.
    """
    address = CONTROLS_AND_SPACES.sub("", clean(href))
    if address.lower().startswith("www."):
        address = f"https://{address}"
    if len(address) > LONGEST or not (LINK.match(address) or OWN_PAGE.match(address)):
        return ""
    target = unwrapped(address)
    return target if is_read_by_browsers(target) else ""


def is_read_by_browsers(address: str) -> bool:
    """Whether the host of `address`, if it names one, can exist: with another the next save would drop the link."""
    return "href" in READER.clean(f'<a href="{escape(address)}"></a>')


def unwrapped(address: str) -> str:
    """The target of a redirect that an office suite put round the address."""
    while REDIRECT.match(address):
        query = parse_qs(address.partition("?")[2].partition("#")[0])
        target = CONTROLS_AND_SPACES.sub("", clean((query.get("q") or query.get("url") or [""])[0]))
        if not LINK.match(target):
            break
        address = target
    return address


def web_address(text: str) -> str:
    """`text` if it is an http or https address, else the empty string."""
    address = link_address(text)
    return address if address.lower().startswith("http") else ""


def own_media(src: str) -> str:
    """`src` if it names a file under MEDIA_URL, else the empty string."""
    path = src.removeprefix(settings.MEDIA_URL)
    if path == src or ".." in path or not OWN_MEDIA.fullmatch(path):
        return ""
    return src


def number(text: str) -> str:
    """`text` if it can be a primary key, else the empty string."""
    return text if NUMBER.fullmatch(text) else ""
