"""What the decision reads is what the simulator shows: the database leaves out nothing that could be chosen."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from random import Random

import pytest
from django.db import IntegrityError, transaction

from ads.choosing import Page, rule_against
from ads.deciding import candidates
from ads.live import live_candidates
from ads.models import Booking, Campaign, Creative, Tally
from tests.ads.factories import NOON, AdvertiserFactory, CampaignFactory, box

pytestmark = pytest.mark.django_db

BOXES = ["article-end", "side"]


def book_something(random: Random) -> None:
    """One campaign of any kind, in any state, with any terms."""
    kind = random.choice(["house", "price", "standard", "sponsorship"])
    campaign = CampaignFactory(
        kind=kind,
        state=random.choice(["active", "active", "active", "paused", "draft", "ended"]),
        starts_at=NOON + timedelta(days=random.choice([-9, -9, 0, 1])),
        ends_at=NOON + timedelta(days=random.choice([2, 9])),
        sections=random.choice([[], [], ["culture"], ["economy"], ["culture", "economy"]]),
        excluded_sections=random.choice([[], [], ["culture"], ["economy"]]),
        is_sensitive_allowed=random.random() < 0.3,
        daily_cap=random.choice([None, 5]),
        advertiser=AdvertiserFactory(industry=random.choice(["", "banking"])),
    )
    campaign.placements.set(random.choice([[], [], [box("side")], [box("article-middle")]]))
    Creative.objects.filter(campaign=campaign).update(is_active=random.random() < 0.9)
    for slot in range(random.choice([0, 2])):
        of_day, day = random.choice([0, 4]), random.choice([NOON, NOON - timedelta(days=1)])
        Tally.objects.create(campaign=campaign, slot=slot, total=random.choice([4, 600]), of_day=of_day, day=day)
    if kind == "sponsorship":
        book(campaign, random)


def book(campaign: Campaign, random: Random) -> None:
    """A booking now, later or over, unless it is somebody's already."""
    starts_at = NOON + timedelta(days=random.choice([-2, -1, 0, 1]))
    booking = Booking(
        campaign=campaign,
        placement=box(random.choice(BOXES)),
        section=random.choice(["", "culture", "economy"]),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(days=random.choice([1, 2])),
    )
    with suppress(IntegrityError), transaction.atomic():
        booking.save()


def may_be_shown(found: list, page: Page) -> set[tuple[int, str]]:
    boxes = {name: box(name).pk for name in BOXES}
    return {
        (one.creative, name) for one in found for name, key in boxes.items() if rule_against(one, key, page) is None
    }


@pytest.mark.parametrize("seed", range(4))
def test_it_leaves_out_nothing_that_may_be_shown(seed: int) -> None:
    random = Random(seed)
    for _ in range(25):
        book_something(random)
    ever = 0
    for section in ("culture", "economy", ""):
        for is_sensitive in (False, True):
            for seen in (
                frozenset(),
                frozenset(Creative.objects.order_by("pk").values_list("campaign", flat=True)[:9]),
            ):
                page = Page(section, NOON, is_sensitive, seen)
                every = may_be_shown(candidates(NOON, Creative.objects.all()), page)
                names, live = live_candidates(BOXES, page)

                assert may_be_shown(live, page) == every
                assert not live or set(names.values()) == set(BOXES)
                assert len(live) < Creative.objects.count()
                ever += len(every)
    assert ever
