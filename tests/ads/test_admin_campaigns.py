"""The desk of the campaigns: who may, what is refused and in which words, at how many queries."""

from __future__ import annotations

import re
import threading
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ads.admin.simulator import PAGES
from ads.models import Booking, Campaign, Placement
from articles.models import Section
from newsletter.models import MailingList
from newsroom import roles
from tests.ads.factories import AdvertiserFactory, BookingFactory, CampaignFactory, box
from tests.conftest import member
from tests.factories import SectionFactory

pytestmark = pytest.mark.django_db

LIST = "/admin/ads/campaign/"
ADD = f"{LIST}add/"
KEEPERS = {roles.PLACEMENT_MANAGER, roles.MANAGER}
STATE_BEFORE = {"launch": "draft", "pause": "active", "resume": "paused", "end": "active"}
STATE_AFTER = {"launch": "active", "pause": "paused", "resume": "active", "end": "ended"}


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(member("mubi", roles.PLACEMENT_MANAGER))
    return client


def sent(bookings: tuple[dict[str, str], ...] = (), **values: object) -> dict[str, object]:
    filled: dict[str, object] = {
        "name": "رعاية الرياضة",
        "kind": "sponsorship",
        "starts_at_0": "2027-01-01",
        "starts_at_1": "00:00",
        "ends_at_0": "2027-02-01",
        "ends_at_1": "00:00",
        "weight": "1",
        "bookings-TOTAL_FORMS": str(len(bookings)),
        "bookings-INITIAL_FORMS": "0",
        "creatives-TOTAL_FORMS": "0",
        "creatives-INITIAL_FORMS": "0",
        **values,
    }
    for index, booking in enumerate(bookings):
        filled |= {f"bookings-{index}-{name}": value for name, value in booking.items()}
    return filled


def booked(**values: str) -> dict[str, str]:
    row = {
        "placement": str(box().pk),
        "section": "",
        "starts_at_0": "2027-01-02",
        "starts_at_1": "00:00",
        "ends_at_0": "2027-01-05",
        "ends_at_1": "00:00",
    }
    return {**row, **values}


@pytest.mark.parametrize("verb", STATE_BEFORE)
@pytest.mark.parametrize("role", roles.ROLES)
def test_it_decides_for_the_keepers_of_placements_alone(client: Client, role: str, verb: str) -> None:
    campaign = CampaignFactory(state=STATE_BEFORE[verb])
    client.force_login(member("udw", role))

    answer = client.post(f"{LIST}{campaign.pk}/do/{verb}/", {"reason": "بطلب المعلن"})

    campaign.refresh_from_db()
    assert answer.status_code == (302 if role in KEEPERS else 403)
    assert campaign.state == (STATE_AFTER if role in KEEPERS else STATE_BEFORE)[verb]
    assert campaign.events.count() == (role in KEEPERS)


@pytest.mark.parametrize("role", sorted(set(roles.ROLES) - KEEPERS))
def test_it_shows_strangers_nothing(client: Client, role: str) -> None:
    client.force_login(member("udw", role))
    campaign = CampaignFactory()

    pages = [LIST, ADD, f"{LIST}{campaign.pk}/change/", f"{LIST}week/", f"{LIST}simulator/", "/admin/ads/placement/"]
    pages += ["/admin/ads/advertiser/", "/admin/ads/creative/", "/admin/ads/notice/1/change/"]
    assert {client.get(page).status_code for page in pages} == {403}
    assert client.post(ADD, sent()).status_code == 403


def test_it_decides_by_post_only_and_says_who_was_first(desk: Client) -> None:
    campaign = CampaignFactory(state="draft")
    address = f"{LIST}{campaign.pk}/do/launch/"

    assert desk.get(address).status_code == 405
    assert desk.post(f"{LIST}{campaign.pk}/do/delete/").status_code == 404
    desk.post(address)
    assert "حالة الحملة الآن «مفعلة»، وآخر ما جرى: فعلت" in desk.post(address, follow=True).content.decode()


