"""What an address of this site names, judged by its words alone; what stands there is another question."""

from __future__ import annotations

from typing import NamedTuple

from django.urls import Resolver404, resolve

from articles.models.taxonomy import RESERVED
from mohit.arabic import slug
from mohit.old_addresses import Address

LONGEST_KEY = 18  # digits of an article's number


class Place(NamedTuple):
    """`kind` is section, topic, author or page with its slug, article with its number, or fixed with its path."""

    kind: str
    value: str | int

    @property
    def path(self) -> str:
        """The address, decoded, without the slash at its end; an article's is known to its row alone."""
        if self.kind == "fixed":
            return str(self.value)
        prefix = {"topic": "/topics", "author": "/authors", "page": "/pages"}.get(self.kind, "")
        return f"{prefix}/{self.value}"


# First segments, ours and WordPress's, before the slug of one thing.
KINDS = {
    **dict.fromkeys(("topics", "topic", "tag"), "topic"),
    **dict.fromkeys(("authors", "author"), "author"),
    "pages": "page",
    "category": "section",
}


def place_of(address: Address) -> Place | None:
    """What the segments of `address` name, if anything; its parameters are the page's own business."""
    match address.segments:
        case (number,) if is_number(number):
            return Place("article", int(number))
        case (word, name) if word in KINDS:
            return named(KINDS[word], name)
        case ("category", *_, name):  # a category within a category
            return named("section", name)
        case (section, number, *_) if is_number(number) and may_be_section(section):
            return Place("article", int(number))
        case (name,) if may_be_section(name):
            return named("section", name)
    return fixed(address)


def named(kind: str, name: str) -> Place | None:
    word = slug(name, max_length=120)
    return Place(kind, word) if word else None


def fixed(address: Address) -> Place | None:
    """A page whose address holds no name: `/`, `/latest/`, `/robots.txt`."""
    if address.segments and address.segments[0] not in RESERVED:
        return None
    for path in ("/",) if not address.segments else (f"{address.path}/", address.path):
        try:
            match = resolve(path)
        except Resolver404:
            continue
        if not match.captured_kwargs and not match.args and match.app_name != "admin" and match.url_name != "reads":
            return Place("fixed", path)
    return None


def is_number(segment: str) -> bool:
    return segment.isascii() and segment.isdecimal() and len(segment) <= LONGEST_KEY


def may_be_section(segment: str) -> bool:
    return segment not in RESERVED and not segment.isdecimal()
