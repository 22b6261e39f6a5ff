"""What may happen to a subscriber, each verb in each state."""

from __future__ import annotations

import pytest

from newsletter.models import Delivery, MailingList, Subscriber, Subscription, Suppression
from tests.newsletter.factories import DeliveryFactory, MailingListFactory, SubscriberFactory, SubscriptionFactory

pytestmark = pytest.mark.django_db

State = Subscriber.State


def lists_of(subscriber: Subscriber) -> set[str]:
    return set(subscriber.subscriptions.values_list("state", flat=True))


def one(state: str, subscription: str = "") -> Subscriber:
    subscriber = SubscriberFactory(state=state)
    SubscriptionFactory(
        subscriber=subscriber, state=subscription or {"pending": "pending", "confirmed": "active"}.get(state, "left")
    )
    return subscriber


@pytest.mark.parametrize("state", ["pending", "left", "bounced"])
def test_it_confirms_who_asked(state: str) -> None:
    subscriber = one(state, "pending")

    assert subscriber.confirm()

    assert subscriber.state == State.CONFIRMED
    assert (subscriber.ended_at, lists_of(subscriber)) == (None, {"active"})
    assert not subscriber.confirm()


def test_it_adds_a_list_to_a_confirmed_one() -> None:
    subscriber = one("confirmed")
    since = subscriber.confirmed_at
    SubscriptionFactory(subscriber=subscriber, state="pending")

    assert subscriber.confirm()
    assert (subscriber.confirmed_at, lists_of(subscriber)) == (since, {"active"})


def test_it_confirms_nobody_who_did_not_ask() -> None:
    assert not one("left").confirm()


def test_it_confirms_no_suppressed_address() -> None:
    subscriber = one("confirmed")
    subscriber.complain()
    SubscriptionFactory(subscriber=subscriber, state="pending")

    assert not subscriber.confirm()
    assert subscriber.state == State.COMPLAINED


@pytest.mark.parametrize("state", ["pending", "confirmed"])
def test_it_leaves_every_list_once(state: str) -> None:
    subscriber = one(state)
    SubscriptionFactory(subscriber=subscriber, state="left")

    assert subscriber.leave()

    assert (subscriber.state, lists_of(subscriber)) == (State.LEFT, {"left"})
    assert not subscriber.leave()
    assert not Suppression.objects.exists()


def test_it_leaves_one_list() -> None:
    subscriber = one("confirmed")
    other = SubscriptionFactory(subscriber=subscriber)

    assert other.leave()
    assert not other.leave()
    assert lists_of(subscriber) == {"active", "left"}


@pytest.mark.parametrize(("verb", "state"), [("bounce", State.BOUNCED), ("complain", State.COMPLAINED)])
@pytest.mark.parametrize("before", ["pending", "confirmed", "left"])
def test_it_suppresses_who_bounced_or_complained(verb: str, state: str, before: str) -> None:
    subscriber = one(before)

    assert getattr(subscriber, verb)()

    assert (subscriber.state, lists_of(subscriber)) == (state, {"left"})
    assert Suppression.objects.of([subscriber.address_key, "b@example.com"]) == {subscriber.address_key}
    assert not getattr(subscriber, verb)()
    assert Suppression.objects.count() == 1


def test_it_erases_the_person_and_keeps_the_ledger_and_the_suppression() -> None:
    delivery = DeliveryFactory(subscriber__name="علي", subscriber__address="ali@example.com")
    subscriber = delivery.subscriber
    SubscriptionFactory(subscriber=subscriber)
    subscriber.complain()

    assert subscriber.erase()

    row = Subscriber.objects.values().get()
    assert {row[name] for name in ("address", "address_key", "name", "search_key", "asked_at")} == {"", None}
    assert (row["state"], row["token_version"]) == ("erased", 2)
    assert not Subscription.objects.exists()
    assert Delivery.objects.get().subscriber_id == subscriber.pk
    assert Suppression.objects.of(["ali@example.com"])
    assert not subscriber.erase()
    assert not subscriber.leave()
    assert not subscriber.confirm()


def test_it_finds_names_and_addresses_in_any_spelling() -> None:
    SubscriberFactory(name="أحمد الإدريسي", address="Idrissi@example.com")
    SubscriberFactory(name="سعاد")

    for text in ("احمد", "الادريسي أحمد", "idrissi@", "IDRISSI احمد"):
        assert [row.name for row in Subscriber.objects.matching(text)] == ["أحمد الإدريسي"]


def test_it_saves_an_erased_row_as_it_is() -> None:
    subscriber = SubscriberFactory()
    subscriber.erase()
    subscriber.soft_bounces = 1

    subscriber.save()

    assert Subscriber.objects.get().address_key is None


def test_it_offers_active_public_lists_only() -> None:
    MailingListFactory(slug="hidden", is_public=False)
    MailingListFactory(slug="stopped", is_active=False)

    assert list(MailingList.objects.offered().values_list("slug", flat=True)) == ["daily", "weekly", "breaking"]
    assert list(MailingList.objects.digests().values_list("slug", flat=True)) == ["daily", "weekly"]