def test_it_says_what_is_missing(desk: Client) -> None:
    campaign = CampaignFactory(state="draft", creative=None)

    assert "ليس لها مادة إعلانية مفعلة." in desk.get(f"{LIST}{campaign.pk}/change/").content.decode()
    said = desk.post(f"{LIST}{campaign.pk}/do/launch/", follow=True).content.decode()
    assert "لم تفعل: ليس لها مادة إعلانية مفعلة." in said
    campaign.refresh_from_db()
    assert campaign.state == "draft"


def test_it_books(desk: Client) -> None:
    SectionFactory(name="رياضة", slug="رياضة")
    advertiser = AdvertiserFactory()

    answer = desk.post(ADD, sent((booked(section="رياضة"),), advertiser=advertiser.pk))

    assert answer.status_code == 302, answer.context["errors"]
    assert Booking.objects.get().section == "رياضة"


def test_it_names_who_has_booked_already(desk: Client) -> None:
    first = timezone.make_aware(timezone.datetime(2027, 1, 4))
    theirs = BookingFactory(campaign__name="رعاية البنك", starts_at=first, ends_at=first + timedelta(days=3))

    answer = desk.post(ADD, sent((booked(),), advertiser=AdvertiserFactory().pk))

    said = answer.content.decode()
    assert answer.status_code == 200
    assert f"لحملة «رعاية البنك» (الحجز رقم {theirs.pk})" in said
    assert Booking.objects.count() == 1


@pytest.mark.parametrize(
    ("bookings", "words"),
    [
        ({"ends_at_0": "2027-03-05"}, "خارج مدة الحملة"),
        ({"section": "no-such"}, "no-such"),
    ],
)
def test_it_refuses_what_would_not_show(desk: Client, bookings: dict[str, str], words: str) -> None:
    answer = desk.post(ADD, sent((booked(**bookings),), advertiser=AdvertiserFactory().pk))

    assert words in answer.content.decode()
    assert not Campaign.objects.exists()


def test_it_refuses_two_of_its_own_in_one_place(desk: Client) -> None:
    answer = desk.post(ADD, sent((booked(), booked()), advertiser=AdvertiserFactory().pk))

    assert "حجزان في هذه الحملة يتقاطعان" in answer.content.decode()


def test_it_empties_what_the_kind_does_not_have(desk: Client) -> None:
    answer = desk.post(ADD, sent(kind="house", goal="500", price="9", advertiser=AdvertiserFactory().pk))

    campaign = Campaign.objects.get()
    assert answer.status_code == 302
    assert (campaign.goal, campaign.price, campaign.advertiser) == (None, None, None)


def running(**values: object) -> tuple[Campaign, dict[str, object]]:
    now = timezone.now()
    campaign = CampaignFactory(
        kind="standard", starts_at=now - timedelta(days=5), ends_at=now + timedelta(days=5), creative=None
    )
    start, end = timezone.localtime(campaign.starts_at), timezone.localtime(campaign.ends_at)
    form = sent(
        name=campaign.name,
        goal="1000",
        starts_at_0=f"{start:%Y-%m-%d}",
        starts_at_1=f"{start:%H:%M:%S}",
        ends_at_0=f"{end:%Y-%m-%d}",
        ends_at_1=f"{end:%H:%M:%S}",
    )
    return campaign, {**form, **values}


def test_it_tells_what_was_changed_of_a_running_campaign(desk: Client) -> None:
    campaign, form = running(goal="2000")

    answer = desk.post(f"{LIST}{campaign.pk}/change/", form)

    assert answer.status_code == 302, answer.context["errors"]
    assert campaign.events.get().note == "الهدف: من 1.000 إلى 2.000"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"starts_at_0": "2030-01-01", "ends_at_0": "2030-02-01"}, "فلا تتغير بدايتها"),
        ({"ends_at_0": "2020-01-01"}, "هذا الموعد فات"),
    ],
)
def test_it_keeps_what_was_agreed(desk: Client, values: dict[str, str], words: str) -> None:
    campaign, form = running(**values)

    assert words in desk.post(f"{LIST}{campaign.pk}/change/", form).content.decode()
    assert not campaign.events.exists()


