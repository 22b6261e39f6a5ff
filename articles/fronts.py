"""How the home page and the ends of articles are filled: by rule, no story twice on a page."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.utils import timezone

from articles import shelf
from articles.models import Article, Section
from articles.shelf import Card
from mohit.keyset import Page
from mohit.prepared import MOMENT, Prepared

TOP = 7  # the lead, two stories under it and four beside it
LATEST = 10  # lines of «آخر الأخبار»
OPINIONS = 4
BLOCK = 4  # stories of a section on the home page
RELATED = 4
LATEST_UNDER_ARTICLE = 6


class Block(NamedTuple):
    """A section on the home page: a value, so that its HTML can be remembered."""

    name: str
    slug: str
    articles: tuple[Card, ...]


def home_keys(at: datetime) -> QuerySet:
    """(name and slug of a section, its newest stories, the site's newest news, the newest opinions) for each section.

    A section's list is long enough to lose what stands higher on the page.
    """
    public = Article.objects.published(at).newest_first().values("pk")
    opinion = Q(kind=Article.Kind.OPINION)
    return Section.objects.values_list(
        "name",
        "slug",
        ArraySubquery(public.filter(section=OuterRef("pk"))[: BLOCK + TOP + LATEST + OPINIONS]),
        ArraySubquery(public.exclude(opinion)[: TOP + LATEST]),
        ArraySubquery(public.filter(opinion)[:OPINIONS]),
    )


keys_of_home = Prepared(home_keys, at=MOMENT)


def home_front() -> dict[str, object]:
    """The home page's stories in two queries, however many there are: the keys in their places, then the cards."""
    rows = keys_of_home(at=timezone.now())
    _, _, _, newest, opinions = rows[0] if rows else ("", "", [], [], [])
    if not newest:  # a paper of opinions alone still has a front page
        newest, opinions = opinions, []
    taken = {*newest, *opinions}
    blocks = [(name, slug, pick(keys, BLOCK, taken)) for name, slug, keys, _, _ in rows]
    cards = shelf.cards([*newest, *opinions, *(key for _, _, keys in blocks for key in keys)])
    top, latest = in_place(newest[:TOP], cards), in_place(newest[TOP:], cards)
    lead = next((card for card in top if card.picture), top[0] if top else None)
    return {
        "lead": lead,
        "top": [card for card in top if card is not lead],
        "latest": latest,
        "opinions": in_place(opinions, cards),
        "blocks": [Block(name, slug, tuple(in_place(keys, cards))) for name, slug, keys in blocks if keys],
    }


def pick(keys: list[int], count: int, taken: set[int]) -> list[int]:
    """The first `count` of `keys` that are not `taken`; they are from then on."""
    picked = [key for key in keys if key not in taken][:count]
    taken.update(picked)
    return picked


def in_place(keys: list[int], cards: dict[int, Card]) -> list[Card]:
    """The cards of `keys` in their order, without those withdrawn since the keys were read."""
    return [cards[key] for key in keys if key in cards]


def lead_and_rest(page: Page) -> tuple[Card | None, list[Card]]:
    """The first page of a section opens with its newest story; deeper pages have no lead."""
    if page.newer or not page.rows:
        return None, page.rows
    return page.rows[0], page.rows[1:]


keys_of_latest = Prepared(
    lambda at: Article.objects.published(at).newest_first().values_list("pk")[: LATEST_UNDER_ARTICLE + RELATED + 1],
    at=MOMENT,
)


def related_to(article: Article) -> tuple[list[Card], list[Card]]:
    """(stories of the same topics, the site's newest): two queries, neither holds `article` nor a story twice.

    A story that shares more topics stands higher; among equals the one that is newer in its topic.
    """
    shared = Counter(key for label in article.labels for key in label["newest"] if key != article.pk)
    related = [key for key, _ in shared.most_common(RELATED)]
    newest = [key for (key,) in keys_of_latest(at=timezone.now())]
    latest = pick(newest, LATEST_UNDER_ARTICLE, {article.pk, *related})
    cards = shelf.cards([*related, *latest])
    return in_place(related, cards), in_place(latest, cards)
