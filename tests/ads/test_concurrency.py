"""Readers at the same moment, over connections of their own: nothing is counted twice, nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Sum

from ads.counting import count
from ads.deciding import decide
from ads.models import Counter, InvalidCount, Offer, Tally
from ads.nonces import nonce_of
from ads.reconciling import reconcile
from tests.ads.at_once import CONNECTIONS, at_once
from tests.ads.factories import NOON, CampaignFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

EVENTS = ("offered", "rendered", "viewable", "clicked")
BOXES = ["article-middle", "article-end", "side", "section-end"]


def counts() -> tuple[int, ...]:
    return tuple(Counter.objects.aggregate(*[Sum(event) for event in EVENTS])[f"{event}__sum"] or 0 for event in EVENTS)


def labels() -> dict[tuple[str, str], int]:
    rows = InvalidCount.objects.values_list("event", "reason").annotate(Sum("count"))
    return {(event, reason): number for event, reason, number in rows}


def through(nonce: str) -> Iterator[bool]:
    for event in ("rendered", "viewable", "clicked"):
        yield count(event, nonce, now=NOON).is_counted


def test_one_nonce_a_hundred_times_counts_once() -> None:
    CampaignFactory()
    (offered,) = decide(["article-end"], now=NOON)

    for number, event in enumerate(("rendered", "viewable", "clicked"), 1):
        counted = at_once(100, lambda n, event=event: count(event, offered.nonce, now=NOON).is_counted)

        assert sum(counted) == 1
        assert counts() == tuple([1] * (number + 1) + [0] * (3 - number))
        assert labels()[event, "duplicate"] == 99
    assert reconcile() == []


def test_five_thousand_nonces_of_a_hundred_readers_count_five_thousand() -> None:
    """A hundred at a time, over as many connections as PostgreSQL has left for us: it has a hundred for all."""
    creative = CampaignFactory().creatives.get().pk
    nonces = offers(creative, 5_000)

    counted = at_once(5_000, lambda n: list(through(nonces[n])), connections=free_connections(100))

    assert counted == [[True] * 3] * 5_000
    assert counts() == (5_000,) * 4
    assert Tally.objects.aggregate(Sum("total"), Sum("of_day")) == {"total__sum": 5_000, "of_day__sum": 5_000}
    assert labels() == {}
    assert reconcile() == []


def free_connections(most: int) -> int:
    """`most`, or what the server has left when other tests share it, less what they may open meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('max_connections')::int - count(*) - 10 FROM pg_stat_activity")
        return min(most, max(CONNECTIONS, cursor.fetchone()[0]))


def offers(creative: int, number: int) -> list[str]:
    """Nonces of fresh offers, with their counts."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ads_offer (creative_id, placement_id, section, hour, offered_at, invalid)"
            " SELECT %s, (SELECT id FROM ads_placement WHERE name = 'side'), '', %s, %s, ''"
            " FROM generate_series(1, %s) RETURNING id",
            [creative, NOON, NOON, number],
        )
        made = [row[0] for row in cursor.fetchall()]
    reconcile()  # bumps the counters of what was offered
    return [nonce_of(pk) for pk in made]


def test_decisions_at_once_wait_for_each_other_in_no_circle() -> None:
    for _ in range(4):
        CampaignFactory()

    made = at_once(200, lambda n: len(decide(BOXES[n % 4 :] + BOXES[: n % 4], now=NOON)))

    assert made == [4] * 200
    assert counts() == (800, 0, 0, 0)
    assert Offer.objects.count() == 800
    assert reconcile() == []


def test_a_goal_is_passed_by_no_more_than_what_was_outstanding() -> None:
    """Two hundred readers at the same moment, on as many connections."""
    readers = free_connections(200)
    CampaignFactory(kind="standard", goal=250, starts_at=NOON - timedelta(days=9), ends_at=NOON + timedelta(minutes=1))

    def read(number: int) -> bool:
        """One reader: asks, and sees what he is offered."""
        offers = decide(["article-end"], now=NOON)
        return bool(offers) and sum(through(offers[0].nonce)) == 3

    seen = sum(at_once(1_000, read, connections=readers))

    # At each moment each of the readers has one offer outstanding at most.
    assert 250 <= seen < 250 + readers
    assert Offer.objects.count() == seen
    assert counts() == (seen,) * 4
    assert decide(["article-end"], now=NOON) == []
    assert reconcile() == []


def test_it_reconciles_while_readers_are_counted() -> None:
    CampaignFactory()

    def act(number: int) -> int:
        if number % 20 == 0:
            return len(reconcile())
        (offered,) = decide(["article-end"], now=NOON)
        assert all(through(offered.nonce))
        return 0

    assert sum(at_once(400, act)) == 0  # no row is ever found wrong that is not

    assert counts() == (380,) * 4
    assert reconcile() == []


def test_it_mends_while_readers_are_counted() -> None:
    CampaignFactory()
    for _ in range(40):
        decide(["article-end"], now=NOON)
    Counter.objects.update(offered=1_000)

    def act(number: int) -> None:
        if number == 7:
            reconcile()
        else:
            (offered,) = decide(["article-end"], now=NOON)
            list(through(offered.nonce))

    at_once(200, act)

    assert counts() == (239, 199, 199, 199)
    assert reconcile() == []
