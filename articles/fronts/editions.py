"""An edition of a front as readers see it: one query for its parts and what their rules bring, one for the cards.

What was chosen by hand is placed first, whole page through, and only then do the rules fill what is left: a story that
an editor set low on the page does not also come up by rule. Stories that readers may not see are not there.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Case, OuterRef, QuerySet, Value, When
from django.db.models.functions import JSONObject
from django.utils import timezone

from articles import shelf
from articles.fronts.rules import home_by_rule, in_place, lead_of, pick
from articles.models import Article, Breaking, FrontContainer, FrontEdition, FrontSlot
from articles.models.front import MOST_STORIES
from articles.reads import ENOUGH_READS, HEAT, heat, hottest, if_enough
from articles.shelf import Card, CardPicture
from mohit.prepared import MOMENT, NUMBER, Prepared

Kind, Rule = FrontContainer.Kind, FrontContainer.Rule
KEYS = ArrayField(BigIntegerField())
EDITION = NUMBER - 7  # stands for an edition's key in prepared queries
UNDER_LEAD = 2  # stories under the lead; the others of its container stand beside it


class Container(NamedTuple):
    """A part of a front with its stories: a value, so that its HTML can be remembered."""

    place: int  # from 0
    kind: str
    title: str
    path: str  # where the title leads; empty for nowhere
    articles: tuple[Card, ...]
    kicker: str = "section "  # what its cards show first; on a section's own front nothing
    beside: Container | None = None  # the list that shares the first screen with a lead

    @property
    def under(self) -> tuple[Card, ...]:
        return self.articles[1 : 1 + UNDER_LEAD]

    @property
    def columns(self) -> tuple[Card, ...]:
        return self.articles[1 + UNDER_LEAD :]

    def shown(self) -> tuple[Card, ...]:
        """All its stories, with those of the list beside it."""
        return self.articles + (self.beside.articles if self.beside else ())

    @property
    def lead(self) -> Card:
        return self.articles[0]


def arranged(editions: QuerySet, at: datetime, least: float, section: int | None = None) -> QuerySet:
    """(the key, its containers as JSON, on home the story that is breaking) of each of `editions`.

    A container brings the keys of what its rule offers, enough for a whole page of stories already taken. PostgreSQL
    runs those of a rule that some container names, and each once.
    """
    public = Article.objects.published(at)
    ranking = hottest(at, least)
    if section is not None:
        public, ranking = public.filter(section=section), ranking.filter(section=section)
    news = public if section is not None else public.exclude(kind=Article.Kind.OPINION)
    of_section = Article.objects.published(at).filter(section=OuterRef("section"))
    offers = {
        Rule.NEWEST: news.newest_first(),
        Rule.SECTION: of_section.newest_first(),
        Rule.OPINIONS: public.filter(kind=Article.Kind.OPINION).newest_first(),
        Rule.PICTURE_STORIES: public.filter(kind=Article.Kind.PICTURE_STORY).newest_first(),
        Rule.MOST_READ: ranking,
    }
    keys = Case(
        *(When(rule=rule, then=ArraySubquery(rows.values("pk")[:MOST_STORIES])) for rule, rows in offers.items()),
        default=Value([], output_field=KEYS),
        output_field=KEYS,
    )
    picture = {name: f"picture__{name}" for name in CardPicture._fields}
    slots = FrontSlot.objects.filter(container=OuterRef("pk")).published(at).order_by("position", "pk")
    containers = FrontContainer.objects.filter(edition=OuterRef("pk")).order_by("position", "pk")
    row = JSONObject(
        kind="kind",
        title="title",
        rule="rule",
        length="length",
        section="section__name",
        slug="section__slug",
        keys=keys,
        slots=ArraySubquery(slots.values(json=JSONObject(pk="article_id", headline="headline", **picture))),
    )
    breaking = Breaking.objects.live(at).filter(article__isnull=False).order_by().values("article")
    urgent = [ArraySubquery(breaking)] if section is None else []
    return editions.values_list("pk", ArraySubquery(containers.values(json=row)), *urgent)


def live(of: int | None, at: datetime) -> QuerySet:
    return FrontEdition.objects.of(of).published(at).newest_first()


live_home = Prepared(lambda at, least: arranged(live(None, at), at, least)[:1], at=MOMENT, least=HEAT)
live_section = Prepared(
    lambda at, least, section: arranged(live(section, at), at, least, section)[:1],
    at=MOMENT,
    least=HEAT,
    section=NUMBER,
)
one_of_home = Prepared(
    lambda at, least, edition: arranged(FrontEdition.objects.filter(pk=edition), at, least).order_by(),
    at=MOMENT,
    least=HEAT,
    edition=EDITION,
)
one_of_section = Prepared(
    lambda at, least, edition, section: arranged(
        FrontEdition.objects.filter(pk=edition), at, least, section
    ).order_by(),
    at=MOMENT,
    least=HEAT,
    edition=EDITION,
    section=NUMBER,
)


def home_front(first: int | None = None, edition: int | None = None) -> dict[str, object]:
    """What stands on home: `containers` of the live edition, else what the rules make of it.

    `first` is the key of the story that takes the top slot, before any that was chosen for it, else what is breaking
    takes it; `edition` names one to preview in place of the live one.
    """
    at = timezone.now()
    moment = {"at": at, "least": heat(ENOUGH_READS, at)}
    rows = live_home(**moment) if edition is None else one_of_home(**moment, edition=edition)
    if not rows:
        return home_by_rule(first)
    key, parts, breaking = rows[0]
    return {"containers": containers_of((key, parts), breaking[0] if first is None and breaking else first)}


def section_front(section: int, edition: int | None = None) -> list[Container]:
    """The containers above a section's list; none where nobody has arranged any."""
    at = timezone.now()
    moment = {"at": at, "least": heat(ENOUGH_READS, at), "section": section}
    rows = live_section(**moment) if edition is None else one_of_section(**moment, edition=edition)
    return containers_of(rows[0], None, within=True) if rows else []