def test_it_does_not_change_the_kind_of_a_running_campaign(desk: Client) -> None:
    campaign, form = running(kind="house")

    desk.post(f"{LIST}{campaign.pk}/change/", form)

    campaign.refresh_from_db()
    assert campaign.kind == "standard"


@pytest.mark.parametrize(
    ("part", "most"), [("", 12), ("week/", 12), ("simulator/?page=article&at_0=2026-11-25&at_1=12:00", 12)]
)
def test_it_asks_as_much_for_many_as_for_few(desk: Client, part: str, most: int) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert desk.get(f"{LIST}{part}").status_code == 200
        return len(caught)

    now = timezone.now()
    for name in ("side", "home-end"):
        BookingFactory(placement=box(name), starts_at=now, ends_at=now + timedelta(days=1))
    CampaignFactory.create_batch(2)
    few = queries()
    for placement in Placement.objects.exclude(name__in=["side", "home-end"]):
        BookingFactory(placement=placement, starts_at=now, ends_at=now + timedelta(days=1))
    CampaignFactory.create_batch(8, kind="standard")

    assert queries() == few
    assert few <= most


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_it_answers_the_second_of_two_at_once_with_the_same_words() -> None:
    user, start = member("mubi", roles.PLACEMENT_MANAGER), threading.Barrier(2)
    form, answers = sent((booked(),), advertiser=AdvertiserFactory().pk), []
    clients = [Client(), Client()]
    for one in clients:
        one.force_login(user)

    def press(one: Client) -> None:
        start.wait()
        answers.append(one.post(ADD, form))
        connections.close_all()

    threads = [threading.Thread(target=press, args=[one]) for one in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answer.status_code for answer in answers) == [200, 302]
    assert "محجوزة: «نهاية المقال»" in next(one for one in answers if one.status_code == 200).content.decode()
    assert Booking.objects.count() == Campaign.objects.count() == 1


def test_it_says_once_that_a_place_is_taken(desk: Client) -> None:
    first = timezone.make_aware(timezone.datetime(2027, 1, 4))
    BookingFactory(starts_at=first, ends_at=first + timedelta(days=3))

    answer = desk.post(ADD, sent((booked(),), advertiser=AdvertiserFactory().pk))

    said = answer.content.decode()
    assert said.count("لحملة «") == 1
    assert "محجوزة لرعاية أخرى" not in said


def kept(booking: Booking, **values: str) -> dict[str, str]:
    return booked(id=str(booking.pk), placement=str(booking.placement_id), **values)


def agreed(*boxes: str) -> tuple[Campaign, list[Booking]]:
    """A draft that has booked each of `boxes` in the period of `booked`."""
    start, end = (timezone.make_aware(timezone.datetime(2027, 1, day)) for day in (2, 5))
    campaign = CampaignFactory(kind="sponsorship", state="draft", creative=None)
    rows = [BookingFactory(campaign=campaign, placement=box(name), starts_at=start, ends_at=end) for name in boxes]
    return campaign, rows


def resent(campaign: Campaign, *bookings: dict[str, str]) -> dict[str, object]:
    first = sum("id" in row for row in bookings)
    form = sent(bookings, advertiser=campaign.advertiser_id, name=campaign.name)
    return {**form, "bookings-INITIAL_FORMS": str(first)}


def test_one_booking_takes_the_place_of_another_in_one_save(desk: Client) -> None:
    campaign, (old,) = agreed("article-end")

    answer = desk.post(f"{LIST}{campaign.pk}/change/", resent(campaign, kept(old, DELETE="on"), booked()))

    assert answer.status_code == 302, answer.context["errors"]
    new = Booking.objects.get()
    assert new.pk != old.pk
    assert new.released_at is None


def test_two_bookings_change_places_in_one_save(desk: Client) -> None:
    campaign, (one, other) = agreed("article-end", "side")
    rows = kept(one) | {"placement": str(box("side").pk)}, kept(other) | {"placement": str(box().pk)}

    answer = desk.post(f"{LIST}{campaign.pk}/change/", resent(campaign, *rows))

    assert answer.status_code == 302, answer.context["errors"]
    places = Booking.objects.held().order_by("pk").values_list("pk", "placement__name")
    assert list(places) == [(one.pk, "side"), (other.pk, "article-end")]


