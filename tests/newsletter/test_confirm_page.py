"""The link of the confirmation mail: a page with one button, which works once and says so each time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from newsletter import links
from newsletter.links import CONFIRM, READER
from newsletter.models import SignUp, Subscriber
from tests.newsletter.factories import SubscriberFactory, SubscriptionFactory

pytestmark = pytest.mark.django_db

WELCOME = "لقد تم اشتراكك بنجاح!"


@pytest.fixture
def waiting() -> Subscriber:
    subscriber = SubscriberFactory(state="pending", asked_at=timezone.now(), address="canary@example.org")
    SubscriptionFactory(subscriber=subscriber, state="pending", mailing_list__name="نشرة المساء")
    return subscriber


def link(subscriber: Subscriber, version: int | None = None) -> str:
    return f"/newsletter/confirm/{CONFIRM.token(subscriber.pk, version or subscriber.token_version)}/"


def test_it_shows_one_button_and_changes_nothing(client: Client, waiting: Subscriber) -> None:
    for method in (client.get, client.head, client.get):
        answer = method(link(waiting))
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert answer["Referrer-Policy"] == "no-referrer"
        waiting.refresh_from_db()
        assert waiting.state == "pending"

    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    assert main.count("<button") == 1
    assert "نشرة المساء" in main
    assert WELCOME not in main
    assert "canary" not in answer.content.decode()


def test_its_button_confirms_and_keeps_the_proof(waiting: Subscriber) -> None:
    client = Client(enforce_csrf_checks=True)  # from a mail: no cookie, no token, no origin
    for _ in range(3):
        answer = client.post(link(waiting))
        assert answer.status_code == 200
        assert f"<h1>{WELCOME}</h1>" in answer.content.decode()

    waiting.refresh_from_db()
    (subscription,) = waiting.subscriptions.all()
    assert (waiting.state, subscription.state) == ("confirmed", "active")
    assert subscription.confirmed_at is not None
    assert len(bytes(subscription.confirmed_source)) == 32
    assert WELCOME in client.get(link(waiting)).content.decode()  # it is true still


def test_a_link_of_last_week_offers_another_mail(client: Client, waiting: Subscriber) -> None:
    Subscriber.objects.update(asked_at=timezone.now() - timedelta(days=8))

    assert "أرسلوا رسالة جديدة" in client.get(link(waiting)).content.decode()
    assert not SignUp.objects.exists()

    answer = client.post(link(waiting))
    assert "أرسلنا رسالة جديدة" in answer.content.decode()
    waiting.refresh_from_db()
    assert waiting.state == "pending"
    sign_up = SignUp.objects.get()
    assert (sign_up.address, sign_up.form) == ("canary@example.org", "again-1")
    assert sign_up.lists == [waiting.subscriptions.get().mailing_list_id]


@pytest.mark.parametrize("end", ["leave", "erase", "complain", "bounce"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_it_leads_nowhere_after_an_end(client: Client, waiting: Subscriber, end: str, method: str) -> None:
    address = link(waiting)
    getattr(waiting, end)()

    answer = getattr(client, method)(address)

    assert answer.status_code == 404
    assert WELCOME not in answer.content.decode()
    waiting.refresh_from_db()
    assert waiting.state != "confirmed"


def test_it_takes_no_other_link(client: Client, waiting: Subscriber) -> None:
    of_leaving = READER.token(waiting.pk, waiting.token_version)
    voided = link(waiting, version=waiting.token_version + 1)
    assert client.post(voided).status_code == 404
    for token in (of_leaving, "1.1.forged.sign", "x" * 300, CONFIRM.token(waiting.pk + 1, 1)):
        assert client.post(f"/newsletter/confirm/{token}/").status_code == 404
    waiting.refresh_from_db()
    assert waiting.state == "pending"


def test_its_address_holds_no_address(waiting: Subscriber) -> None:
    assert "canary" not in links.confirm_address(waiting)