def containers_of(row: tuple[int, list[str]], first: int | None, *, within: bool = False) -> list[Container]:
    """The containers that have a story; `within` says that the front is a section's."""
    parts = [json.loads(text) for text in row[1]]
    places = filled(parts, first)
    cards = shelf.cards([key for keys in places for key in keys])
    for part in parts:
        cards.update(dressed(part["slots"], cards))
    made: list[Container] = []
    for part, keys in zip(parts, places, strict=True):
        stories = in_place(keys, cards)
        if part["kind"] == Kind.LEAD:
            stories = led(stories, part, first)
        if stories:
            kicker = "" if within else "section "
            add(made, Container(len(made), part["kind"], *named(part, within), tuple(stories), kicker))
    return made


def filled(parts: list[dict[str, Any]], first: int | None = None) -> list[list[int]]:
    """The keys of the stories of each part, no key twice: by hand through the whole page, then by rule."""
    taken: set[int] = set()
    places = []
    for place, part in enumerate(parts):
        chosen = [slot["pk"] for slot in part["slots"]]
        places.append(pick([first, *chosen] if first is not None and place == 0 else chosen, part["length"], taken))
    for keys, part in zip(places, parts, strict=True):
        offered = [key for key in part["keys"] if key not in taken]
        if part["rule"] == Rule.MOST_READ and not keys:
            offered = if_enough(offered)
        keys += pick(offered, part["length"] - len(keys), taken)
    return places


def dressed(slots: list[dict[str, Any]], cards: dict[int, Card]) -> dict[int, Card]:
    """The cards of `slots` that wear another headline or picture here."""
    worn = {}
    for slot in slots:
        card = cards.get(slot["pk"])
        if card and slot["headline"]:
            card = card._replace(short_headline=slot["headline"])
        if card and slot["digest"]:
            card = card._replace(picture=CardPicture(*(slot[name] for name in CardPicture._fields)))
        if card:
            worn[card.pk] = card
    return worn


def led(stories: list[Card], part: dict[str, Any], first: int | None) -> list[Card]:
    """`stories` with the lead in front: what a hand set there stays there."""
    if not stories or stories[0].pk in {first, *(slot["pk"] for slot in part["slots"])}:
        return stories
    lead = lead_of(stories)
    return [lead, *(card for card in stories if card is not lead)]


TITLES = {Kind.LIST: "آخر الأخبار", Kind.OPINION: "رأي", Kind.PICTURES: "صور", Kind.MOST_READ: "الأكثر قراءة"}
PAGES = {Rule.NEWEST: "/latest/", Rule.MOST_READ: "/most-read/"}  # what shows more of the same


def named(part: dict[str, Any], within: bool) -> tuple[str, str]:
    """(the title of a part, the address to which it leads)."""
    title = part["title"] or part["section"] or TITLES.get(part["kind"], "")
    if part["slug"]:
        return title, f"/{part['slug']}/"
    return title, "" if within or part["slots"] else PAGES.get(part["rule"], "")


def add(made: list[Container], container: Container) -> None:
    """Put `container` under the others; a list right under a lead stands beside it."""
    before = made[-1] if made else None
    if before and before.kind == Kind.LEAD and before.beside is None and container.kind == Kind.LIST:
        made[-1] = before._replace(beside=container._replace(place=before.place + 100))
    else:
        made.append(container)
