"""What a provider of mail tells by its webhook, in the one form that django-anymail gives it.

The provider's call carries a secret (MAIL_WEBHOOK_SECRET), so what it says of an address is believed. It knows no
return path of ours: the reader is found by the address, and of this reader's mails the last one is meant.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
from django.urls import URLPattern

from mohit.email_addresses import equality_key
from newsletter.bounces.intake import record, record_about
from newsletter.bounces.kinds import Kind, Verdict, judged
from newsletter.models import Delivery, Report, Subscriber

if TYPE_CHECKING:
    from anymail.signals import AnymailTrackingEvent

HANDED = (Delivery.State.SENT, Delivery.State.UNCERTAIN)
OF_REASON = {
    "invalid": Kind.HARD,
    "bounced": Kind.HARD,
    "timed_out": Kind.SOFT,
    "blocked": Kind.POLICY,
    "spam": Kind.COMPLAINT,
    "unsubscribed": Kind.LEAVE,
}


def hear(sender: object, event: AnymailTrackingEvent, esp_name: str, **more: object) -> None:
    """A receiver of anymail's signal `tracking`."""
    verdict = verdict_of(event)
    if verdict is None or not event.recipient:
        return
    key = equality_key(event.recipient.strip())
    subscriber = Subscriber.objects.filter(address_key=key).first()
    if subscriber is None:
        return
    last = subscriber.deliveries.filter(state__in=HANDED).select_related("subscriber").order_by("-pk").first()
    if last:
        record(last, verdict, Report.Source.PROVIDER)
    else:
        record_about(subscriber, verdict, Report.Source.PROVIDER, name_of(event, esp_name))


def verdict_of(event: AnymailTrackingEvent) -> Verdict | None:
    """None for what says nothing about an address: opened, clicked, delivered …"""
    words = " ".join(text for text in (event.mta_response, event.description) if text)
    match event.event_type:
        case "bounced":
            found = judged("", words)
            known = OF_REASON.get(event.reject_reason or "", Kind.SOFT)
            return found if found.status else found._replace(kind=known)
        case "rejected":
            kind = OF_REASON.get(event.reject_reason or "")
            return Verdict(kind) if kind else None
        case "complained":
            return Verdict(Kind.COMPLAINT)
        case "unsubscribed":
            return Verdict(Kind.LEAVE)
        case "deferred":
            return judged("", words)._replace(kind=Kind.DELAYED)
        case "autoresponded":
            return Verdict(Kind.REPLY)
    return None


def name_of(event: AnymailTrackingEvent, provider: str) -> str:
    """The same for an event that is told again."""
    known = (provider, event.event_id or "", event.message_id or "", event.event_type, event.recipient or "")
    return hashlib.sha256("\0".join(str(part) for part in known).encode()).hexdigest()


def provider_name() -> str:
    """The provider that mail goes through by its own interface; empty for any other way."""
    return settings.EMAIL_BACKEND.split(".")[2] if settings.EMAIL_BACKEND.startswith("anymail.") else ""


def listen() -> None:
    """Called when the project starts."""
    if apps.is_installed("anymail"):
        from anymail.signals import tracking

        tracking.connect(hear, dispatch_uid="newsletter.bounces")


def webhook_urls() -> list[URLPattern]:
    """The address that the provider calls; none without a provider and a secret."""
    provider = provider_name()
    if not provider or not settings.MAIL_WEBHOOK_SECRET:
        return []
    from anymail.urls import urlpatterns

    ours = {f"{provider}_tracking_webhook", f"{provider}_webhook"}
    return [pattern for pattern in urlpatterns if pattern.name in ours]
