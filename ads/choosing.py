"""Which creative stands in which box: a pure function of what is booked and what has been delivered.

It says of each creative that it did not choose which rule dropped it, for the simulator shows editors why.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import TextChoices

from ads.models import Campaign
from ads.pacing import is_ahead, need

Kind = Campaign.Kind
PRIORITY = (Kind.SPONSORSHIP, Kind.STANDARD, Kind.PRICE, Kind.HOUSE)


class Rule(TextChoices):
    """Why a creative does not stand in a box, in the order in which it is asked."""

    CREATIVE_OFF = "creative_off", "المادة الإعلانية غير مفعلة"
    NOT_ACTIVE = "not_active", "الحملة غير مفعلة"
    NOT_STARTED = "not_started", "لم يحن موعد بدايتها"
    OVER = "over", "انقضى موعد نهايتها"
    NOT_BOOKED = "not_booked", "لا حجز لها هنا الآن"
    OTHER_PLACEMENT = "other_placement", "ليست لهذه المساحة"
    OTHER_SECTION = "other_section", "ليست لهذا القسم"
    EXCLUDED_SECTION = "excluded_section", "القسم مستبعد منها"
    SENSITIVE = "sensitive", "موضوع حساس"
    FREQUENCY_CAP = "frequency_cap", "رآها القارئ بما يكفي"
    GOAL_REACHED = "goal_reached", "بلغت هدفها"
    DAILY_CAP = "daily_cap", "بلغت سقف اليوم"
    AHEAD_OF_PACE = "ahead_of_pace", "متقدمة على وتيرتها"
    COMPETITOR = "competitor", "منافس لمعلن في الصفحة نفسها"
    ON_THIS_PAGE = "on_this_page", "ظاهرة في الصفحة نفسها"
    OUTRANKED = "outranked", "سبقتها حملة أولى منها"
    NOT_DRAWN = "not_drawn", "وقع الاختيار بالوزن على غيرها"


@dataclass(frozen=True)
class Booked:
    """One booking of a sponsorship; `section` is empty for all."""

    placement: int
    section: str
    starts_at: datetime
    ends_at: datetime


class Candidate(NamedTuple):
    """A creative, and what of its campaign the choice depends on. Placements and campaigns are primary keys."""

    creative: int
    campaign: int
    kind: str
    starts_at: datetime
    ends_at: datetime | None = None
    state: str = Campaign.State.ACTIVE
    is_active: bool = True
    advertiser: int | None = None
    industry: str = ""
    goal: int | None = None
    daily_cap: int | None = None
    delivered: int = 0
    delivered_today: int = 0
    price: Decimal = Decimal(0)
    weight: int = 1
    creative_weight: int = 1
    placements: Collection[int] = ()
    sections: Collection[str] = ()
    excluded_sections: Collection[str] = ()
    is_sensitive_allowed: bool = False
    bookings: Collection[Booked] = ()


@dataclass(frozen=True)
class Page:
    """What is known of the page and its reader: the section's slug, whether it is about a sensitive matter, and the
    campaigns that the reader's own storage excludes."""

    section: str
    at: datetime
    is_sensitive: bool = False
    seen: frozenset[int] = frozenset()


class Dropped(NamedTuple):
    box: int
    candidate: Candidate
    rule: Rule


@dataclass
class Choice:
    """The chosen candidate of each box, and every other one with the rule that dropped it if that `is_explained`."""

    chosen: dict[int, Candidate] = field(default_factory=dict)
    dropped: list[Dropped] = field(default_factory=list)
    is_explained: bool = True

    def drop(self, box: int, candidates: Iterable[Candidate], rule: Rule) -> None:
        if self.is_explained:
            self.dropped.extend(Dropped(box, candidate, rule) for candidate in candidates)


Draw = Callable[[Sequence[Candidate], Sequence[float]], Candidate]


def draw(candidates: Sequence[Candidate], weights: Sequence[float]) -> Candidate:
    return random.choices(candidates, weights)[0]  # noqa: S311 (a fair share, not a secret)


def choose(
    boxes: Sequence[int], candidates: Sequence[Candidate], page: Page, draw: Draw = draw, *, is_explained: bool = True
) -> Choice:
    """Fill the boxes kind by kind: a sponsor of the last box comes before a cheaper competitor in the first.

    Unexplained it looks at no candidate that could not be chosen any more.
    """
    choice = Choice(is_explained=is_explained)
    boxes = list(dict.fromkeys(boxes))
    if is_explained:
        _explain(choice, boxes, candidates, page)
    of_kind = defaultdict(list)
    for candidate in candidates:
        of_kind[candidate.kind].append(candidate)
    for kind in PRIORITY:
        if is_explained or len(choice.chosen) < len(boxes):
            _fill_all(choice, boxes, [one for one in of_kind[kind] if may_be_on(page, one)], page, draw)
    return choice


def _explain(choice: Choice, boxes: Sequence[int], candidates: Iterable[Candidate], page: Page) -> None:
    for box in boxes:
        for candidate in candidates:
            if rule := rule_against(candidate, box, page):
                choice.drop(box, [candidate], rule)


