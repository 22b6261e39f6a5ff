"""One decision for all boxes of a page, in two queries, on the rows of the database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from ads.choosing import Rule
from ads.deciding import Offered, decide, simulate
from ads.models import Campaign, Counter, InvalidCount, Offer, Placement, Tally
from ads.nonces import nonce_of
from tests.ads.factories import NOON, AdvertiserFactory, BookingFactory, CampaignFactory, CreativeFactory, box

pytestmark = pytest.mark.django_db

BOXES = ["article-middle", "article-end", "side"]


def shown(boxes: list[str] | None = None, section: str = "culture", **facts: object) -> dict[str, int]:
    """The campaign in each box."""
    offers = decide(boxes or ["article-end"], section, **{"now": NOON, **facts})
    return {one.placement: one.campaign for one in offers}


def test_it_offers_what_it_chose() -> None:
    campaign = CampaignFactory()

    (offered,) = decide(["article-end"], "culture", now=NOON + timedelta(minutes=17))

    offer = Offer.objects.get()
    creative = campaign.creatives.get()
    square, strip = creative.images.all()
    images = [["light", 300, 250, square.file.name], ["light", 320, 50, strip.file.name]]
    assert sorted(offered.images) == images
    assert replace(offered, images=()) == Offered(
        placement="article-end",
        creative=creative.pk,
        campaign=campaign.pk,
        nonce=nonce_of(offer.pk),
        alt="عرض نهاية السنة",
        cap=None,
        advertiser="",
        images=(),
        phone=(300, 250),
        wide=(728, 90),
    )
    assert (offer.creative, offer.placement, offer.section) == (creative, box(), "culture")
    assert (offer.hour, offer.offered_at) == (NOON, NOON + timedelta(minutes=17))
    counter = Counter.objects.get()
    assert (counter.offered, counter.rendered, counter.hour) == (1, 0, NOON)


def test_it_makes_two_queries_whatever_is_booked(django_assert_num_queries: object) -> None:
    for kind in ("house", "price", "standard", "sponsorship"):
        for _ in range(5):
            CampaignFactory(kind=kind)
    BookingFactory(campaign=Campaign.objects.filter(kind="sponsorship").first())

    # The boxes with the candidates; the offers with their counters and what is shown.
    with django_assert_num_queries(2):
        assert len(decide(BOXES, "culture", now=NOON)) == 3


def test_it_offers_nothing_when_nothing_is_booked(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):
        assert decide(BOXES, now=NOON) == []
    CampaignFactory()
    with django_assert_num_queries(1):
        assert decide(["nowhere"], now=NOON) == []
    with django_assert_num_queries(0):
        assert decide([], now=NOON) == []

    assert not Offer.objects.exists()


def test_it_leaves_a_closed_box_alone() -> None:
    CampaignFactory()
    Placement.objects.filter(name="article-end").update(is_active=False)

    assert shown() == {}


@pytest.mark.parametrize("state", ["draft", "paused", "ended"])
def test_it_shows_active_campaigns_alone(state: str) -> None:
    CampaignFactory(state=state)

    assert shown() == {}


def test_it_shows_no_creative_that_is_off() -> None:
    CreativeFactory(is_active=False)

    assert shown() == {}


def test_it_keeps_to_the_period() -> None:
    campaign = CampaignFactory()

    assert shown(now=campaign.starts_at) == {"article-end": campaign.pk}
    assert shown(now=campaign.starts_at - timedelta(seconds=1)) == {}
    assert shown(now=campaign.ends_at) == {}


def test_it_keeps_to_placements_and_sections() -> None:
    campaign = CampaignFactory(sections=["culture", "economy"], excluded_sections=["economy"])
    campaign.placements.add(box("side"))

    assert shown(BOXES) == {"side": campaign.pk}
    assert shown(BOXES, "sports") == shown(BOXES, "economy") == shown(BOXES, "") == {}


def test_it_shows_a_sponsorship_where_and_when_it_is_booked() -> None:
    booking = BookingFactory(section="culture")

    assert shown(BOXES) == {"article-end": booking.campaign_id}
    assert shown(BOXES, "economy") == shown(BOXES, now=booking.ends_at) == {}

    booking.campaign.pause()
    assert shown(BOXES) == {}


def test_it_forgets_a_released_booking() -> None:
    booking = BookingFactory()
    type(booking).objects.update(released_at=NOON)

    assert shown() == {}


def test_it_hears_what_the_reader_has_seen() -> None:
    campaign = CampaignFactory()

    assert shown(seen=frozenset([campaign.pk])) == {}
    assert shown(seen=frozenset([campaign.pk + 1])) == {"article-end": campaign.pk}


def test_it_is_silent_on_sensitive_pages() -> None:
    CampaignFactory()
    allowed = CampaignFactory(is_sensitive_allowed=True)

    assert shown(BOXES, is_sensitive=True) == {"article-middle": allowed.pk}


def test_it_keeps_competitors_apart() -> None:
    for _ in range(2):
        CampaignFactory(kind="price", advertiser=AdvertiserFactory(industry="banking"))

    assert len(shown(BOXES)) == 1


def deliver(campaign: Campaign, total: int, of_day: int = 0, day: str = "2026-11-25") -> None:
    """Spread over two slots, as parallel readers leave it."""
    for slot, share in ((1, total // 2), (2, total - total // 2)):
        Tally.objects.create(campaign=campaign, slot=slot, total=share, day=day, of_day=of_day if slot == 2 else 0)


@pytest.mark.parametrize(("delivered", "is_shown"), [(999, True), (1_000, False), (1_001, False)])
def test_it_stops_at_the_goal(delivered: int, is_shown: bool) -> None:
    campaign = CampaignFactory(kind="price", goal=1_000)
    deliver(campaign, delivered)

    assert bool(shown()) is is_shown


@pytest.mark.parametrize(("delivered", "is_shown"), [(500, True), (501, False)])
def test_it_keeps_the_pace(delivered: int, is_shown: bool) -> None:
    deliver(CampaignFactory(kind="standard"), delivered)

    assert bool(shown()) is is_shown


@pytest.mark.parametrize(
    ("of_day", "day", "is_shown"), [(9, "2026-11-25", True), (10, "2026-11-25", False), (10, "2026-11-24", True)]
)
def test_it_keeps_to_the_daily_cap(of_day: int, day: str, is_shown: bool) -> None:
    deliver(CampaignFactory(daily_cap=10), 40, of_day, day)

    assert bool(shown()) is is_shown


def test_it_gives_a_robot_the_same_answer_and_counts_it_apart() -> None:
    campaign = CampaignFactory()

    assert shown(suspicion="robot") == {"article-end": campaign.pk}

    assert not Counter.objects.exists()
    assert list(InvalidCount.objects.values_list("event", "reason", "count")) == [("offered", "robot", 1)]
    assert Offer.objects.get().invalid == "robot"


def test_it_simulates_without_a_trace() -> None:
    active, draft = CampaignFactory(), CampaignFactory(state="draft")
    coming = CampaignFactory(starts_at=NOON + timedelta(days=1))
    CampaignFactory(state="ended")

    choice = simulate(["article-end"], "culture", at=NOON)

    assert {one.campaign for one in choice.chosen.values()} == {active.pk}
    assert {(one.candidate.campaign, one.rule) for one in choice.dropped} == {
        (draft.pk, Rule.NOT_ACTIVE),
        (coming.pk, Rule.NOT_STARTED),
    }
    assert not Offer.objects.exists()


def test_it_simulates_an_hour_to_come() -> None:
    booking = BookingFactory(starts_at=NOON + timedelta(days=2), ends_at=NOON + timedelta(days=3))

    (now,) = simulate(["article-end"], at=NOON).dropped
    later = simulate(["article-end"], at=NOON + timedelta(days=2, hours=1))

    assert now.rule == Rule.NOT_BOOKED
    assert [one.campaign for one in later.chosen.values()] == [booking.campaign_id]
