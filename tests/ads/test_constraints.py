"""Every rule that the database holds for placements, each provoked by its name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from ads.models import (
    Booking,
    Campaign,
    CampaignEvent,
    Counter,
    Creative,
    Horizon,
    InvalidCount,
    Notice,
    Offer,
    Served,
    Tally,
)
from tests.ads.factories import (
    NOON,
    AdvertiserFactory,
    BookingFactory,
    CampaignFactory,
    CreativeFactory,
    CreativeImageFactory,
    box,
)

pytestmark = pytest.mark.django_db


def change(rows: Callable[..., object], **values: object) -> Callable[[], object]:
    """A change of a fresh row behind the model's back."""

    def act() -> object:
        row = rows()
        return type(row).objects.filter(pk=row.pk).update(**values)

    return act


def twice(rows: Callable[..., object], *names: str) -> Callable[[], object]:
    """A second row with the same `names` as a fresh one."""

    def act() -> object:
        row = rows()
        return type(row).objects.bulk_create([type(row)(**{name: getattr(row, name) for name in names})])

    return act


def of(kind: str) -> Callable[[], Campaign]:
    return lambda: CampaignFactory(kind=kind)


def offer(**values: object) -> Offer:
    return Offer.objects.create(creative=CreativeFactory(), placement=box(), hour=NOON, offered_at=NOON, **values)


def counter() -> Counter:
    counts = {"offered": 4, "rendered": 3, "viewable": 2, "clicked": 1}
    return Counter.objects.create(creative=CreativeFactory(), placement=box(), hour=NOON, slot=0, **counts)


def invalid() -> InvalidCount:
    facts = {"event": "rendered", "reason": "robot", "count": 1}
    return InvalidCount.objects.create(creative=CreativeFactory(), placement=box(), hour=NOON, slot=0, **facts)


def served() -> Served:
    return Served.objects.create(
        creative=CreativeFactory(), placement=box("newsletter"), occasion="newsletter-1", at=NOON
    )


def tally() -> Tally:
    return Tally.objects.create(campaign=CampaignFactory(), slot=0, total=2, day=date(2026, 11, 25), of_day=1)


def event() -> CampaignEvent:
    campaign = CampaignFactory()
    campaign.pause()
    return campaign.events.get()


PROVOCATIONS = {
    "placement_has_a_title": change(box, title=""),
    "placement_has_room": change(box, wide_height=0),
    "notice_is_one_row": lambda: Notice.objects.bulk_create([Notice(pk=2)]),
    "notice_has_a_label": change(Notice.objects.get, label=""),
    "notice_has_a_house_message": change(Notice.objects.get, house_message=""),
    "advertiser_has_a_name": change(AdvertiserFactory, name=""),
    "advertiser_industry_is_known": change(AdvertiserFactory, industry="magic"),
    "campaign_kind_is_known": change(of("sponsorship"), kind="gift"),
    "campaign_state_is_known": change(of("house"), state="lost"),
    "campaign_has_a_name": change(of("house"), name=""),
    "campaign_has_an_advertiser": change(of("price"), advertiser=None),
    "campaign_ends_after_it_starts": change(of("house"), ends_at=NOON - timedelta(days=10)),
    "campaign_sponsorship_has_an_end": change(of("sponsorship"), ends_at=None),
    "campaign_standard_has_a_goal_and_an_end": change(of("standard"), goal=None),
    "campaign_price_priority_has_a_price": change(of("price"), price=None),
    "campaign_goal_is_positive": change(of("standard"), goal=0),
    "campaign_daily_cap_is_positive": change(of("house"), daily_cap=0),
    "campaign_price_is_positive": change(of("price"), price=0),
    "campaign_weight_is_positive": change(of("house"), weight=0),
    "campaign_frequency_cap_is_positive": change(of("house"), frequency_cap=0),
    "campaignevent_verb_is_known": lambda: CampaignEvent.objects.create(
        campaign=CampaignFactory(), verb="lose", before="draft", after="active"
    ),
    "booking_ends_after_it_starts": change(BookingFactory, ends_at=NOON - timedelta(days=1)),
    "booking_is_nobody_elses": twice(BookingFactory, "campaign", "placement", "starts_at", "ends_at"),
    "creative_has_a_name": change(CreativeFactory, name=""),
    "creative_has_an_alt": change(CreativeFactory, alt=""),
    "creative_leads_to_https": change(CreativeFactory, target="http://example.com/"),
    "creative_weight_is_positive": change(CreativeFactory, weight=0),
    "creativeimage_is_one_of_its_size": twice(
        CreativeImageFactory, "creative", "scheme", "width", "height", "file", "bytes"
    ),
    "creativeimage_scheme_is_known": change(CreativeImageFactory, scheme="sepia"),
    "creativeimage_density_is_known": change(CreativeImageFactory, density=3),
    "creativeimage_has_a_file": change(CreativeImageFactory, file=""),
    "creativeimage_has_bytes": change(CreativeImageFactory, bytes=0),
    "creativeimage_size_is_known": change(CreativeImageFactory, width=301),
    "offer_invalid_is_known": change(offer, invalid="ugly"),
    "offer_keeps_its_order": change(offer, viewable_at=NOON),
    "horizon_is_one_row": lambda: Horizon.objects.create(pk=2, kept_from=NOON),
    "counter_is_one_row": twice(counter, "creative", "placement", "section", "hour", "slot"),
    "counter_keeps_its_order": change(counter, viewable=4),
    "invalidcount_is_one_row": twice(invalid, "creative", "placement", "section", "hour", "slot", "event", "reason"),
    "invalidcount_event_is_known": change(invalid, event="heard"),
    "invalidcount_reason_is_known": change(invalid, reason="ugly"),
    "tally_is_one_row": twice(tally, "campaign", "slot", "day"),
    "tally_day_is_a_part": change(tally, of_day=3),
    "served_once_a_mailing": twice(served, "creative", "placement", "occasion", "at"),
    "served_has_an_occasion": change(served, occasion=""),
}


