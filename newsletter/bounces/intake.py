"""A report on its way into the database: written down once, and what follows from it done in the same transaction."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Max, Min
from django.utils import timezone

from mohit.email_addresses import equality_key
from newsletter.bounces.kinds import Kind, Verdict, verdict_of
from newsletter.bounces.reading import Reading, read
from newsletter.bounces.whose import Request, delivery_of, request_to_leave
from newsletter.fingerprints import fingerprint
from newsletter.models import Delivery, Report, Subscriber

SOFT_LIMIT = 5  # mails that a mailbox has refused for now …
SOFT_WINDOW = timedelta(days=30)  # … in so many days …
SOFT_SPAN = timedelta(days=7)  # … the first and the last so far apart: a reader on holiday is not given up


def take(content: bytes, envelope: str = "") -> Report.Kind:
    """Take one mail that came to the return path; what it was. Taken again, it changes nothing.

    Never raises for what is in it, only when the database is away.
    """
    reading = read(content)
    if request := request_to_leave(reading.subject):
        return leave(request, content)
    verdict = verdict_of(reading)
    delivery = delivery_of(reading, envelope)
    if delivery is None:
        return foreign(reading, content)
    if verdict.kind == Kind.HARD and not names(reading, delivery.subscriber):
        # The reader's mail was sent on to an address that is not the one we know.
        verdict = verdict._replace(kind=Kind.SOFT)
    record(delivery, verdict, Report.Source.MAIL)
    return verdict.kind


def record(delivery: Delivery, verdict: Verdict, source: Report.Source) -> bool:
    """Write down what became of a mail, and act on it; False when it was written down before."""
    with transaction.atomic():
        _, is_new = Report.objects.get_or_create(
            delivery=delivery,
            kind=verdict.kind,
            defaults={"subscriber_id": delivery.subscriber_id, "source": source, **numbers(verdict)},
        )
        if is_new:
            act(delivery.subscriber, verdict.kind)
    return is_new


def record_about(subscriber: Subscriber, verdict: Verdict, source: Report.Source, event: str) -> bool:
    """The same for what is about a reader and no mail that we know; `event` is the same when it is told again."""
    with transaction.atomic():
        _, is_new = Report.objects.get_or_create(
            key=fingerprint("report", event),
            defaults={"subscriber": subscriber, "kind": verdict.kind, "source": source, **numbers(verdict)},
        )
        if is_new:
            act(subscriber, verdict.kind)
    return is_new


def act(subscriber: Subscriber, kind: Report.Kind, at: datetime | None = None) -> None:
    match kind:
        case Kind.HARD:
            subscriber.bounce(at)
        case Kind.COMPLAINT:
            subscriber.complain(at)
        case Kind.LEAVE:
            subscriber.leave(at)
        case Kind.SOFT:
            count_soft(subscriber, at)


def count_soft(subscriber: Subscriber, at: datetime | None = None) -> None:
    """Count the mails that a mailbox refused for now, since its owner last confirmed it."""
    now = at or timezone.now()
    rows = subscriber.reports.filter(kind=Kind.SOFT, at__gt=now - SOFT_WINDOW)
    if subscriber.confirmed_at:
        rows = rows.filter(at__gt=subscriber.confirmed_at)
    found = rows.aggregate(count=Count("pk"), first=Min("at"), last=Max("at"))
    Subscriber.objects.filter(pk=subscriber.pk).update(soft_bounces=found["count"])
    if found["count"] >= SOFT_LIMIT and found["last"] - found["first"] >= SOFT_SPAN:
        subscriber.lapse(at)


def leave(request: Request, content: bytes) -> Report.Kind:
    """Leave the list that the mail names; every list when it is called otherwise by now."""
    subscriber = request.subscriber
    with transaction.atomic():
        _, is_new = Report.objects.get_or_create(
            key=fingerprint("report", digest(content)),
            defaults={"subscriber": subscriber, "kind": Kind.LEAVE, "source": Report.Source.MAIL},
        )
        if is_new:
            one = subscriber.subscriptions.filter(mailing_list__slug=request.slug).first()
            if one is None:
                subscriber.leave()
            else:
                one.leave()
    return Kind.LEAVE


def foreign(reading: Reading, content: bytes) -> Report.Kind:
    """Forged, of another's mail, or of a letter to one person: it says nothing that we may believe."""
    key = fingerprint("report", reading.number or digest(content))
    Report.objects.get_or_create(key=key, defaults={"kind": Kind.FOREIGN, "source": Report.Source.MAIL})
    return Kind.FOREIGN


def names(reading: Reading, subscriber: Subscriber) -> bool:
    """Whether a report names the address that we wrote to; one that names none is about it."""
    named = {equality_key(address) for recipient in reading.recipients for address in recipient.addresses}
    return not named or subscriber.address_key in named


def numbers(verdict: Verdict) -> dict[str, object]:
    return {"enhanced_status": verdict.status, "reply_code": verdict.reply_code}


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
