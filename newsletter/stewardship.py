"""What the newsroom does with one subscriber. Each verb writes down who did it, in the same transaction."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from newsletter.models import DeskEvent, Subscriber
from newsletter.sign_ups import store

DESK_FORM = "desk-1"
Verb = DeskEvent.Verb


def leave(subscriber: Subscriber, by: AbstractUser | None, note: str = "") -> bool:
    with transaction.atomic():
        done = subscriber.leave()
        if done:
            written(Verb.LEAVE, subscriber, by, note)
    return done


def erase(subscriber: Subscriber, by: AbstractUser | None, note: str = "") -> bool:
    with transaction.atomic():
        done = subscriber.erase()
        if done:
            written(Verb.ERASE, subscriber, by, note)
    return done


def ask_again(subscriber: Subscriber, by: AbstractUser | None, note: str = "") -> bool:
    """Another confirmation mail for who waits for one; at most one in some hours goes out, however often this is
    pressed."""
    lists = list(subscriber.subscriptions.pending().values_list("mailing_list", flat=True))
    if not lists or subscriber.state == Subscriber.State.ERASED:
        return False
    with transaction.atomic():
        store(subscriber.address, lists, DESK_FORM, b"")
        written(Verb.ASK, subscriber, by, note)
    return True


def shown(subscriber: Subscriber, by: AbstractUser | None) -> None:
    """Somebody took one person's data out."""
    written(Verb.SHOW, subscriber, by)


def written(verb: Verb, subscriber: Subscriber, by: AbstractUser | None, note: str = "") -> None:
    DeskEvent.objects.create(verb=verb, by=by, subscriber_number=subscriber.pk, note=note[:300])
