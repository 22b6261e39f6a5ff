"""Sold, delivered, over and the pace."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ads.models import Campaign
from ads.reports.delivery import Delivered, deliveries, flight, of_period, running_totals
from ads.reports.period import Period
from tests.ads.factories import NOON, CampaignFactory
from tests.ads.reports.ledger import counted


def one(delivered: int, **facts: object) -> Delivered:
    """Halfway through its period unless `facts` say otherwise."""
    values = {"kind": "standard", "state": "active", "goal": 1_000, **facts}
    values = {"starts_at": NOON - timedelta(days=10), "ends_at": NOON + timedelta(days=10), **values}
    return Delivered(Campaign(**values), delivered, NOON)


PACES = [
    (0, {}, "متأخرة عن الوتيرة"),
    (470, {}, "متأخرة عن الوتيرة"),
    (476, {}, "على الوتيرة"),
    (525, {}, "على الوتيرة"),
    (530, {}, "متقدمة على الوتيرة"),
    (1_000, {}, "بلغت هدفها"),
    (999, {"ends_at": NOON}, "انتهت دون هدفها"),
    (999, {"state": "ended"}, "انتهت دون هدفها"),
    (5, {"starts_at": NOON + timedelta(days=1)}, "لم تبدأ"),
    (5, {"goal": None}, "جارية"),
    (5, {"goal": None, "state": "paused"}, "موقوفة مؤقتا"),
    (5, {"goal": None, "ends_at": NOON}, "انتهت"),
]


@pytest.mark.parametrize(("delivered", "facts", "words"), PACES)
def test_it_says_how_a_campaign_is_doing(delivered: int, facts: dict, words: str) -> None:
    assert one(delivered, **facts).words == words


def test_it_cuts_nothing_off() -> None:
    over, under = one(1_007), one(999)

    assert (over.sold, over.over, over.left, over.reached, over.pace) == (1_000, 7, 0, 100, 201)
    assert (under.over, under.left, under.reached) == (0, 1, 99)


@pytest.mark.django_db
def test_it_adds_up_the_tallies(django_assert_num_queries: object) -> None:
    rows = [CampaignFactory(kind="standard") for _ in range(3)]
    for row, seen in zip(rows, (5, 70, 0), strict=True):
        for hours in range(2):
            if seen:
                counted(row.creatives.get(), NOON + timedelta(hours=hours), seen)

    with django_assert_num_queries(1):
        found = {
            row.campaign.pk: (row.delivered, str(row.campaign.advertiser)) for row in deliveries(Campaign.objects.all())
        }

    assert [found[row.pk][0] for row in rows] == [10, 140, 0]


@pytest.mark.django_db
def test_it_knows_who_ran_in_a_period() -> None:
    during = CampaignFactory(starts_at=NOON, ends_at=NOON + timedelta(hours=1))
    endless = CampaignFactory(starts_at=NOON - timedelta(days=50), ends_at=None)
    CampaignFactory(starts_at=NOON, ends_at=None, state="draft")
    CampaignFactory(starts_at=NOON - timedelta(days=9), ends_at=NOON - timedelta(days=1))
    CampaignFactory(starts_at=NOON + timedelta(days=1), ends_at=None)

    assert list(of_period(Period(date(2026, 11, 25), date(2026, 11, 25)))) == [during, endless]


def test_it_knows_the_days_of_a_campaign() -> None:
    midnight = NOON.replace(hour=23)  # of Algiers
    row = Campaign(starts_at=midnight - timedelta(days=3), ends_at=midnight)

    assert flight(row) == Period(date(2026, 11, 23), date(2026, 11, 25))
    assert flight(Campaign(starts_at=midnight, ends_at=None), NOON) == Period(date(2026, 11, 26), date(2026, 11, 26))


def test_it_runs_a_total() -> None:
    days = list(Period(date(2026, 11, 1), date(2026, 11, 4)))

    assert running_totals(days, {days[0]: 3, days[2]: 4}) == [3, 3, 7, 7]