def _fill_all(choice: Choice, boxes: Sequence[int], allowed: list[Candidate], page: Page, draw: Draw) -> None:
    """Fill what is empty with those of one kind that are `allowed` on the page."""
    for box in boxes:
        rivals = [one for one in allowed if may_be_in(box, one, page)]
        if box in choice.chosen:
            choice.drop(box, rivals, Rule.OUTRANKED)
        elif rivals:
            _fill(choice, box, rivals, page, draw)


# --- What a candidate must obey whatever else stands on the page ---------------------------------------------------

# Of the page, whichever the box: asked once for each candidate.
OF_PAGE: dict[Rule, Callable[[Candidate, Page], bool]] = {
    Rule.CREATIVE_OFF: lambda one, page: not one.is_active,
    Rule.NOT_ACTIVE: lambda one, page: one.state != Campaign.State.ACTIVE,
    Rule.NOT_STARTED: lambda one, page: page.at < one.starts_at,
    Rule.OVER: lambda one, page: one.ends_at is not None and page.at >= one.ends_at,
    Rule.OTHER_SECTION: lambda one, page: (
        bool(one.sections) and one.kind != Kind.SPONSORSHIP and page.section not in one.sections
    ),
    Rule.EXCLUDED_SECTION: lambda one, page: page.section in one.excluded_sections,
    Rule.SENSITIVE: lambda one, page: page.is_sensitive and not one.is_sensitive_allowed,
    Rule.FREQUENCY_CAP: lambda one, page: one.campaign in page.seen,
    Rule.GOAL_REACHED: lambda one, page: one.goal is not None and one.delivered >= one.goal,
    Rule.DAILY_CAP: lambda one, page: one.daily_cap is not None and one.delivered_today >= one.daily_cap,
    Rule.AHEAD_OF_PACE: lambda one, page: (
        one.kind == Kind.STANDARD and is_ahead(one.goal, one.delivered, one.starts_at, one.ends_at, page.at)
    ),
}
OF_BOX: dict[Rule, Callable[[Candidate, int, Page], bool]] = {
    Rule.NOT_BOOKED: lambda one, box, page: (
        one.kind == Kind.SPONSORSHIP and not any(_covers(booked, box, page) for booked in one.bookings)
    ),
    Rule.OTHER_PLACEMENT: lambda one, box, page: (
        bool(one.placements) and one.kind != Kind.SPONSORSHIP and box not in one.placements
    ),
}


def may_be_on(page: Page, candidate: Candidate) -> bool:
    return not any(holds(candidate, page) for holds in OF_PAGE.values())


def may_be_in(box: int, candidate: Candidate, page: Page) -> bool:
    """Whether one that may be on the page may stand in this box of it."""
    return not any(holds(candidate, box, page) for holds in OF_BOX.values())


def rule_against(candidate: Candidate, box: int, page: Page) -> Rule | None:
    """The first rule by which it may not stand in this box, whatever else stands on the page."""
    for rule in Rule:
        if (rule in OF_PAGE and OF_PAGE[rule](candidate, page)) or (
            rule in OF_BOX and OF_BOX[rule](candidate, box, page)
        ):
            return rule
    return None


def _covers(booked: Booked, box: int, page: Page) -> bool:
    here = booked.placement == box and booked.section in ("", page.section)
    return here and booked.starts_at <= page.at < booked.ends_at


# --- Among those that may ------------------------------------------------------------------------------------------


def _fill(choice: Choice, box: int, rivals: list[Candidate], page: Page, draw: Draw) -> None:
    """Choose among rivals of one kind; their campaigns draw first, then the creatives of the campaign that won."""
    rivals = list(_beside(choice, box, rivals))
    if not rivals:
        return
    if rivals[0].kind == Kind.PRICE:
        dearest = max(rival.price for rival in rivals)
        choice.drop(box, [rival for rival in rivals if rival.price < dearest], Rule.OUTRANKED)
        rivals = [rival for rival in rivals if rival.price == dearest]
    campaigns = list({rival.campaign: rival for rival in rivals}.values())
    winner = draw(campaigns, [_pull(one, page) for one in campaigns]).campaign
    creatives = [rival for rival in rivals if rival.campaign == winner]
    chosen = draw(creatives, [one.creative_weight for one in creatives])
    choice.chosen[box] = chosen
    choice.drop(box, [rival for rival in rivals if rival is not chosen], Rule.NOT_DRAWN)


def _pull(one: Candidate, page: Page) -> float:
    """What a campaign's chance is proportional to: its weight and, of one with a goal, how far it is behind."""
    if one.kind != Kind.STANDARD:
        return one.weight
    return one.weight * need(one.goal, one.delivered, one.starts_at, one.ends_at, page.at)


def _beside(choice: Choice, box: int, rivals: list[Candidate]) -> Iterator[Candidate]:
    """Those that may stand beside what is on the page already, where each industry has one advertiser at most."""
    chosen = choice.chosen.values()
    campaigns = {one.campaign for one in chosen if one.kind != Kind.SPONSORSHIP}
    advertisers = {one.industry: one.advertiser for one in chosen if one.industry}
    for rival in rivals:
        if advertisers.get(rival.industry, rival.advertiser) != rival.advertiser:
            choice.drop(box, [rival], Rule.COMPETITOR)
        elif rival.campaign in campaigns:
            choice.drop(box, [rival], Rule.ON_THIS_PAGE)
        else:
            yield rival
