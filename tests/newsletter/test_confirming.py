"""The worker's answers to sign-ups: one subscriber and one letter, whatever happens meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from mohit.mail import MailLater
from newsletter import confirming, tasks
from newsletter.models import MailingList, SignUp, Subscriber, Subscription
from tests.mail_server import Script
from tests.newsletter.factories import SubscriberFactory, SubscriptionFactory

pytestmark = pytest.mark.django_db

READER = "reader@example.org"


def daily() -> MailingList:
    return MailingList.objects.get(slug="daily")


def sign_up(address: str = READER, lists: list[int] | None = None) -> SignUp:
    return SignUp.objects.create(address=address, lists=lists or [daily().pk], form="footer-1", source=b"s" * 32)


def test_it_makes_a_subscriber_who_waits(mail_server: Script) -> None:
    confirming.answer(sign_up().pk)

    subscriber = Subscriber.objects.get()
    assert (subscriber.state, subscriber.address, subscriber.asked_at is not None) == ("pending", READER, True)
    assert [row.state for row in subscriber.subscriptions.all()] == ["pending"]
    assert not SignUp.objects.exists()


def test_it_tries_again_when_the_server_takes_no_mail_now(mail_server: Script) -> None:
    mail_server.answer(READER, "451 4.2.0 Later")
    row = sign_up()

    with pytest.raises(MailLater):
        confirming.answer(row.pk)
    assert (Subscriber.objects.count(), SignUp.objects.count()) == (0, 1)

    mail_server.answer(READER, "250 OK")
    confirming.answer(row.pk)
    assert len(mail_server.taken) == 1


@pytest.mark.parametrize("trouble", ["550", "after the dot"])
def test_it_does_not_try_again_what_was_refused_or_may_have_arrived(mail_server: Script, trouble: str) -> None:
    if trouble == "550":
        mail_server.answer(READER, "550 5.1.1 Nobody")
    else:
        mail_server.hang_up(READER, trouble)

    confirming.answer(sign_up().pk)

    assert not SignUp.objects.exists()
    assert Subscriber.objects.get().asked_at is not None


def test_it_writes_again_after_some_hours(mail_server: Script) -> None:
    confirming.answer(sign_up().pk)
    Subscriber.objects.update(asked_at=timezone.now() - confirming.BETWEEN_LETTERS)
    confirming.answer(sign_up().pk)

    assert len(mail_server.taken) == 2


def test_it_asks_a_confirmed_one_for_a_list_that_is_new(mail_server: Script) -> None:
    subscriber = SubscriptionFactory(mailing_list=daily(), subscriber__address=READER).subscriber
    weekly = MailingList.objects.get(slug="weekly")

    confirming.answer(sign_up(lists=[daily().pk, weekly.pk]).pk)

    assert [letter.message["Subject"] for letter in mail_server.taken] == ["أكد اشتراكك في النشرة الإخبارية"]
    states = dict(subscriber.subscriptions.values_list("mailing_list__slug", "state"))
    assert states == {"daily": "active", "weekly": "pending"}


def test_it_ignores_a_list_that_is_gone(mail_server: Script) -> None:
    MailingList.objects.filter(slug="daily").update(is_active=False)

    confirming.answer(sign_up().pk)

    assert not mail_server.taken
    assert not Subscriber.objects.exists()


def test_a_domain_waits_after_many_letters(mail_server: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confirming.OF_DOMAIN, "most", 1)
    tasks.answer_sign_up(sign_up().pk)
    late = sign_up("other@example.org")
    tasks.answer_sign_up(late.pk)

    job = ProcrastinateJob.objects.get(task_name="newsletter.answer_sign_up")
    assert (job.args, job.scheduled_at > timezone.now()) == ({"pk": late.pk}, True)
    assert len(mail_server.taken) == 1
    tasks.answer_sign_up(sign_up("reader@example.net").pk)  # of another domain
    assert len(mail_server.taken) == 2


def test_its_jobs_hold_no_address(client: object) -> None:
    client.post(
        "/newsletter/subscribe/", {"email": READER, "form": "footer-1"}, headers={"sec-fetch-site": "same-origin"}
    )

    (job,) = ProcrastinateJob.objects.all()
    assert set(job.args) == {"pk"}


def test_it_finds_what_lost_its_job_and_forgets_what_is_old(mail_server: Script) -> None:
    fresh, lost, old = sign_up("a@example.org"), sign_up("b@example.org"), sign_up("c@example.org")
    now = timezone.now()
    SignUp.objects.filter(pk=lost.pk).update(at=now - timedelta(hours=3))
    SignUp.objects.filter(pk=old.pk).update(at=now - timedelta(days=3))

    tasks.answer_forgotten_sign_ups(0)

    assert list(SignUp.objects.all()) == [fresh]
    assert mail_server.copies() == {"b@example.org": 1}


def test_it_forgets_who_never_confirmed() -> None:
    kept = SubscriberFactory(state="pending")
    confirmed = SubscriberFactory()
    gone = SubscriptionFactory(subscriber__state="pending", state="pending").subscriber
    asked_again = SubscriberFactory(state="pending", asked_at=timezone.now())
    long_ago = timezone.now() - timedelta(days=40)
    Subscriber.objects.filter(pk__in=[confirmed.pk, gone.pk, asked_again.pk]).update(created_at=long_ago)

    tasks.forget_unconfirmed(0)

    assert set(Subscriber.objects.all()) == {kept, confirmed, asked_again}
    assert not Subscription.objects.exists()


def test_without_a_mail_server_letters_are_kept(settings: object) -> None:
    confirming.answer(sign_up().pk)  # the tests' own box

    assert [letter.to for letter in mail.outbox] == [[READER]]
