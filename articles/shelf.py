"""The stories of the public pages as light rows, by queries compiled once.

A page shows up to fifty cards. As model objects they would cost more than all the rest of the page, so here a card is
a tuple of what a card shows; being values, cards can be compared, and their HTML remembered (articles/cards.py).
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.utils import timezone
from django.utils.encoding import iri_to_uri

from articles.models import Article, Byline, Tagging
from mohit.keyset import PreparedPages
from mohit.prepared import MOMENT, NUMBER, NUMBERS, Prepared

PAGE_SIZE = 20  # cards a list page shows


class CardPicture(NamedTuple):
    """What `pictures.markup.picture_html` reads of a picture."""

    digest: str
    width: int
    height: int
    focal_x: float
    focal_y: float
    has_avif: bool
    alt: str


class Card(NamedTuple):
    """What a card shows of a public story."""

    pk: int
    headline: str
    short_headline: str
    standfirst: str
    kind: str
    slug: str
    published_at: datetime
    section_slug: str
    section_name: str
    authors: tuple[str, ...]
    picture: CardPicture | None

    def get_absolute_url(self) -> str:
        """As `Article.get_absolute_url`."""
        tail = f"{self.slug}/" if self.slug else ""
        return iri_to_uri(f"/{self.section_slug}/{self.pk}/{tail}")

    @property
    def card_headline(self) -> str:
        return self.short_headline or self.headline


FIELDS = (
    "pk",
    "headline",
    "short_headline",
    "standfirst",
    "kind",
    "slug",
    "published_at",
    "section__slug",
    "section__name",
)
PICTURE_FIELDS = tuple(f"picture__{name}" for name in CardPicture._fields)


def as_cards(rows: QuerySet, prefix: str = "") -> QuerySet:
    """`rows` as the tuples that `read_card` reads; `prefix` leads from a row to its article."""
    names = Byline.objects.filter(article=OuterRef(f"{prefix}pk")).order_by("position", "pk").values("author__name")
    fields = (f"{prefix}{name}" for name in (*FIELDS, *PICTURE_FIELDS))
    return rows.annotate(card_authors=ArraySubquery(names)).values_list(*fields, "card_authors")


def read_card(row: tuple) -> Card:
    picture, plain = row[len(FIELDS) : -1], row[: len(FIELDS)]
    return Card(*plain, tuple(row[-1]), CardPicture(*picture) if picture[0] else None)


def published(at: datetime) -> QuerySet:
    return Article.objects.published(at)


everything = PreparedPages(lambda at: as_cards(published(at)), read_card, PAGE_SIZE, at=MOMENT)
of_section = PreparedPages(
    lambda at, section: as_cards(published(at).filter(section=section)), read_card, PAGE_SIZE, at=MOMENT, section=NUMBER
)
of_topic = PreparedPages(
    lambda at, topic: as_cards(Tagging.objects.filter(topic=topic).published(at), "article__"),
    read_card,
    PAGE_SIZE,
    pk="article_id",
    at=MOMENT,
    topic=NUMBER,
)
of_author = PreparedPages(
    lambda at, author: as_cards(Byline.objects.filter(author=author).published(at), "article__"),
    read_card,
    PAGE_SIZE,
    pk="article_id",
    at=MOMENT,
    author=NUMBER,
)
by_keys = Prepared(lambda at, keys: as_cards(published(at).filter(pk__among=keys)).order_by(), at=MOMENT, keys=NUMBERS)


def cards(keys: list[int]) -> dict[int, Card]:
    """The public stories among `keys` by key: one query."""
    return {row[0]: read_card(row) for row in by_keys(at=timezone.now(), keys=keys)} if keys else {}


class MenuSection(NamedTuple):
    """A section as the menus show it."""

    name: str
    slug: str

    def get_absolute_url(self) -> str:
        """As `Section.get_absolute_url`."""
        return iri_to_uri(f"/{self.slug}/")
