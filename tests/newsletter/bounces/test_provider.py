"""What a provider of mail tells by its webhook, called as Postmark calls it."""

from __future__ import annotations

import base64
import importlib
import json
from collections.abc import Iterator

import pytest
from anymail.signals import AnymailTrackingEvent, tracking
from django.http import HttpResponse
from django.test import Client

from newsletter.bounces import provider
from newsletter.bounces.provider import hear, verdict_of, webhook_urls
from newsletter.models import Report, Subscriber, Suppression
from tests.newsletter.bounces import provider_urls
from tests.newsletter.bounces.mail import sent
from tests.newsletter.factories import SubscriberFactory
from tests.test_settings import PRODUCTION, start

pytestmark = pytest.mark.django_db

ADDRESS = "/newsletter/provider/postmark/tracking/"
SECRET = "mohit:a-long-secret"
BOUNCE = {
    "RecordType": "Bounce",
    "ID": 42,
    "Type": "HardBounce",
    "TypeCode": 1,
    "MessageID": "00000000-0000-0000-0000-000000000000",
    "Details": "smtp;550 5.1.1 The email account that you tried to reach does not exist.",
    "Email": "Reader@example.com",
    "BouncedAt": "2026-11-25T07:00:00Z",
}
COMPLAINT = {**BOUNCE, "RecordType": "SpamComplaint", "ID": 43, "Type": "SpamComplaint", "TypeCode": 512}
SOFT = {**BOUNCE, "ID": 44, "Type": "SoftBounce", "TypeCode": 4096, "Details": "smtp;552 5.2.2 mailbox full"}


@pytest.fixture(autouse=True)
def with_a_provider(settings: object) -> Iterator[None]:
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    settings.MAIL_WEBHOOK_SECRET = SECRET
    settings.ANYMAIL = {"POSTMARK_SERVER_TOKEN": "x", "WEBHOOK_SECRET": SECRET}
    importlib.reload(provider_urls)
    settings.ROOT_URLCONF = "tests.newsletter.bounces.provider_urls"
    tracking.connect(hear, dispatch_uid="newsletter.bounces")
    yield
    tracking.disconnect(dispatch_uid="newsletter.bounces")


def call(client: Client, event: dict[str, object], secret: str = SECRET) -> HttpResponse:
    authorization = f"Basic {base64.b64encode(secret.encode()).decode()}"
    return client.post(
        ADDRESS, json.dumps(event), content_type="application/json", headers={"authorization": authorization}
    )


@pytest.mark.parametrize(
    ("event", "kind", "state"),
    [(BOUNCE, "hard", "bounced"), (COMPLAINT, "complaint", "complained"), (SOFT, "soft", "confirmed")],
)
def test_it_acts_on_what_the_provider_tells_once(
    client: Client, event: dict[str, object], kind: str, state: str
) -> None:
    delivery = sent()

    for _ in range(2):
        assert call(client, event).status_code == 200

    report = Report.objects.get()
    assert (report.kind, report.source, report.delivery) == (kind, "provider", delivery)
    assert Subscriber.objects.get().state == state
    assert bool(Suppression.objects.of(["reader@example.com"])) == (kind != "soft")


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("secret", ["mohit:wrong", ":", "x"])
def test_it_hears_nobody_without_the_secret(client: Client, secret: str) -> None:
    sent()

    assert call(client, BOUNCE, secret).status_code in (400, 403)
    assert not Report.objects.exists()


def test_it_knows_readers_who_were_sent_no_issue_yet(client: Client) -> None:
    SubscriberFactory(address="reader@example.com", state="pending")

    for _ in range(2):
        call(client, BOUNCE)

    assert Report.objects.get().delivery is None
    assert Subscriber.objects.get().state == "bounced"


def test_it_does_nothing_about_addresses_that_are_no_subscribers(client: Client) -> None:
    assert call(client, BOUNCE).status_code == 200
    assert not Report.objects.exists()
    assert not Suppression.objects.exists()


@pytest.mark.parametrize(
    ("event", "reason", "words", "kind"),
    [
        ("bounced", "bounced", "", "hard"),
        ("bounced", "bounced", "552 5.2.2 full", "soft"),
        ("bounced", "blocked", "", "policy"),
        ("bounced", "other", "", "soft"),
        ("bounced", "bounced", "550 5.7.1 blocked by policy", "policy"),
        ("rejected", "invalid", "", "hard"),
        ("rejected", "unsubscribed", "", "leave"),
        ("rejected", "other", "", None),
        ("complained", None, "", "complaint"),
        ("unsubscribed", None, "", "leave"),
        ("deferred", None, "451 4.2.0 later", "delayed"),
        ("opened", None, "", None),
        ("delivered", None, "", None),
    ],
)
def test_it_understands_every_kind_of_event(event: str, reason: str | None, words: str, kind: str | None) -> None:
    verdict = verdict_of(AnymailTrackingEvent(event_type=event, reject_reason=reason, mta_response=words))

    assert (verdict.kind if verdict else None) == kind


def test_it_has_one_address_and_only_with_a_secret(settings: object) -> None:
    assert [pattern.name for pattern in webhook_urls()] == ["postmark_tracking_webhook"]
    settings.MAIL_WEBHOOK_SECRET = ""
    assert webhook_urls() == []
    settings.MAIL_WEBHOOK_SECRET = SECRET
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert webhook_urls() == []
    assert provider.provider_name() == ""


def test_it_is_wired_by_the_environment_alone() -> None:
    code = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'mohit.settings'\n"
        "import django; django.setup()\n"
        "from django.urls import resolve; from anymail.signals import tracking\n"
        f"print(resolve({ADDRESS!r}).url_name, len(tracking.receivers))\n"
    )
    environment = {**PRODUCTION, "EMAIL_URL": "anymail+postmark://?server_token=x"}

    with_secret = start(code, **environment, MAIL_WEBHOOK_SECRET=SECRET)
    without = start(code, **environment)

    assert with_secret.stdout.split() == ["postmark_tracking_webhook", "1"], with_secret.stderr
    assert "Resolver404" in without.stderr
