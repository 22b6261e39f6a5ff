"""What came of an offer is counted once, in its order, and what is not counted is labelled."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import LazySettings

from ads.counting import LIFETIME, Outcome, count
from ads.deciding import Offered, decide
from ads.models import Campaign, Counter, InvalidCount, Offer, Tally
from ads.models.counter import SLOTS
from ads.models.offer import Reason
from ads.nonces import nonce_of
from tests.ads.factories import NOON, CampaignFactory

pytestmark = pytest.mark.django_db

TARGET = "https://example.com/offer?x=1#top"


@pytest.fixture
def campaign() -> Campaign:
    return CampaignFactory()


@pytest.fixture
def offered(campaign: Campaign) -> Offered:
    (offered,) = decide(["article-end"], "culture", now=NOON)
    return offered


def counts() -> tuple[int, int, int, int]:
    rows = Counter.objects.values_list("offered", "rendered", "viewable", "clicked")
    return tuple(map(sum, zip(*rows, strict=True))) if rows else (0, 0, 0, 0)


def labels() -> dict[tuple[str, str], int]:
    return {(row.event, row.reason): row.count for row in InvalidCount.objects.all()}


def later(**span: float) -> object:
    return NOON + timedelta(**span)


def test_it_counts_each_step_once(offered: Offered) -> None:
    for event, so_far in {"rendered": (1, 1, 0, 0), "viewable": (1, 1, 1, 0), "clicked": (1, 1, 1, 1)}.items():
        assert count(event, offered.nonce, now=NOON) == Outcome(TARGET)
        assert counts() == so_far
        assert count(event, offered.nonce, now=NOON) == Outcome(TARGET, "duplicate")
        assert counts() == so_far

    assert labels() == {("rendered", "duplicate"): 1, ("viewable", "duplicate"): 1, ("clicked", "duplicate"): 1}


def test_it_counts_in_the_row_of_the_offer(offered: Offered) -> None:
    count("rendered", offered.nonce, now=later(minutes=59))

    row, offer = Counter.objects.get(), Offer.objects.get()
    assert (row.creative_id, row.placement.name, row.section, row.hour) == (
        offered.creative,
        "article-end",
        "culture",
        NOON,
    )
    assert (row.slot, row.rendered) == (offer.pk % SLOTS, 1)
    assert offer.rendered_at == later(minutes=59)


@pytest.mark.parametrize("event", ["rendered", "viewable", "clicked"])
def test_it_is_one_query(event: str, offered: Offered, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):
        count(event, offered.nonce, now=NOON)


@pytest.mark.parametrize(("done", "event"), [([], "viewable"), ([], "clicked"), (["rendered"], "clicked")])
def test_it_leaves_no_step_out(done: list[str], event: str, offered: Offered) -> None:
    for before in done:
        count(before, offered.nonce, now=NOON)

    assert count(event, offered.nonce, now=NOON) == Outcome(TARGET, "order")
    assert labels() == {(event, "order"): 1}
    assert counts() == (1, len(done), 0, 0)


@pytest.mark.parametrize("event", LIFETIME)
def test_it_counts_to_the_end_of_its_time(event: str, offered: Offered) -> None:
    Offer.objects.update(
        rendered_at=None if event == "rendered" else NOON, viewable_at=NOON if event == "clicked" else None
    )
    Counter.objects.update(rendered=event != "rendered", viewable=event == "clicked")

    assert count(event, offered.nonce, now=NOON + LIFETIME[event]) == Outcome(TARGET, "stale")
    assert labels() == {(event, "stale"): 1}
    just_before = NOON + LIFETIME[event] - timedelta(microseconds=1)
    assert count(event, offered.nonce, now=just_before) == Outcome(TARGET)


def test_it_knows_another_box(offered: Offered) -> None:
    assert count("rendered", offered.nonce, placement="side", now=NOON) == Outcome(TARGET, "mismatch")
    assert count("rendered", offered.nonce, placement="article-end", now=NOON) == Outcome(TARGET)
    assert labels() == {("rendered", "mismatch"): 1}


@pytest.mark.parametrize("reason", Reason.values)
def test_it_labels_a_suspicious_report_and_still_takes_an_honest_one(reason: str, offered: Offered) -> None:
    assert count("rendered", offered.nonce, suspicion=reason, now=NOON) == Outcome(TARGET, reason)
    assert counts() == (1, 0, 0, 0)
    assert labels() == {("rendered", reason): 1}

    assert count("rendered", offered.nonce, now=NOON) == Outcome(TARGET)


def test_it_counts_nothing_of_what_a_robot_asked_for(campaign: Campaign) -> None:
    (offered,) = decide(["article-end"], now=NOON, suspicion="robot")

    for event in ("rendered", "viewable", "clicked"):
        assert count(event, offered.nonce, now=NOON) == Outcome(TARGET, "robot")

    assert counts() == (0, 0, 0, 0)
    assert labels() == {(event, "robot"): 1 for event in ("offered", "rendered", "viewable", "clicked")}


def test_it_counts_nothing_of_what_was_never_offered(offered: Offered) -> None:
    assert count("rendered", "1.AAAAAAAAAAAAAAAA", now=NOON) is None
    assert count("rendered", nonce_of(Offer.objects.get().pk + 1), now=NOON) is None

    assert (counts(), labels()) == ((1, 0, 0, 0), {})


def view(nonce: str, at: object) -> None:
    count("rendered", nonce, now=at)
    assert count("viewable", nonce, now=at).is_counted


def test_it_keeps_the_tally_of_a_day(campaign: Campaign, settings: LazySettings) -> None:
    settings.TIME_ZONE = "Africa/Algiers"  # an hour before UTC: 23:30 UTC is the next day's
    yesterday, today = later(hours=10.9), later(hours=11.1)
    offers = [decide(["side"], now=at)[0].nonce for at in (yesterday, yesterday, yesterday, today)]

    for nonce in (offers[0], offers[1], offers[3], offers[2]):  # the last of yesterday's comes late
        view(nonce, today)

    assert sum(Tally.objects.values_list("total", flat=True)) == 4
    of_today = Tally.objects.filter(day="2026-11-26")
    assert sum(of_today.values_list("of_day", flat=True)) == 1
