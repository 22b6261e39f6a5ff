"""Which creative stands in which box: a pure function of what is booked and what has been delivered.

It says of each creative that it did not choose which rule dropped it, for the simulator shows editors why.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

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


@dataclass(frozen=True, kw_only=True)
class Candidate:
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
    placements: frozenset[int] = frozenset()
    sections: frozenset[str] = frozenset()
    excluded_sections: frozenset[str] = frozenset()
    is_sensitive_allowed: bool = False
    bookings: tuple[Booked, ...] = ()


@dataclass(frozen=True)
class Page:
    """What is known of the page and its reader: the section's slug, whether it is about a sensitive matter, and the
    campaigns that the reader's own storage excludes."""

    section: str
    at: datetime
    is_sensitive: bool = False
    seen: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Dropped:
    box: int
    candidate: Candidate
    rule: Rule


@dataclass
class Choice:
    """The chosen candidate of each box, and every other one with the rule that dropped it."""

    chosen: dict[int, Candidate] = field(default_factory=dict)
    dropped: list[Dropped] = field(default_factory=list)


Draw = Callable[[Sequence[Candidate], Sequence[float]], Candidate]


def draw(candidates: Sequence[Candidate], weights: Sequence[float]) -> Candidate:
    return random.choices(candidates, weights)[0]  # noqa: S311 (a fair share, not a secret)


def choose(boxes: Sequence[int], candidates: Iterable[Candidate], page: Page, draw: Draw = draw) -> Choice:
    """Fill the boxes kind by kind: a sponsor of the last box comes before a cheaper competitor in the first."""
    choice = Choice()
    left = {box: list(_allowed(box, candidates, page, choice)) for box in dict.fromkeys(boxes)}
    for kind in PRIORITY:
        for box, all_left in left.items():
            rivals = [candidate for candidate in all_left if candidate.kind == kind]
            if box in choice.chosen:
                _drop(choice, box, rivals, Rule.OUTRANKED)
            elif rivals:
                _fill(choice, box, rivals, page, draw)
    return choice


def rule_against(candidate: Candidate, box: int, page: Page) -> Rule | None:
    """The first rule by which it may not stand in this box, whatever else stands on the page."""
    for rule, holds in _rules(candidate, box, page):
        if holds:
            return rule
    return None


def _rules(one: Candidate, box: int, page: Page) -> Iterator[tuple[Rule, bool]]:
    yield Rule.CREATIVE_OFF, not one.is_active
    yield Rule.NOT_ACTIVE, one.state != Campaign.State.ACTIVE
    yield Rule.NOT_STARTED, page.at < one.starts_at
    yield Rule.OVER, one.ends_at is not None and page.at >= one.ends_at
    if one.kind == Kind.SPONSORSHIP:
        yield Rule.NOT_BOOKED, not any(_covers(booked, box, page) for booked in one.bookings)
    else:
        yield Rule.OTHER_PLACEMENT, bool(one.placements) and box not in one.placements
        yield Rule.OTHER_SECTION, bool(one.sections) and page.section not in one.sections
    yield Rule.EXCLUDED_SECTION, page.section in one.excluded_sections
    yield Rule.SENSITIVE, page.is_sensitive and not one.is_sensitive_allowed
    yield Rule.FREQUENCY_CAP, one.campaign in page.seen
    yield Rule.GOAL_REACHED, one.goal is not None and one.delivered >= one.goal
    yield Rule.DAILY_CAP, one.daily_cap is not None and one.delivered_today >= one.daily_cap
    if one.kind == Kind.STANDARD:
        yield Rule.AHEAD_OF_PACE, is_ahead(one.goal, one.delivered, one.starts_at, one.ends_at, page.at)


def _covers(booked: Booked, box: int, page: Page) -> bool:
    here = booked.placement == box and booked.section in ("", page.section)
    return here and booked.starts_at <= page.at < booked.ends_at


def _allowed(box: int, candidates: Iterable[Candidate], page: Page, choice: Choice) -> Iterator[Candidate]:
    for candidate in candidates:
        rule = rule_against(candidate, box, page)
        if rule is None:
            yield candidate
        else:
            choice.dropped.append(Dropped(box, candidate, rule))


def _fill(choice: Choice, box: int, rivals: list[Candidate], page: Page, draw: Draw) -> None:
    """Choose among rivals of one kind; their campaigns draw first, then the creatives of the campaign that won."""
    rivals = list(_beside(choice, box, rivals))
    if not rivals:
        return
    dearest = max(rival.price for rival in rivals)
    if rivals[0].kind == Kind.PRICE:
        _drop(choice, box, [rival for rival in rivals if rival.price < dearest], Rule.OUTRANKED)
        rivals = [rival for rival in rivals if rival.price == dearest]
    campaigns = list({rival.campaign: rival for rival in rivals}.values())
    winner = draw(campaigns, [_pull(one, page) for one in campaigns]).campaign
    creatives = [rival for rival in rivals if rival.campaign == winner]
    chosen = draw(creatives, [one.creative_weight for one in creatives])
    choice.chosen[box] = chosen
    _drop(choice, box, [rival for rival in rivals if rival is not chosen], Rule.NOT_DRAWN)


def _pull(one: Candidate, page: Page) -> float:
    """What a campaign's chance is proportional to: its weight and, of one with a goal, how far it is behind."""
    if one.kind != Kind.STANDARD:
        return one.weight
    return one.weight * need(one.goal, one.delivered, one.starts_at, one.ends_at, page.at)


def _beside(choice: Choice, box: int, rivals: list[Candidate]) -> Iterator[Candidate]:
    """Those that may stand beside what is on the page already."""
    chosen = choice.chosen.values()
    for rival in rivals:
        if any(_compete(rival, one) for one in chosen):
            _drop(choice, box, [rival], Rule.COMPETITOR)
        elif rival.kind != Kind.SPONSORSHIP and any(one.campaign == rival.campaign for one in chosen):
            _drop(choice, box, [rival], Rule.ON_THIS_PAGE)
        else:
            yield rival


def _compete(one: Candidate, other: Candidate) -> bool:
    return bool(one.industry) and one.industry == other.industry and one.advertiser != other.advertiser


def _drop(choice: Choice, box: int, candidates: Collection[Candidate], rule: Rule) -> None:
    choice.dropped.extend(Dropped(box, candidate, rule) for candidate in candidates)
