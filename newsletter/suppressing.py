"""The suppression list as the newsroom keeps it by hand: an address in, an address out, each with who and why."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from mohit.email_addresses import equality_key, normalised
from mohit.typed_text import stored
from newsletter.models import DeskEvent, Subscriber, Suppression
from newsletter.models.suppression import suppressed_as


def find(address: str) -> Suppression | None:
    """The row of an address, typed as a whole; raises ValidationError for what is no address."""
    return Suppression.objects.filter(fingerprint=suppressed_as(equality_key(normalised(address)))).first()


def suppress(address: str, reason: Suppression.Reason, by: AbstractUser | None, note: str = "") -> bool:
    """Never write to an address again; False when it was on the list. Raises ValidationError for what is none."""
    key = equality_key(normalised(address))
    with transaction.atomic():
        row, is_new = Suppression.objects.get_or_create(fingerprint=suppressed_as(key), defaults={"reason": reason})
        if is_new:
            _note(DeskEvent.Verb.SUPPRESS, row, by, note)
        for subscriber in Subscriber.objects.filter(address_key=key):
            subscriber.leave()
    return is_new


def lift(row: Suppression, by: AbstractUser | None, note: str) -> bool:
    """Allow an address again; nobody is subscribed by it. False when somebody was first."""
    with transaction.atomic():
        deleted, _ = Suppression.objects.filter(pk=row.pk).delete()
        if deleted:
            _note(DeskEvent.Verb.LIFT, row, by, note)
    return bool(deleted)


def decisions_on(row: Suppression) -> list[DeskEvent]:
    return list(DeskEvent.objects.filter(fingerprint=bytes(row.fingerprint)).select_related("by"))


def _note(verb: DeskEvent.Verb, row: Suppression, by: AbstractUser | None, note: str) -> None:
    DeskEvent.objects.create(
        verb=verb, by=by, fingerprint=bytes(row.fingerprint), note=stored(note, multiline=False)[:300]
    )
