"""Leaving: by one button on a page, by one click in the mail program (RFC 8058), and back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from newsletter.links import CONFIRM, leave_address, leave_all_path, token_of
from newsletter.models import Departure, MailingList, Subscriber, Subscription
from tests.newsletter.factories import SubscriberFactory, SubscriptionFactory

pytestmark = pytest.mark.django_db

MULTIPART = "multipart/form-data; boundary=b"
ONE_CLICK = {
    "urlencoded": ("List-Unsubscribe=One-Click", "application/x-www-form-urlencoded"),
    "multipart": (
        '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n',
        MULTIPART,
    ),
}


@pytest.fixture
def provider() -> Client:
    """A mail provider's machine: no cookie, no origin, no token."""
    return Client(enforce_csrf_checks=True, headers={"user-agent": "Mail-Robot"})


@pytest.fixture
def subscriber() -> Subscriber:
    subscriber = SubscriberFactory(address="canary@example.org")
    for slug in ("daily", "weekly"):
        SubscriptionFactory(subscriber=subscriber, mailing_list=MailingList.objects.get(slug=slug))
    return subscriber


def daily() -> int:
    return MailingList.objects.get(slug="daily").pk


def link(subscriber: Subscriber, mailing_list: int | None = None) -> str:
    token = token_of(subscriber)
    if mailing_list is None:
        return leave_all_path(token)
    return leave_address(MailingList(pk=mailing_list), token).removeprefix("http://testserver")


def states(subscriber: Subscriber) -> dict[str, str]:
    return dict(subscriber.subscriptions.values_list("mailing_list__slug", "state"))


@pytest.mark.parametrize("form", ONE_CLICK)
def test_one_click_ends_the_list_of_the_mail(provider: Client, subscriber: Subscriber, form: str) -> None:
    body, content_type = ONE_CLICK[form]
    for _ in range(2):
        answer = provider.post(link(subscriber, daily()), body, content_type=content_type)
        assert answer.status_code == 200
        assert not answer.cookies

    assert states(subscriber) == {"daily": "left", "weekly": "active"}
    subscriber.refresh_from_db()
    assert subscriber.state == "confirmed"


@pytest.mark.parametrize("form", ONE_CLICK)
def test_one_click_ends_everything_by_the_other_link(provider: Client, subscriber: Subscriber, form: str) -> None:
    body, content_type = ONE_CLICK[form]
    for _ in range(2):
        assert provider.post(link(subscriber), body, content_type=content_type).status_code == 200

    assert states(subscriber) == {"daily": "left", "weekly": "left"}
    subscriber.refresh_from_db()
    assert subscriber.state == "left"


@pytest.mark.parametrize("end", ["leave", "bounce", "complain", "erase"])
@pytest.mark.parametrize("of_list", [True, False])
def test_one_click_of_who_is_gone_is_answered_alike(
    provider: Client, subscriber: Subscriber, end: str, of_list: bool
) -> None:
    address = link(subscriber, daily() if of_list else None)
    getattr(subscriber, end)()
    before = Subscriber.objects.values().get()

    answer = provider.post(address, {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert Subscriber.objects.values().get() == before


@pytest.mark.parametrize("of_list", [True, False])
def test_its_page_shows_one_button_and_changes_nothing(client: Client, subscriber: Subscriber, of_list: bool) -> None:
    before = list(Subscription.objects.values())
    for method in (client.get, client.head):
        answer = method(link(subscriber, daily() if of_list else None))
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "private, no-store"
    main = client.get(link(subscriber)).content.decode().partition("<main")[2].partition("</main>")[0]
    assert main.count("<button") == 1
    assert list(Subscription.objects.values()) == before


def test_it_takes_back_one_list(client: Client, subscriber: Subscriber) -> None:
    page = client.post(link(subscriber, daily())).content.decode()
    assert "أعيدوني" in page
    assert "النشرة الأسبوعية" in page  # what comes still, and the way out of that

    answer = client.post(link(subscriber, daily()), {"undo": "yes"})

    assert "عدت إلينا" in answer.content.decode()
    assert states(subscriber) == {"daily": "active", "weekly": "active"}
    assert subscriber.subscriptions.get(mailing_list=daily()).form == "undo-1"


def test_it_takes_back_what_was_left_at_once(client: Client, subscriber: Subscriber) -> None:
    weekly = subscriber.subscriptions.get(mailing_list__slug="weekly")
    weekly.leave(timezone.now() - timedelta(hours=1))
    client.post(link(subscriber))

    client.post(link(subscriber), {"undo": "yes"})

    subscriber.refresh_from_db()
    assert (subscriber.state, subscriber.ended_at) == ("confirmed", None)
    assert states(subscriber) == {"daily": "active", "weekly": "left"}


@pytest.mark.parametrize("of_list", [True, False])
def test_it_takes_nothing_back_after_a_day(client: Client, subscriber: Subscriber, of_list: bool) -> None:
    address = link(subscriber, daily() if of_list else None)
    client.post(address)
    long_ago = timezone.now() - timedelta(days=2)
    Subscription.objects.filter(state="left").update(left_at=long_ago)
    Subscriber.objects.exclude(ended_at=None).update(ended_at=long_ago)

    page = client.post(address, {"undo": "yes"}).content.decode()

    assert "عدت إلينا" not in page
    assert "أعيدوني" not in page
    assert states(subscriber)["daily"] == "left"


def test_it_brings_nobody_back_who_never_confirmed(client: Client) -> None:
    subscription = SubscriptionFactory(subscriber__state="pending", state="pending")
    client.post(link(subscription.subscriber))
    client.post(link(subscription.subscriber), {"undo": "yes"})

    subscription.subscriber.refresh_from_db()
    assert subscription.subscriber.state == "left"


def test_it_brings_nobody_back_who_complained(client: Client, subscriber: Subscriber) -> None:
    client.post(link(subscriber))
    subscriber.refresh_from_db()
    subscriber.complain()

    client.post(link(subscriber), {"undo": "yes"})

    subscriber.refresh_from_db()
    assert (subscriber.state, set(states(subscriber).values())) == ("complained", {"left"})


def test_it_asks_why_afterwards_and_writes_nobody_down(client: Client, subscriber: Subscriber) -> None:
    assert "لماذا غادرت" not in client.get(link(subscriber, daily())).content.decode()
    assert "لماذا غادرت" in client.post(link(subscriber, daily())).content.decode()

    for _ in range(3):
        answer = client.post(link(subscriber, daily()), {"reason": "too_many"})
        assert "شكرا لك" in answer.content.decode()

    departure = Departure.objects.get()
    assert (departure.reason, departure.mailing_list_id) == ("too_many", daily())
    assert states(subscriber)["daily"] == "left"
    assert not [field.name for field in Departure._meta.fields if "subscriber" in field.name]


def test_it_takes_no_other_link(provider: Client, subscriber: Subscriber) -> None:
    of_confirming = CONFIRM.token(subscriber.pk, subscriber.token_version)
    for token in (of_confirming, "1.1.forged.sign"):
        assert provider.post(f"/newsletter/leave/{token}/").status_code == 404
    good = token_of(subscriber)
    assert provider.post(f"/newsletter/leave/{good}/999999999999999999999/").status_code == 404
    assert states(subscriber) == {"daily": "active", "weekly": "active"}


def test_its_pages_show_no_address(client: Client, subscriber: Subscriber) -> None:
    pages = [client.get(link(subscriber)), client.post(link(subscriber, daily())), client.post(link(subscriber))]
    for page in pages:
        assert "canary" not in page.content.decode() + str(page.headers)
