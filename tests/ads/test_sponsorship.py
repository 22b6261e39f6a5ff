"""Whose sponsorship stands in a mail: what is booked for its list at its moment, and nothing else."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from ads.deciding import decide
from ads.models import Booking, CreativeImage, Notice, Placement
from ads.sponsorship import Baked, Sponsorship, links_in, read, sponsorship
from tests.ads.factories import NOON, BookingFactory, CampaignFactory, CreativeFactory, CreativeImageFactory, box

pytestmark = pytest.mark.django_db


@pytest.fixture
def booking() -> Booking:
    return BookingFactory(placement=box("newsletter"), section="daily")


def shown(**facts: object) -> Sponsorship | None:
    values = {"placement": "newsletter", "section": "daily", "occasion": "newsletter-5", "at": NOON, **facts}
    return sponsorship(**values)


def test_it_shows_what_is_booked(booking: Booking, django_assert_num_queries: object) -> None:
    creative = booking.campaign.creatives.get()

    with django_assert_num_queries(2):  # what is booked; its images
        found = shown()

    assert found == Sponsorship(
        label="إشهار",
        advertiser=str(booking.campaign.advertiser),
        alt="عرض نهاية السنة",
        address=Baked(creative.pk, booking.placement_id, "newsletter-5").address,
        image=f"http://testserver{creative.images.get(width=300).file.url}",
        width=300,
        height=250,
    )


def test_it_asks_once_when_nothing_is_booked(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):
        assert shown() is None


OTHERS = {
    "another list": {"section": "weekly"},
    "another place": {"placement": "side"},
    "before it": {"at": NOON - timedelta(days=1, seconds=1)},
    "its end": {"at": NOON + timedelta(days=1)},
}


@pytest.mark.parametrize("name", OTHERS)
def test_it_keeps_to_the_booking(name: str, booking: Booking) -> None:
    assert shown(at=booking.starts_at) is not None
    assert shown(**OTHERS[name]) is None


def leave_the_skyscraper(booking: Booking) -> None:
    CreativeImage.objects.all().delete()
    CreativeImageFactory(creative=booking.campaign.creatives.get(), width=300, height=600)


BREAKS = {
    "released": lambda one: Booking.objects.update(released_at=NOON),
    "paused": lambda one: one.campaign.pause(),
    "ended": lambda one: one.campaign.end(),
    "excluded": lambda one: type(one.campaign).objects.update(excluded_sections=["daily"]),
    "over": lambda one: type(one.campaign).objects.update(ends_at=NOON),
    "off": lambda one: one.campaign.creatives.update(is_active=False),
    "closed": lambda one: Placement.objects.filter(name="newsletter").update(is_active=False),
    "too high": leave_the_skyscraper,
    "dark alone": lambda one: CreativeImage.objects.update(scheme="dark"),
}


@pytest.mark.parametrize("name", BREAKS)
def test_it_shows_nothing(name: str, booking: Booking) -> None:
    BREAKS[name](booking)

    assert shown() is None


def test_it_stands_in_every_list_when_all_are_booked() -> None:
    BookingFactory(placement=box("newsletter"))

    assert shown(section="daily").address == shown(section="weekly").address


def test_it_carries_the_desks_label(booking: Booking) -> None:
    Notice.objects.update(label="إعلان")

    assert shown().label == "إعلان"


def test_no_other_campaign_takes_its_place() -> None:
    CampaignFactory(kind="price")
    CampaignFactory(kind="house")

    assert shown() is None


def test_it_draws_by_weight_and_the_same_for_the_same_mail(booking: Booking) -> None:
    heavy = CreativeFactory(campaign=booking.campaign, weight=3)
    drawn = [shown(occasion=f"newsletter-{number}").address for number in range(200)]

    assert drawn == [shown(occasion=f"newsletter-{number}").address for number in range(200)]
    counts = Counter(read(address.split("/")[-3]).creative for address in drawn)
    assert 125 < counts[heavy.pk] < 175  # three of four, give or take four deviations


def test_its_link_is_ours_letter_for_letter() -> None:
    baked = Baked(71, 18, "newsletter-12")

    assert read(baked.key) == baked
    assert len(baked.address) < 90
    for place, letter in enumerate(baked.key):
        other = "b" if letter != "b" else "c"
        assert read(baked.key[:place] + other + baked.key[place + 1 :]) is None
    signature = baked.key.rpartition(".")[2]
    for wrong in ("", "x", f"1.1.newsletter-1.{signature}", f" {baked.key}", f"{baked.key}\n", "ا.ب.newsletter-1.x"):
        assert read(wrong) is None


def test_it_finds_its_links_in_a_mail() -> None:
    one, other = Baked(1, 2, "newsletter-3"), Baked(4, 2, "newsletter-3")
    html = f'<a href="{one.address}">x</a><a href="{one.address}">y</a> {other.address} /placements/mail/forged.x/go/'

    assert list(links_in(html)) == [one, other]


def test_no_page_can_ask_for_it(booking: Booking) -> None:
    CampaignFactory(kind="house")

    assert decide(["newsletter"], "daily", now=NOON) == []
