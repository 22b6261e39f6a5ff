"""How a home page that nobody has arranged, and the ends of articles, are filled: by rule, no story twice on a page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.utils import timezone

from articles import shelf
from articles.models import Article, Breaking, Section
from articles.reads import ENOUGH_READS, HEAT, RANKED_BESIDE, heat, hottest, if_enough
from articles.shelf import Card
from mohit.keyset import Page
from mohit.prepared import MOMENT, NUMBER, NUMBERS, Prepared

TOP = 7  # the lead, two stories under it and four beside it
LATEST = 10  # lines of «آخر الأخبار»
OPINIONS = 4
BLOCK = 4  # stories of a section on the home page
RELATED = 4
CANDIDATES = 10  # keys among which related stories are chosen
LATEST_UNDER_ARTICLE = 6


class Block(NamedTuple):
    """A section on the home page: a value, so that its HTML can be remembered."""

    name: str
    slug: str
    articles: tuple[Card, ...]


def home_keys(at: datetime, least: float) -> QuerySet:
    """(name and slug of a section, its newest stories, the site's newest news, the newest opinions, the most read, the
    story that is breaking) for each section.

    Each list is long enough to lose what stands higher on the page.
    """
    public = Article.objects.published(at).newest_first().values("pk")
    opinion = Q(kind=Article.Kind.OPINION)
    return Section.objects.values_list(
        "name",
        "slug",
        ArraySubquery(public.filter(section=OuterRef("pk"))[: BLOCK + TOP + LATEST + OPINIONS + RANKED_BESIDE]),
        ArraySubquery(public.exclude(opinion)[: TOP + LATEST + RANKED_BESIDE]),
        ArraySubquery(public.filter(opinion)[:OPINIONS]),
        ArraySubquery(hottest(at, least).values("pk")[: RANKED_BESIDE + TOP + OPINIONS]),
        ArraySubquery(Breaking.objects.live(at).filter(article__isnull=False).order_by().values("article")),
    )


keys_of_home = Prepared(home_keys, at=MOMENT, least=HEAT)


def home_by_rule(first: int | None = None) -> dict[str, object]:
    """The home page's stories in two queries, however many there are: the keys in their places, then the cards.

    `first` is the key of the story that takes the top slot whatever the rules say.
    """
    at = timezone.now()
    rows = keys_of_home(at=at, least=heat(ENOUGH_READS, at))
    _, _, _, newest, opinions, ranking, breaking = rows[0] if rows else ("", "", [], [], [], [], [])
    if not newest:  # a paper of opinions alone still has a front page
        newest, opinions = opinions, []
    taken: set[int] = set()
    first = breaking[0] if first is None and breaking else first
    top = pick(newest if first is None else [first, *newest], TOP, taken)
    opinions = pick(opinions, OPINIONS, taken)
    ranking = if_enough([key for key in ranking if key not in taken][:RANKED_BESIDE])
    taken.update(ranking)
    latest = pick(newest, LATEST, taken)
    blocks = [(name, slug, pick(keys, BLOCK, taken)) for name, slug, keys, *_ in rows]
    cards = shelf.cards(list(taken))
    top = in_place(top, cards)
    lead = lead_of(top, first)
    return {
        "lead": lead,
        "top": [card for card in top if card is not lead],
        "latest": in_place(latest, cards),
        "opinions": in_place(opinions, cards),
        "most_read": in_place(ranking, cards),
        "blocks": [Block(name, slug, tuple(in_place(keys, cards))) for name, slug, keys in blocks if keys],
    }


def lead_of(top: list[Card], first: int | None = None) -> Card | None:
    """The story of the top slot: `first` if readers may see it, else the first one that has a picture to lead with."""
    if first is not None and top and top[0].pk == first:
        return top[0]
    return next((card for card in top if card.picture), top[0] if top else None)


def pick(keys: Iterable[int], count: int, taken: set[int]) -> list[int]:
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


READ_ALSO = re.compile(r'<aside data-article="([0-9]{1,18})">')


def keys_below(at: datetime, least: float, pk: int, keys: list[int]) -> QuerySet:
    """(the site's newest stories, those among `keys` that readers may see, the most read) in one row, beside `pk`."""
    public = Article.objects.published(at)
    beside = Article.objects.filter(pk=pk).order_by()
    return beside.values_list(
        ArraySubquery(public.newest_first().values("pk")[: LATEST_UNDER_ARTICLE + RELATED + RANKED_BESIDE + 4]),
        ArraySubquery(public.filter(pk__among=keys).order_by().values("pk")),
        ArraySubquery(hottest(at, least).values("pk")[: RANKED_BESIDE + RELATED + 2]),
    )


keys_under_story = Prepared(keys_below, at=MOMENT, least=HEAT, pk=NUMBER, keys=NUMBERS)


def under_story(article: Article) -> dict[str, list[Card]]:
    """`related`, `most_read` and `latest` of an article's page in two queries: no story twice, none named in its text.

    `article` comes from `for_reading()`.
    """
    at = timezone.now()
    taken = {article.pk, *(int(key) for key in READ_ALSO.findall(article.body))}
    wanted = [key for key in candidates(article) if key not in taken][:CANDIDATES]
    rows = keys_under_story(at=at, least=heat(ENOUGH_READS, at), pk=article.pk, keys=wanted)
    newest, public, ranking = rows[0] if rows else ([], [], [])
    seen = set(public)
    related = pick((key for key in wanted if key in seen), RELATED, taken)
    ranking = if_enough([key for key in ranking if key not in taken][:RANKED_BESIDE])
    taken.update(ranking)
    latest = pick(newest, LATEST_UNDER_ARTICLE, taken)
    cards = shelf.cards([*related, *ranking, *latest])
    return {
        "related": in_place(related, cards),
        "most_read": in_place(ranking, cards),
        "latest": in_place(latest, cards),
    }


def candidates(article: Article) -> list[int]:
    """Keys for «مواضيع ذات صلة», the best first, each once.

    What an editor chose; what is nearest in words and topics; where that was not computed yet, or is little, the newest
    of the topics: a story that shares more of them stands higher.
    """
    shared = Counter(key for label in article.labels for key in label["newest"])
    return list(dict.fromkeys([*article.chosen, *(article.nearest or ()), *(key for key, _ in shared.most_common())]))