@pytest.mark.parametrize("name", PROVOCATIONS)
def test_it_refuses(name: str) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        PROVOCATIONS[name]()


def test_it_provokes_every_constraint() -> None:
    named = {one.name for model in apps.get_app_config("ads").get_models() for one in model._meta.constraints}

    assert named == set(PROVOCATIONS)


@pytest.mark.parametrize("values", [{"goal": None}, {"ends_at": None}])
def test_it_wants_both_of_a_goal_and_an_end(values: dict[str, object]) -> None:
    campaign = CampaignFactory(kind="standard")

    with pytest.raises(IntegrityError, match="campaign_standard"), transaction.atomic():
        Campaign.objects.filter(pk=campaign.pk).update(**values)


@pytest.mark.parametrize("order", [{"viewable_at": NOON}, {"rendered_at": NOON, "clicked_at": NOON}])
def test_it_keeps_the_order_of_an_offer(order: dict[str, object]) -> None:
    with pytest.raises(IntegrityError, match="offer_keeps_its_order"), transaction.atomic():
        offer(**order)


@pytest.mark.parametrize("counts", [{"offered": 2}, {"rendered": 1}, {"viewable": 0}])
def test_it_keeps_the_order_of_the_counters(counts: dict[str, int]) -> None:
    row = counter()

    with pytest.raises(IntegrityError, match="counter_keeps_its_order"), transaction.atomic():
        Counter.objects.filter(pk=row.pk).update(**counts)


@pytest.mark.parametrize(
    "target",
    [
        "http://example.com/",
        "//example.com/",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://",
        "https:///path",
        "https://example.com\\@evil.example/",
        "https://bank.example@evil.example/",
        "https://example.com/a b",
        "https://example.com/\r\nSet-Cookie: a=b",
        "https://example.com/\n",
        " https://example.com/",
        "",
    ],
)
def test_it_leads_to_https_alone(target: str) -> None:
    creative = CreativeFactory()

    with pytest.raises(IntegrityError, match="creative_leads_to_https"), transaction.atomic():
        Creative.objects.filter(pk=creative.pk).update(target=target)


@pytest.mark.parametrize(
    "target",
    ["https://example.com", "https://example.com:8443/a?b=c#d", "https://example.com?x=@", "https://مثال.إختبار/مسار"],
)
def test_it_leads_to_every_https_address(target: str) -> None:
    creative = CreativeFactory()

    assert Creative.objects.filter(pk=creative.pk).update(target=target)
    creative.refresh_from_db()
    creative.full_clean()


@pytest.mark.parametrize("act", ["update", "delete"])
def test_it_keeps_the_history(act: str) -> None:
    rows = CampaignEvent.objects.filter(pk=event().pk)
    change_it = {"update": lambda: rows.update(note="x"), "delete": rows.delete}[act]

    with pytest.raises(IntegrityError, match="are history"), transaction.atomic():
        change_it()


def test_it_lets_no_booking_out_by_a_change() -> None:
    BookingFactory(section="culture")
    other = BookingFactory(section="economy")

    with pytest.raises(IntegrityError, match="booking_is_nobody_elses"), transaction.atomic():
        Booking.objects.filter(pk=other.pk).update(section="")