@pytest.mark.parametrize(
    ("place", "part", "words"),
    [
        ("newsletter", "morning", ""),
        ("newsletter", "", ""),
        ("newsletter", "sports", "هذه المساحة في الرسائل: اختر نشرة أو «الكل»."),
        ("side", "sports", ""),
        ("side", "morning", "النشرات لمساحة الرسائل وحدها: اختر قسما أو «الكل»."),
    ],
)
def test_it_books_a_list_in_mails_and_a_section_on_pages(desk: Client, place: str, part: str, words: str) -> None:
    SectionFactory(name="رياضة", slug="sports")
    MailingList.objects.create(name="نشرة الصباح", slug="morning", kind="daily", send_at="07:00")
    booking = booked(placement=str(box(place).pk), section=part)

    answer = desk.post(ADD, sent((booking,), advertiser=AdvertiserFactory().pk))

    assert answer.status_code == (200 if words else 302)
    assert words in answer.content.decode()
    assert Booking.objects.count() == (not words)


def test_the_week_names_the_lists_of_mails(desk: Client) -> None:
    MailingList.objects.create(name="نشرة الصباح", slug="morning", kind="daily", send_at="07:00")
    SectionFactory(name="رياضة", slug="sports")
    now = timezone.now()
    BookingFactory(placement=box("newsletter"), section="morning", starts_at=now, ends_at=now + timedelta(days=1))

    next_week = f"{now + timedelta(days=7):%Y-%m-%d}"
    for page in ("week/", "week/?section=sports"):
        said = desk.get(f"{LIST}{page}").content.decode()
        assert 'class="quiet">في الرسائل' in said
        assert "نشرة الصباح" in said
    assert re.search(
        r"gap=newsletter:[\d-]+:\"", desk.get(f"{LIST}week/?from={next_week}&section=sports").content.decode()
    )


def test_it_takes_the_longest_slug_of_a_section(desk: Client) -> None:
    longest = "ق" * 120
    SectionFactory(name="الطويل", slug="طويل")
    Section.objects.update(slug=longest)  # the form cuts after fewer

    answer = desk.post(ADD, sent((booked(section=longest),), advertiser=AdvertiserFactory().pk))

    assert answer.status_code == 302, answer.context["errors"]
    assert Booking.objects.get().section == longest


PLACED = re.compile(r'{%\s*placement "([a-z-]+)"')


def test_the_simulator_has_the_boxes_that_templates_place() -> None:
    folder = settings.BASE_DIR / "templates"
    placed = {
        path.relative_to(folder).as_posix(): found
        for path in folder.rglob("*.html")
        if (found := tuple(dict.fromkeys(PLACED.findall(path.read_text()))))
    }

    pages = {"home": "home", "article": "article_detail", "section": "section"}
    assert placed == {f"articles/{pages[name]}.html": boxes for name, (_, boxes) in PAGES.items()}
    assert not Placement.objects.filter(is_baked=True, name__in=[box for boxes in placed.values() for box in boxes])


def test_parts_of_the_desk_lead_to_each_other(desk: Client) -> None:
    campaign = CampaignFactory(kind="standard")
    draft = CampaignFactory(state="draft")
    pages = [f"{LIST}week/", f"{LIST}simulator/", "/admin/ads/counter/"]

    def links(page: str) -> str:
        return desk.get(page).content.decode()

    assert all(f'href="{page}"' in links(LIST) for page in pages)
    assert all(f'href="{page}"' in links("/admin/") for page in pages)
    assert f"/admin/ads/counter/campaign/{campaign.pk}/" in links(f"{LIST}{campaign.pk}/change/")
    assert f"/admin/ads/counter/campaign/{draft.pk}/" not in links(f"{LIST}{draft.pk}/change/")
    advertiser = campaign.advertiser_id
    link = f"/admin/ads/counter/advertiser/{advertiser}/"
    assert link in links(f"/admin/ads/advertiser/{advertiser}/change/")
    desk.force_login(member("katib", roles.JOURNALIST))
    assert "أسبوع المساحات" not in links("/admin/")
