"""Which creative stands in which box, and the rule that drops each other one. No database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from math import sqrt

import pytest

from ads.choosing import Booked, Candidate, Page, Rule, choose, rule_against
from tests.ads.factories import NOON

DAY = timedelta(days=1)
PAGE = Page("culture", NOON)
FIRST, SECOND = 1, 2  # boxes


def candidate(number: int = 1, kind: str = "house", **facts: object) -> Candidate:
    defaults = {
        "creative": number,
        "campaign": number,
        "kind": kind,
        "starts_at": NOON - 10 * DAY,
        "ends_at": NOON + 10 * DAY,
        "advertiser": number,
        "goal": 1_000 if kind == "standard" else None,
        "price": Decimal(100) if kind == "price" else Decimal(0),
        "bookings": (booked(),) if kind == "sponsorship" else (),
        "fits": {FIRST, SECOND},
    }
    return Candidate(**{**defaults, **facts})


def booked(placement: int = FIRST, section: str = "", starts: float = -1, ends: float = 1) -> Booked:
    return Booked(placement, section, NOON + starts * DAY, NOON + ends * DAY)


def first(candidates: Sequence[Candidate], weights: Sequence[float]) -> Candidate:
    return candidates[0]


def shown(*candidates: Candidate, boxes: Sequence[int] = (FIRST,), page: Page = PAGE) -> dict[int, int]:
    """The creative in each box."""
    return {box: one.creative for box, one in choose(boxes, candidates, page, first).chosen.items()}


def dropped(*candidates: Candidate, boxes: Sequence[int] = (FIRST,), page: Page = PAGE) -> list[tuple[int, int, str]]:
    """(box, creative, rule) of each that does not stand there."""
    return [(one.box, one.candidate.creative, one.rule) for one in choose(boxes, candidates, page, first).dropped]


DROPS = {
    Rule.CREATIVE_OFF: candidate(is_active=False),
    Rule.NOT_ACTIVE: candidate(state="paused"),
    Rule.NOT_STARTED: candidate(starts_at=NOON + DAY),
    Rule.OVER: candidate(ends_at=NOON),
    Rule.NOT_BOOKED: candidate(kind="sponsorship", bookings=(booked(SECOND),)),
    Rule.OTHER_PLACEMENT: candidate(placements=frozenset([SECOND])),
    Rule.NO_IMAGE: candidate(fits={SECOND}),
    Rule.OTHER_SECTION: candidate(sections=frozenset(["economy"])),
    Rule.EXCLUDED_SECTION: candidate(excluded_sections=frozenset(["culture"])),
    Rule.SENSITIVE: candidate(),
    Rule.FREQUENCY_CAP: candidate(campaign=77),
    Rule.GOAL_REACHED: candidate(goal=5, delivered=5),
    Rule.DAILY_CAP: candidate(daily_cap=5, delivered_today=5),
    Rule.AHEAD_OF_PACE: candidate(kind="standard", delivered=501),
}
PAGES = {
    Rule.SENSITIVE: Page("culture", NOON, is_sensitive=True),
    Rule.FREQUENCY_CAP: Page("culture", NOON, seen=frozenset([77])),
}
AMONG_OTHERS = {Rule.COMPETITOR, Rule.ON_THIS_PAGE, Rule.OUTRANKED, Rule.NOT_DRAWN}


@pytest.mark.parametrize("rule", DROPS)
def test_it_drops_by(rule: Rule) -> None:
    page = PAGES.get(rule, PAGE)

    assert rule_against(DROPS[rule], FIRST, page) == rule
    assert shown(DROPS[rule], page=page) == {}
    assert dropped(DROPS[rule], page=page) == [(FIRST, DROPS[rule].creative, rule)]


def test_it_has_a_test_for_every_rule() -> None:
    assert set(DROPS) | AMONG_OTHERS == set(Rule)


@pytest.mark.parametrize(
    ("facts", "asked"),
    [
        ({"ends_at": None}, PAGE),
        ({"starts_at": NOON}, PAGE),
        ({"placements": frozenset([FIRST, SECOND])}, PAGE),
        ({"sections": frozenset(["culture"])}, PAGE),
        ({"excluded_sections": frozenset(["economy"])}, PAGE),
        ({"is_sensitive_allowed": True}, Page("culture", NOON, is_sensitive=True)),
        ({}, Page("culture", NOON, seen=frozenset([77]))),
        ({"goal": 5, "delivered": 4}, PAGE),
        ({"daily_cap": 5, "delivered_today": 4}, PAGE),
        ({"kind": "standard", "delivered": 500}, PAGE),
        ({"kind": "sponsorship"}, PAGE),
        ({"kind": "sponsorship", "bookings": (booked(section="culture"),)}, PAGE),
        ({"kind": "sponsorship", "bookings": (booked(SECOND), booked(starts=0))}, PAGE),
    ],
)
def test_it_shows(facts: dict[str, object], asked: Page) -> None:
    assert shown(candidate(**facts), page=asked) == {FIRST: 1}


@pytest.mark.parametrize("booking", [booked(ends=0), booked(starts=0.1), booked(section="economy")])
def test_it_keeps_to_the_booking(booking: Booked) -> None:
    assert rule_against(candidate(kind="sponsorship", bookings=(booking,)), FIRST, PAGE) == Rule.NOT_BOOKED


def test_it_goes_by_kind() -> None:
    house, price, standard, sponsor = (
        candidate(n, kind) for n, kind in enumerate(["house", "price", "standard", "sponsorship"])
    )

    assert shown(house, price, standard, sponsor) == {FIRST: 3}
    assert shown(house, price, standard) == {FIRST: 2}
    assert shown(house, price) == {FIRST: 1}
    assert dropped(house, sponsor) == [(FIRST, 0, Rule.OUTRANKED)]


def test_it_shows_the_dearest() -> None:
    cheap, dear = candidate(1, "price"), candidate(2, "price", price=Decimal("100.01"))

    assert shown(cheap, dear) == {FIRST: 2}
    assert dropped(cheap, dear) == [(FIRST, 1, Rule.OUTRANKED)]


def test_it_says_who_lost_the_draw() -> None:
    assert dropped(candidate(1), candidate(2)) == [(FIRST, 2, Rule.NOT_DRAWN)]


def test_it_shows_a_campaign_once_on_a_page() -> None:
    assert shown(candidate(1), boxes=[FIRST, SECOND]) == {FIRST: 1}
    assert dropped(candidate(1), boxes=[FIRST, SECOND]) == [(SECOND, 1, Rule.ON_THIS_PAGE)]
    assert shown(candidate(1), candidate(2), boxes=[FIRST, SECOND]) == {FIRST: 1, SECOND: 2}


def test_it_shows_a_sponsor_in_every_box_he_booked() -> None:
    sponsor = candidate(1, "sponsorship", bookings=(booked(FIRST), booked(SECOND)))

    assert shown(sponsor, boxes=[FIRST, SECOND]) == {FIRST: 1, SECOND: 1}


def test_it_never_shows_competitors_together() -> None:
    one, other = candidate(1, industry="banking"), candidate(2, industry="banking")

    assert shown(one, other, boxes=[FIRST, SECOND]) == {FIRST: 1}
    assert (SECOND, 2, Rule.COMPETITOR) in dropped(one, other, boxes=[FIRST, SECOND])


def test_it_takes_no_advertiser_for_his_own_competitor() -> None:
    one, other = candidate(1, industry="banking", advertiser=9), candidate(2, industry="banking", advertiser=9)

    assert shown(one, other, boxes=[FIRST, SECOND]) == {FIRST: 1, SECOND: 2}


def test_it_gives_the_page_to_the_sponsor_of_the_last_box() -> None:
    sponsor = candidate(1, "sponsorship", bookings=(booked(SECOND),), industry="banking")
    rival = candidate(2, "price", industry="banking")

    assert shown(rival, sponsor, boxes=[FIRST, SECOND]) == {SECOND: 1}


def test_it_asks_for_each_box_once() -> None:
    assert shown(candidate(1), candidate(2), boxes=[FIRST, FIRST]) == {FIRST: 1}


def test_it_accounts_for_every_candidate_in_every_box() -> None:
    candidates = [*DROPS.values(), candidate(50), candidate(51, "price"), candidate(52, "sponsorship")]
    choice = choose([FIRST, SECOND], candidates, PAGE)

    assert len(choice.chosen) + len(choice.dropped) == 2 * len(candidates)


def shares(*candidates: Candidate, draws: int = 20_000) -> Counter[int]:
    return Counter(choose([FIRST], candidates, PAGE).chosen[FIRST].creative for _ in range(draws))


def is_within(count: int, draws: int, share: float) -> bool:
    """Five standard deviations of the binomial: one honest run in a million lies outside."""
    return abs(count - draws * share) <= 5 * sqrt(draws * share * (1 - share))


@pytest.mark.parametrize("kind", ["house", "price", "standard"])
def test_it_draws_by_weight(kind: str) -> None:
    drawn = shares(candidate(1, kind), candidate(2, kind, weight=3))

    assert is_within(drawn[2], 20_000, 3 / 4)


def test_it_draws_among_the_creatives_of_a_campaign_by_their_weight() -> None:
    mine = [candidate(1, campaign=1), candidate(2, campaign=1, creative_weight=3)]

    drawn = shares(*mine, candidate(3))

    assert is_within(drawn[3], 20_000, 1 / 2)  # two creatives do not double a campaign's share
    assert is_within(drawn[2], 20_000, 3 / 8)


def test_it_pulls_those_forward_that_are_behind() -> None:
    drawn = shares(candidate(1, "standard", delivered=400), candidate(2, "standard", delivered=100))

    assert is_within(drawn[2], 20_000, 3 / 5)  # 600 left against 900 left, in the same time
