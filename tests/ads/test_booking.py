"""A placement is sold to one sponsorship at a time: by the database, at the same moment too."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from ads.models import Booking, Campaign
from tests.ads.at_once import at_once
from tests.ads.factories import NOON, BookingFactory, CampaignFactory, box

DAY = timedelta(days=1)

pytestmark = pytest.mark.django_db


def refused(**values: object) -> bool:
    try:
        with transaction.atomic():
            BookingFactory(**values)
    except IntegrityError as error:
        return "booking_is_nobody_elses" in str(error)
    return False


@pytest.mark.parametrize(
    ("first", "second", "is_refused"),
    [
        ("", "", True),
        ("", "culture", True),
        ("culture", "", True),
        ("culture", "culture", True),
        ("culture", "economy", False),
        ("a", "ab", False),
    ],
)
def test_it_knows_all_sections_from_one(first: str, second: str, is_refused: bool) -> None:
    BookingFactory(section=first)

    assert refused(section=second) is is_refused


@pytest.mark.parametrize(
    ("starts", "ends", "is_refused"),
    [(-3, -1, False), (-3, -0.5, True), (-0.5, 0.5, True), (-3, 3, True), (0.5, 3, True), (1, 3, False)],
)
def test_it_lets_one_end_as_the_next_starts(starts: float, ends: float, is_refused: bool) -> None:
    BookingFactory()

    assert refused(starts_at=NOON + starts * DAY, ends_at=NOON + ends * DAY) is is_refused


def test_it_keeps_placements_apart() -> None:
    BookingFactory()

    assert not refused(placement=box("side"))


def test_it_refuses_the_campaigns_own_second_booking_too() -> None:
    booking = BookingFactory()

    assert refused(campaign=booking.campaign)


def test_it_says_so_in_arabic_before_the_database_does() -> None:
    BookingFactory(section="culture")
    second = BookingFactory.build(campaign=CampaignFactory(kind="sponsorship"), placement=box(), section="")

    with pytest.raises(ValidationError, match="محجوزة لرعاية أخرى"):
        second.full_clean()


def test_it_frees_what_an_ended_campaign_had_booked() -> None:
    booking = BookingFactory()

    assert booking.campaign.end()

    assert not refused()
    booking.refresh_from_db()
    assert booking.released_at is not None


def test_it_keeps_what_a_paused_campaign_has_booked() -> None:
    assert BookingFactory().campaign.pause()

    assert refused()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_it_sells_to_one_of_twenty_at_once() -> None:
    campaigns = [CampaignFactory(kind="sponsorship") for _ in range(20)]
    placement = box()

    def book(number: int) -> bool:
        return not refused(
            campaign=Campaign.objects.get(pk=campaigns[number].pk),
            placement=placement,
            section="" if number % 2 else f"section-{number % 4}",
        )

    at_once(20, book)

    # One for all sections, or one for each of the two.
    booked = set(Booking.objects.values_list("section", flat=True))
    assert (Booking.objects.count(), booked) in [(1, {""}), (2, {"section-0", "section-2"})]
