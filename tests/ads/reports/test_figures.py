"""The figures of a period: every way of adding them up gives the same sum, in two queries."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import override_settings
from django.utils import timezone

from ads.counting import count
from ads.deciding import decide
from ads.models import Tally
from ads.reports.figures import Figures, Sums, sums
from ads.reports.period import Period, midnight
from tests.ads.factories import NOON, CampaignFactory, CreativeFactory, box
from tests.ads.reports.ledger import counted, labelled, noon

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 25)
PERIOD = Period(DAY - timedelta(days=2), DAY)


def test_it_adds_up_in_every_way() -> None:
    one, other = CreativeFactory(), CreativeFactory()
    counted(one, noon(DAY), 10, section="culture", clicked=3)
    counted(one, noon(DAY), 5, section="culture", slot=2)
    counted(one, noon(DAY - timedelta(days=1)), 7, section="sports")
    counted(other, noon(DAY), 20, place="side")
    labelled(one, noon(DAY), "robot", 4)
    labelled(one, noon(DAY), "duplicate", 2, "clicked")
    labelled(one, noon(DAY), "duplicate", 1, "viewable")

    found = sums(PERIOD)

    assert found.total == Figures(offered=88, rendered=84, viewable=42, clicked=3, invalid=7)
    assert found.by["day"] == {
        DAY: Figures(73, 70, 35, 3, 7),
        DAY - timedelta(days=1): Figures(15, 14, 7),
    }
    assert found.by["section"] == {
        "culture": Figures(32, 30, 15, 3),
        "sports": Figures(15, 14, 7),
        "": Figures(41, 40, 20, 0, 7),
    }
    assert found.by["placement"] == {box().pk: Figures(47, 44, 22, 3, 7), box("side").pk: Figures(41, 40, 20)}
    assert found.by["creative"] == {one.pk: Figures(47, 44, 22, 3, 7), other.pk: Figures(41, 40, 20)}
    assert found.by["campaign"] == {one.campaign_id: Figures(47, 44, 22, 3, 7), other.campaign_id: Figures(41, 40, 20)}
    assert found.reasons == {("offered", "robot"): 4, ("clicked", "duplicate"): 2, ("viewable", "duplicate"): 1}
    assert list(found.of_reason().items()) == [("robot", 4), ("duplicate", 3)]


def test_it_keeps_to_its_campaigns() -> None:
    one, other = CreativeFactory(), CreativeFactory()
    for creative in (one, other):
        counted(creative, noon(DAY), 10)
        labelled(creative, noon(DAY), "robot", 1)

    found = sums(PERIOD, [one.campaign_id])

    assert found.total == Figures(21, 20, 10, 0, 1)
    assert set(found.by["campaign"]) == {one.campaign_id}
    assert sums(PERIOD, []).total == Figures()


def test_it_knows_nothing_of_nothing() -> None:
    found = sums(PERIOD)

    assert found == Sums()
    assert (found.total.viewability, found.total.click_rate) == (None, None)


def test_its_days_are_those_of_the_site() -> None:
    """Algiers is an hour before Greenwich: 23:00 UTC is the next day's first hour."""
    creative = CreativeFactory()
    counted(creative, midnight(DAY), 1)
    counted(creative, midnight(DAY) - timedelta(hours=1), 2)
    counted(creative, midnight(DAY + timedelta(days=1)), 4)

    assert sums(Period(DAY, DAY)).total.viewable == 1
    assert {day: one.viewable for day, one in sums(Period(DAY - timedelta(days=1), DAY)).by["day"].items()} == {
        DAY: 1,
        DAY - timedelta(days=1): 2,
    }
    with override_settings(TIME_ZONE="Asia/Riyadh"):
        timezone.get_default_timezone.cache_clear()
        try:
            assert sums(Period(DAY, DAY)).total.viewable == 3  # two hours later begins a day there
        finally:
            timezone.get_default_timezone.cache_clear()


def test_it_says_what_was_counted() -> None:
    """Against the counting itself, not against rows of a test."""
    campaign = CampaignFactory()
    for number in range(12):
        (offered,) = decide(["side"], "culture", now=NOON, suspicion="robot" if number == 11 else "")
        for event in ("rendered", "viewable", "clicked")[: number % 4]:
            count(event, offered.nonce, now=NOON)

    found = sums(Period(DAY, DAY), [campaign.pk])

    assert found.total == Figures(offered=11, rendered=8, viewable=5, clicked=2, invalid=4)
    assert found.by["day"][DAY].viewable == sum(Tally.objects.values_list("total", flat=True))
    assert (found.total.viewability, found.total.click_rate) == (62.5, 40.0)


def test_it_asks_twice_whatever_there_is(django_assert_num_queries: object) -> None:
    for number in range(6):
        creative = CreativeFactory()
        counted(creative, noon(DAY) - timedelta(days=number), number, section=f"section-{number}")
        labelled(creative, noon(DAY), "robot", 1)

    # The counters; the invalid column.
    with django_assert_num_queries(2):
        sums(PERIOD)
