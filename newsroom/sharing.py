"""The share picture of pages that have none: the site's name and its tagline."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from mohit.share_picture import SIZE, Card, revision_of, share_picture


class SitePicture(NamedTuple):
    """Like a row of the library it has `share_url`, `share_size` and `alt`."""

    share_url: str
    alt: str
    share_size: tuple[int, int] = SIZE


@lru_cache(maxsize=2)
def picture_of_site(name: str, tagline: str) -> SitePicture:
    """Its address changes with the words; remembered, because every page without a picture names it."""
    revision = revision_of(card_of_site(name, tagline))
    return SitePicture(f"/share/site-{revision}.jpg", " | ".join(word for word in (name, tagline) if word))


@lru_cache(maxsize=2)
def drawn_for_site(name: str, tagline: str) -> bytes:
    """The JPEG; drawn once in the life of a process."""
    return share_picture(card_of_site(name, tagline))


def card_of_site(name: str, tagline: str) -> Card:
    return Card(headline=name, site="", author=tagline)  # the name once is enough
