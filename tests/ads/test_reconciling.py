"""`manage.py reconcile_counters`: it proves the sums, and mends what was broken by hand."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from ads.counting import count
from ads.deciding import decide, hour_of
from ads.models import Campaign, Counter, Horizon, InvalidCount, Offer, Tally
from ads.reconciling import Mended, reconcile
from ads.retention import KEPT, forget_offers
from tests.ads.factories import NOON, CampaignFactory

pytestmark = pytest.mark.django_db

HOURS = [NOON - timedelta(days=1), NOON, NOON + timedelta(hours=1)]


@pytest.fixture
def campaign() -> Campaign:
    """Thirty offers over three hours of two days, two of which a robot asked for; half are seen."""
    campaign = CampaignFactory()
    for number in range(30):
        at = HOURS[number % 3]
        (offered,) = decide(["side"], ["", "culture"][number % 2], now=at, suspicion="robot" if number > 27 else "")
        if number % 2:
            count("rendered", offered.nonce, now=at)
            count("viewable", offered.nonce, now=at)
    return campaign


def books() -> dict[str, list[tuple]]:
    counts = ("creative", "placement", "section", "hour", "slot", "offered", "rendered", "viewable", "clicked")
    tallies = ("campaign", "slot", "total", "day", "of_day")
    counters = Counter.objects.filter(offered__gt=0)
    return {
        "counters": sorted(counters.values_list(*counts)),
        "tallies": sorted(Tally.objects.filter(total__gt=0).values_list(*tallies)),
    }


def test_it_proves_what_was_counted(campaign: Campaign, django_assert_num_queries: object) -> None:
    before = books()

    # The counters that are wrong; the tallies that are. A third would mean that it took a true one for wrong.
    with django_assert_num_queries(2):
        assert reconcile() == []
    assert books() == before
    assert sum(Tally.objects.values_list("total", flat=True)) == 14  # the thirtieth was a robot's


def lose_a_counter() -> None:
    Counter.objects.filter(viewable__gt=0).first().delete()


def invent_a_counter() -> None:
    row = Counter.objects.first()
    row.pk, row.hour = None, row.hour - timedelta(hours=5)
    row.save()


BREAKS = {
    "offered": lambda: Counter.objects.update(offered=90),
    "viewable": lambda: Counter.objects.update(viewable=0),
    "clicked": lambda: Counter.objects.filter(viewable__gt=0).update(clicked=1),
    "lost counter": lose_a_counter,
    "invented counter": invent_a_counter,
    "no counter": lambda: Counter.objects.all().delete(),
    "total": lambda: Tally.objects.update(total=77),
    "day": lambda: Tally.objects.update(of_day=0),
    "no tally": lambda: Tally.objects.all().delete(),
}


@pytest.mark.parametrize("name", BREAKS)
def test_it_mends(name: str, campaign: Campaign) -> None:
    before = books()
    BREAKS[name]()
    assert books() != before

    assert reconcile() != []

    assert books() == before
    assert reconcile() == []


def test_it_says_what_it_mended(campaign: Campaign) -> None:
    row = Counter.objects.filter(hour=NOON).first()
    true = (row.offered, row.rendered, row.viewable, row.clicked)
    Counter.objects.filter(pk=row.pk).update(offered=90)

    (mended,) = reconcile()

    name = f"counter {row.creative_id} {row.placement_id} 2026-11-25T12 {row.slot}"
    assert mended == Mended(name, (90, *true[1:]), true)


def test_it_answers_as_a_command(campaign: Campaign) -> None:
    assert said() == "العدادات كلها مجموع ما عرض.\n"

    Counter.objects.filter(pk=Counter.objects.first().pk).update(offered=90)

    assert said().endswith("صحح من العدادات 1.\n")


def said() -> str:
    out = StringIO()
    call_command("reconcile_counters", stdout=out)
    return out.getvalue()


def test_it_leaves_the_invalid_column_alone(campaign: Campaign) -> None:
    InvalidCount.objects.update(count=9)

    assert reconcile() == []
    assert set(InvalidCount.objects.values_list("count", flat=True)) == {9}


@pytest.mark.parametrize("batch", [1, 5, 10, 5_000])
def test_it_forgets_offers_by_the_hour_and_keeps_their_counts(campaign: Campaign, batch: int) -> None:
    before = books()

    assert forget_offers(HOURS[1] + KEPT + timedelta(minutes=59), batch) == 10

    assert set(Offer.objects.values_list("hour", flat=True)) == set(HOURS[1:])
    assert Horizon.objects.get().kept_from == HOURS[1]
    assert reconcile() == []
    assert books() == before


def test_it_takes_a_deletion_that_was_cut_short_for_what_it_is(campaign: Campaign) -> None:
    before = books()
    Horizon.objects.update(kept_from=HOURS[1])
    Offer.objects.filter(hour=HOURS[0]).order_by("pk").first().delete()

    assert reconcile() == []
    assert books() == before
    assert forget_offers(HOURS[1] + KEPT) == 9


def test_it_never_moves_the_horizon_back(campaign: Campaign) -> None:
    forget_offers(HOURS[1] + KEPT)
    forget_offers(HOURS[0] + KEPT)

    assert Horizon.objects.get().kept_from == HOURS[1]


def test_it_keeps_a_month(campaign: Campaign) -> None:
    assert forget_offers(HOURS[0] + KEPT) == 0

    Offer.objects.update(hour=hour_of(timezone.now() - KEPT))  # the oldest hour that the command keeps today
    call_command("forget_offers", stdout=StringIO())
    assert Offer.objects.count() == 30
