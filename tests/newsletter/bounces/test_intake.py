"""What came back: from which server in which shape, what it means, and what is never believed."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.utils import timezone

from newsletter.bounces.intake import SOFT_LIMIT, take
from newsletter.bounces.reading import LONGEST, read
from newsletter.links import READER
from newsletter.models import Delivery, Report, Subscriber, Subscription, Suppression
from newsletter.return_paths import return_path
from tests.newsletter.bounces.mail import MAILS, NAMES, came_back, sent, sent_again, with_a_mailbox
from tests.newsletter.factories import SubscriptionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(with_a_mailbox.__name__)]

__all__ = ["with_a_mailbox"]

EXPECTED = {
    "postfix-unknown-user": ("hard", "5.1.1", 550),
    "postfix-full-mailbox": ("soft", "5.2.2", 552),
    "postfix-expired": ("soft", "4.4.1", None),
    "postfix-delayed": ("delayed", "4.4.1", None),
    "postfix-no-domain": ("hard", "5.4.4", None),
    "exim-report": ("hard", "5.0.0", 550),
    "exim-old-text": ("hard", "", None),
    "exim-delayed-text": ("delayed", "", None),
    "exchange-unknown": ("hard", "5.1.10", 550),
    "exchange-encoded-status": ("hard", "5.2.1", 550),
    "gmail-unknown": ("hard", "5.1.1", 550),
    "gmail-policy": ("policy", "5.7.26", 550),
    "outlook-mailbox-unavailable": ("hard", "5.5.0", 550),
    "blocklist-in-words": ("policy", "5.0.0", 550),
    "qmail": ("hard", "5.1.1", None),
    "qmail-other-words": ("hard", "", 552),
    "sendmail-several": ("delayed", "4.2.0", None),
    "forwarded-elsewhere": ("soft", "5.1.1", 550),
    "international": ("hard", "5.1.1", 550),
    "lost-return-path": ("hard", "5.1.1", None),
    "complaint-arf": ("complaint", "", None),
    "complaint-redacted": ("complaint", "", None),
    "complaint-taken-back": ("reply", "", None),
    "vacation": ("reply", "", None),
    "written-by-hand": ("reply", "", None),
    "delivered": ("reply", "2.1.5", None),
}
ENDS = {"hard": "bounced", "complaint": "complained"}


def test_it_knows_every_mail_that_is_kept_here() -> None:
    assert set(EXPECTED) == set(NAMES)


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("name", NAMES)
def test_it_understands_each_server(name: str, line_end: bytes) -> None:
    delivery = sent()

    take(came_back(name, delivery).replace(b"\n", line_end))

    report = Report.objects.get()
    assert (report.kind, report.enhanced_status, report.reply_code) == EXPECTED[name]
    assert (report.delivery, report.subscriber) == (delivery, delivery.subscriber)
    subscriber = Subscriber.objects.get()
    assert subscriber.state == ENDS.get(report.kind, "confirmed")
    assert bool(Suppression.objects.of(["reader@example.com"])) == (report.kind in ENDS)


@pytest.mark.parametrize("name", NAMES)
def test_it_counts_what_comes_twice_once(name: str) -> None:
    delivery = sent()

    first = [take(came_back(name, delivery)) for _ in range(2)]

    assert first[0] == first[1]
    assert Report.objects.count() == 1
    assert Subscriber.objects.get().soft_bounces == (1 if EXPECTED[name][0] == "soft" else 0)


FORGED = ["bounces@news.example", "bounces+@news.example", "bounces+aebagbaf@news.example", "x+y@other.example"]


@pytest.mark.parametrize("path", FORGED)
@pytest.mark.parametrize("name", sorted(set(NAMES) - {"lost-return-path", "complaint-redacted"}))
def test_it_believes_no_forged_report(name: str, path: str) -> None:
    delivery = sent()

    kind = take(came_back(name, delivery, path, token="0.0.forged.signature-that-nobody-made"))

    assert kind == "foreign"
    assert Report.objects.get().subscriber is None
    assert (Subscriber.objects.get().state, Suppression.objects.count()) == ("confirmed", 0)


def test_it_believes_no_token_of_another_secret(settings: object) -> None:
    delivery = sent()
    settings.FINGERPRINT_KEY = "another"
    path = return_path(delivery.pk)
    settings.FINGERPRINT_KEY = ""

    assert take(came_back("postfix-unknown-user", delivery, path, token="0.0.forged.signature-nobody")) == "foreign"
    assert Subscriber.objects.get().state == "confirmed"


def test_it_lets_nobody_bounce_another_reader() -> None:
    """Whoever reads our mails knows a return path, their own, and may name any address in a report."""
    mine, other = sent("attacker@example.com"), sent("victim@example.com")

    content = came_back("postfix-unknown-user", mine).replace(b"attacker@", b"victim@")
    take(content)

    assert Subscriber.objects.get(pk=other.subscriber_id).state == "confirmed"
    assert not Suppression.objects.exists()


@pytest.mark.parametrize("name", ["lost-return-path", "complaint-redacted"])
def test_it_takes_no_link_of_another_reader_for_a_signature(name: str) -> None:
    delivery, other = sent(), sent("other@example.com").subscriber

    kind = take(came_back(name, delivery, token=READER.token(other.pk, other.token_version)))

    assert kind == "foreign"
    assert set(Subscriber.objects.values_list("state", flat=True)) == {"confirmed"}


@pytest.mark.parametrize("name", ["lost-return-path", "complaint-redacted"])
def test_it_takes_no_link_that_was_voided(name: str) -> None:
    delivery = sent()
    content = came_back(name, delivery)
    Subscriber.objects.update(token_version=2)

    assert take(content) == "foreign"


def test_it_takes_the_address_from_the_envelope() -> None:
    delivery = sent()
    content = came_back("postfix-unknown-user", delivery, "bounces@news.example", token="0.0.forged.signature-nobody")

    assert take(content, envelope=return_path(delivery.pk).upper()) == "hard"


def test_it_changes_nothing_for_who_was_erased() -> None:
    delivery = sent()
    content = came_back("postfix-unknown-user", delivery)
    delivery.subscriber.erase()

    take(content)

    assert Subscriber.objects.get().state == "erased"
    assert not Suppression.objects.exists()


def test_it_suppresses_who_had_left() -> None:
    delivery = sent()
    delivery.subscriber.leave()

    take(came_back("postfix-unknown-user", delivery))

    assert Subscriber.objects.get().state == "bounced"
    assert Suppression.objects.of(["reader@example.com"])


class TestSoft:
    def refuse(self, days: list[int]) -> Subscriber:
        first = sent()
        deliveries = [first] + [sent_again(first.subscriber, first.issue.mailing_list) for _ in days[1:]]
        Subscriber.objects.update(confirmed_at=timezone.now() - timedelta(days=300))
        for delivery, day in zip(deliveries, days, strict=True):
            take(came_back("postfix-full-mailbox", delivery))
            Report.objects.filter(delivery=delivery).update(at=timezone.now() - timedelta(days=day))
        return Subscriber.objects.get()

    def test_it_gives_up_a_mailbox_that_refuses_for_weeks(self) -> None:
        subscriber = self.refuse([20, 15, 10, 5, 0])

        assert (subscriber.state, subscriber.soft_bounces) == ("bounced", SOFT_LIMIT)
        assert set(Subscription.objects.values_list("state", flat=True)) == {"left"}

    def test_it_lets_them_come_back(self) -> None:
        subscriber = self.refuse([20, 15, 10, 5, 0])
        assert not Suppression.objects.exists()
        SubscriptionFactory(subscriber=subscriber, state="pending")

        assert subscriber.confirm()
        take(came_back("postfix-full-mailbox", sent_again(subscriber, SubscriptionFactory().mailing_list)))

        again = Subscriber.objects.get(pk=subscriber.pk)
        assert (again.state, again.soft_bounces) == ("confirmed", 1)

    @pytest.mark.parametrize("days", [[20, 15, 10, 5], [3, 2, 2, 1, 0], [60, 50, 40, 35, 0], [4, 3, 2, 1, 1, 0]])
    def test_it_has_patience(self, days: list[int]) -> None:
        assert self.refuse(days).state == "confirmed"


class TestLeavingByMail:
    def mail(self, delivery: Delivery, slug: str, token: str) -> bytes:
        return f"From: reader@example.com\nTo: bounces@news.example\nSubject: leave {slug} {token}\n\n".encode()

    def test_it_leaves_the_list_that_the_mail_names(self) -> None:
        delivery = sent()
        other = SubscriptionFactory(subscriber=delivery.subscriber)
        token = READER.token(delivery.subscriber_id, 1)

        assert take(self.mail(delivery, delivery.issue.mailing_list.slug, token)) == "leave"
        take(self.mail(delivery, delivery.issue.mailing_list.slug, token))

        states = dict(Subscription.objects.values_list("mailing_list", "state"))
        assert states == {delivery.issue.mailing_list_id: "left", other.mailing_list_id: "active"}
        assert Report.objects.get().kind == "leave"

    def test_it_leaves_every_list_when_it_is_called_otherwise_by_now(self) -> None:
        delivery = sent()

        take(self.mail(delivery, "renamed", READER.token(delivery.subscriber_id, 1)))

        assert Subscriber.objects.get().state == "left"

    @pytest.mark.parametrize("token", ["", "x", "0.0.forged.signature-nobody-made", "a" * 5_000])
    def test_it_asks_for_the_readers_own_token(self, token: str) -> None:
        delivery = sent()

        assert take(self.mail(delivery, delivery.issue.mailing_list.slug, token)) == "foreign"
        assert Subscriber.objects.get().state == "confirmed"


def nested(depth: int) -> bytes:
    heads = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (level, level) for level in range(depth)
    )
    return heads + b"\n\nend"


HOSTILE = {
    "nothing": b"",
    "zeros": b"\0" * 10_000,
    "noise": bytes(range(256)) * 400,
    "headers only": b"X: y\n" * 50_000,
    "one endless header": b"Subject: " + b"a " * 400_000,
    "folded for ever": b"To: a@b\n" + b" ,c+d@e\n" * 100_000,
    "deep": nested(39),
    "deeper": nested(3_000),
    "boundary in nothing": b"Content-Type: multipart/report\n\n--\n--\n",
    "charset nonsense": b'Content-Type: text/plain; charset="\xff\xfe nonsense"\nSubject: =?no-such?q?=ff=?=\n\n\xff',
    "status without fields": b"Content-Type: message/delivery-status\n\n\n\n\n\n",
    "base64 nonsense": b"Content-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\n!!!!\n",
    "rfc822 in rfc822": b"Content-Type: message/rfc822\n\n" * 5_000,
    "a null in the address": b"To: bounces+\0@news.example\nContent-Type: multipart/report; boundary=a\n\n--a\n",
    "surrogates": b"Subject: \xed\xa0\x80 leave\nFrom: mailer-daemon\xff@x\nReturn-Path: <>\n\n\xed\xa0\x80",
    "status of a thousand digits": b"Content-Type: message/delivery-status\n\nAction: failed\nStatus: " + b"5" * 90_000,
    "words that make expressions slow": (
        b"From: mailer-daemon@x\nReturn-Path: <>\nTo: a\n\n" + b"user " * 60_000 + b"5.1." * 60_000
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_it_reads_anything(name: str) -> None:
    assert take(HOSTILE[name]) == "foreign"
    assert take(HOSTILE[name]) == "foreign"
    assert Report.objects.count() == 1


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("cut", [0.2, 0.5, 0.8, 0.95])
def test_it_reads_what_was_cut_off(name: str, cut: float) -> None:
    content = came_back(name, sent())

    take(content[: int(len(content) * cut)])

    assert Subscriber.objects.get().state in ("confirmed", "bounced", "complained")


def test_it_looks_at_the_beginning_of_a_long_mail() -> None:
    delivery = sent()

    assert take(came_back("postfix-unknown-user", delivery) + b"x" * 5 * LONGEST) == "hard"


def test_it_writes_no_address_into_a_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="newsletter")
    for name in NAMES:
        take(came_back(name, sent(f"{name}@example.com")))
    for content in HOSTILE.values():
        take(content)

    assert "@" not in caplog.text


def test_it_keeps_no_word_of_what_it_read() -> None:
    delivery = sent()
    take(came_back("postfix-unknown-user", delivery))

    kept = str(Report.objects.values().get())
    assert "reader" not in kept
    assert "unknown" not in kept


def test_it_is_the_file_that_says_so() -> None:
    """The tests above read what is in the folder, and that is not nothing."""
    assert len(list(MAILS.iterdir())) >= 25
    assert read(b"").recipients == []
