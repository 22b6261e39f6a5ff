"""The stories of an issue as its mail shows them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from articles.models import Article
from articles.models.querysets import HEAVY
from mohit.addresses import absolute
from newsletter.models import Issue, IssueStory
from pictures.models import Picture

# CSS pixels in a sheet of 600, and the rendition that stays sharp on a telephone.
WIDE, WIDE_RENDITION = 544, 800
SMALL, SMALL_RENDITION = 136, 400
UPRIGHT = 1.2  # a picture not this many times as wide as high would fill the screen: it is shown small
STANDFIRST_WORDS = 45


class Shown(NamedTuple):
    """A picture of the library in a mail. Outlook for Windows draws no WebP: it gets the JPEG made for sharing."""

    webp: str
    jpeg: str
    width: int
    height: int
    alt: str


class Story(NamedTuple):
    """One story of an issue under the headline that it has there."""

    article: Article
    headline: str
    standfirst: str
    address: str
    short_address: str  # for the text part, where an Arabic address is a wall of codes
    kicker: str
    authors: list[str]
    picture: Shown | None
    is_wide: bool  # its picture stands over the text, as wide as the sheet


def placings_of(issue: Issue) -> list[IssueStory]:
    """The issue's placings in their order with all that a mail shows: two queries."""
    rows = list(issue.placings.order_by("position", "pk"))
    articles = with_all_that_shows(row.article_id for row in rows)
    for row in rows:
        row.article = articles[row.article_id]
    return rows


def with_all_that_shows(pks: Iterable[int]) -> dict[int, Article]:
    rows = Article.objects.select_related("section", "picture").with_signatures().defer(*HEAVY)
    return {row.pk: row for row in rows.filter(pk__in=list(pks))}


def stories_of(issue: Issue, placings: Iterable[IssueStory] | None = None) -> list[Story]:
    """What the mail shows of each story; `placings` as a form has them, else those of the database."""
    rows = placings_of(issue) if placings is None else placings
    return [story_of(row, is_first=place == 0) for place, row in enumerate(rows)]


def story_of(placing: IssueStory, *, is_first: bool) -> Story:
    article = placing.article
    picture = article.picture
    is_wide = bool(is_first and picture and picture.width >= picture.height * UPRIGHT)
    return Story(
        article=article,
        headline=placing.headline or article.headline,
        standfirst=placing.standfirst or opening(article.standfirst),
        address=absolute(article.get_absolute_url()),
        short_address=absolute(article.get_short_url()),
        kicker=kicker(article),
        authors=[row["name"] for row in article.signatures] if article.kind == Article.Kind.OPINION else [],
        picture=shown(picture, is_wide=is_wide) if picture else None,
        is_wide=is_wide,
    )


def kicker(article: Article) -> str:
    section = article.section.name
    return section if article.kind == Article.Kind.NEWS else f"{section} · {article.get_kind_display()}"


def opening(text: str) -> str:
    words = text.split()
    return text if len(words) <= STANDFIRST_WORDS else " ".join(words[:STANDFIRST_WORDS]).rstrip("،؛:.,;«(–-") + "…"


def shown(picture: Picture, *, is_wide: bool) -> Shown:
    width, rendition = (WIDE, WIDE_RENDITION) if is_wide else (SMALL, SMALL_RENDITION)
    width = min(width, picture.width)
    return Shown(
        webp=absolute(picture.rendition_url(rendition)),
        jpeg=absolute(picture.share_url),
        width=width,
        height=max(1, round(picture.height * width / picture.width)),
        alt=picture.alt,
    )
