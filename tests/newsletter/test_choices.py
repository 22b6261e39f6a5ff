"""The page where a subscriber chooses lists, takes the data along, or is forgotten."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from newsletter.links import CONFIRM, choices_path, token_of
from newsletter.models import Delivery, MailingList, Subscriber, Subscription
from tests.newsletter.factories import DeliveryFactory, MailingListFactory, SubscriberFactory, SubscriptionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def subscriber() -> Subscriber:
    subscriber = SubscriberFactory(address="canary@example.org", name="سعاد")
    SubscriptionFactory(subscriber=subscriber, mailing_list=MailingList.objects.get(slug="daily"))
    return subscriber


def link(subscriber: Subscriber) -> str:
    return choices_path(token_of(subscriber))


def pks(*slugs: str) -> list[int]:
    return [MailingList.objects.get(slug=slug).pk for slug in slugs]


def active(subscriber: Subscriber) -> set[str]:
    return set(subscriber.subscriptions.active().values_list("mailing_list__slug", flat=True))


def test_it_shows_what_comes_and_changes_nothing(client: Client, subscriber: Subscriber) -> None:
    MailingListFactory(slug="hidden", is_public=False)
    for method in (client.head, client.get):
        answer = method(link(subscriber))
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "private, no-store"

    html = answer.content.decode()
    (daily,) = pks("daily")
    assert f'value="{daily}" id="list-1" checked' in html
    assert html.count(" checked>") == 1 + html.count('value="" checked')
    assert html.count('name="lists"') == 3
    assert "canary" not in html
    assert active(subscriber) == {"daily"}


def test_it_saves_the_choice(client: Client, subscriber: Subscriber) -> None:
    answer = client.post(link(subscriber), {"do": "save", "lists": pks("weekly", "breaking")})

    assert (answer.status_code, answer["Location"]) == (303, f"{link(subscriber)}#newsletter-saved")
    assert active(subscriber) == {"weekly", "breaking"}
    row = subscriber.subscriptions.get(mailing_list__slug="weekly")
    assert (row.form, len(bytes(row.confirmed_source))) == ("preferences-1", 32)


def test_it_adds_no_list_that_is_not_on_offer(client: Client, subscriber: Subscriber) -> None:
    hidden = MailingListFactory(slug="hidden", is_public=False)

    client.post(link(subscriber), {"do": "save", "lists": [*pks("daily"), hidden.pk, "x"]})

    assert active(subscriber) == {"daily"}


def test_it_keeps_a_hidden_list_that_the_reader_is_on(client: Client, subscriber: Subscriber) -> None:
    hidden = SubscriptionFactory(subscriber=subscriber, mailing_list__slug="hidden", mailing_list__is_public=False)

    client.post(link(subscriber), {"do": "save", "lists": [hidden.mailing_list_id]})

    assert active(subscriber) == {"hidden"}


@pytest.mark.parametrize("typed", [{"do": "leave"}, {"do": "save"}])
def test_it_leaves_everything(client: Client, subscriber: Subscriber, typed: dict) -> None:
    for _ in range(2):
        assert client.post(link(subscriber), typed).status_code == 303

    subscriber.refresh_from_db()
    assert (subscriber.state, active(subscriber)) == ("left", set())


def test_it_lets_who_left_come_back(client: Client, subscriber: Subscriber) -> None:
    subscriber.leave()
    assert "لا تصلك منا أي نشرة الآن" in client.get(link(subscriber)).content.decode()

    client.post(link(subscriber), {"do": "save", "lists": pks("weekly")})

    subscriber.refresh_from_db()
    assert (subscriber.state, subscriber.ended_at, active(subscriber)) == ("confirmed", None, {"weekly"})


@pytest.mark.parametrize("end", ["bounce", "complain"])
def test_it_brings_no_suppressed_address_back(client: Client, subscriber: Subscriber, end: str) -> None:
    getattr(subscriber, end)()
    assert 'name="lists"' not in client.get(link(subscriber)).content.decode()

    client.post(link(subscriber), {"do": "save", "lists": pks("weekly")})

    assert active(subscriber) == set()


def test_it_hands_out_the_data(client: Client, subscriber: Subscriber) -> None:
    DeliveryFactory(subscriber=subscriber, issue__subject="عدد الأحد")

    answer = client.post(link(subscriber), {"do": "data"})

    assert answer["Content-Disposition"] == 'attachment; filename="newsletter-data.json"'
    assert answer["Cache-Control"] == "private, no-store"
    data = json.loads(answer.content)
    assert (data["address"], data["name"], data["state"]) == ("canary@example.org", "سعاد", "مؤكد")
    assert [row["list"] for row in data["subscriptions"]] == ["النشرة اليومية"]
    assert [row["subject"] for row in data["mails"]] == ["عدد الأحد"]


def test_it_asks_before_it_erases(client: Client, subscriber: Subscriber) -> None:
    asked = client.post(link(subscriber), {"do": "erase"})
    assert "نعم، امحوا بياناتي" in asked.content.decode()
    assert Subscriber.objects.get().state == "confirmed"

    done = client.post(link(subscriber), {"do": "erase for good"})

    assert "محيت بياناتك" in done.content.decode()
    row = Subscriber.objects.get()
    assert (row.state, row.address, row.address_key, row.name) == ("erased", "", None, "")
    assert not Subscription.objects.exists()
    assert client.get(link(subscriber)).status_code == 404
    assert client.post(link(subscriber), {"do": "data"}).status_code == 404


def test_an_erased_row_stays_in_the_ledger(client: Client, subscriber: Subscriber) -> None:
    DeliveryFactory(subscriber=subscriber)
    client.post(link(subscriber), {"do": "erase for good"})

    assert Delivery.objects.count() == 1


def test_it_takes_no_other_link(client: Client, subscriber: Subscriber) -> None:
    token = CONFIRM.token(subscriber.pk, subscriber.token_version)
    assert client.get(f"/newsletter/p/{token}/").status_code == 404
    Subscriber.objects.update(token_version=7)
    assert client.post(link(subscriber), {"do": "leave"}).status_code == 404
    assert active(subscriber) == {"daily"}
