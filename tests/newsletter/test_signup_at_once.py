"""Many at the same moment, each on a connection of its own: one subscriber, one letter."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from mohit.log_lines import ADDRESS
from newsletter import confirming, sign_ups
from newsletter.links import CONFIRM, leave_all_path, token_of
from newsletter.models import MailingList, SignUp, Subscriber, Subscription
from tests.mail_server import Script
from tests.newsletter.factories import SubscriberFactory, SubscriptionFactory
from tests.newsletter.worker import waiting

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

READER = "reader@example.org"


def at_once(deed: Callable[[int], object], count: int, threads: int = 10) -> list[object]:
    def alone(n: int) -> object:
        try:
            return deed(n)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(alone, range(count)))


def subscribe(n: int) -> int:
    form = {"form": "footer-1", "email": READER if n % 2 else READER.upper()}
    return Client().post("/newsletter/subscribe/", form, headers={"sec-fetch-site": "same-origin"}).status_code


def test_thirty_forms_of_one_address_are_one_subscriber_and_one_letter(
    mail_server: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    for limit in (sign_ups.OF_SOURCE, sign_ups.OF_ADDRESS):
        monkeypatch.setattr(limit, "most", 100)

    assert set(at_once(subscribe, 30)) == {303}
    jobs = waiting()
    assert len(jobs) == 30
    at_once(lambda n: confirming.answer(jobs[n]), 30, threads=6)

    assert Subscriber.objects.count() == 1
    assert Subscription.objects.count() == 1
    assert len(mail_server.taken) == 1
    assert not SignUp.objects.exists()


def test_six_workers_write_once_to_who_is_there_already(mail_server: Script) -> None:
    mail_server.rest = 0.2
    daily = MailingList.objects.get(slug="daily")
    SubscriptionFactory(subscriber__address=READER, mailing_list=daily)
    rows = [
        SignUp.objects.create(address=READER, lists=[daily.pk], form="footer-1", source=b"s" * 32) for _ in range(6)
    ]

    at_once(lambda n: confirming.answer(rows[n].pk), 6, threads=6)

    assert len(mail_server.taken) == 1
    assert not SignUp.objects.exists()


def test_thirty_forms_pass_no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    at_once(subscribe, 30)

    assert SignUp.objects.count() == sign_ups.OF_ADDRESS.most


def test_two_workers_answer_one_sign_up_once(mail_server: Script) -> None:
    mail_server.rest = 0.3
    daily = MailingList.objects.get(slug="daily")
    row = SignUp.objects.create(address=READER, lists=[daily.pk], form="footer-1", source=b"s" * 32)

    at_once(lambda _: confirming.answer(row.pk), 4, threads=4)

    assert len(mail_server.taken) == 1


def test_ten_presses_confirm_once_and_all_are_told_so() -> None:
    subscriber = SubscriberFactory(state="pending", asked_at=timezone.now())
    SubscriptionFactory(subscriber=subscriber, state="pending")
    address = f"/newsletter/confirm/{CONFIRM.token(subscriber.pk, subscriber.token_version)}/"

    pages = at_once(lambda _: Client().post(address).content.decode(), 10)

    assert all("لقد تم اشتراكك بنجاح!" in page for page in pages)
    assert Subscriber.objects.get().state == "confirmed"


def test_ten_presses_leave_once() -> None:
    subscriber = SubscriptionFactory().subscriber
    address = leave_all_path(token_of(subscriber))

    answers = at_once(lambda _: Client().post(address, {"List-Unsubscribe": "One-Click"}).status_code, 10)

    assert set(answers) == {200}
    assert Subscriber.objects.get().state == "left"


def test_no_line_of_the_log_holds_an_address(mail_server: Script, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    mail_server.answer(READER, "550 5.1.1 <reader@example.org> unknown")
    subscribe(1)
    for pk in waiting():
        confirming.answer(pk)

    lines = [record.getMessage() for record in caplog.records if not record.name.startswith("mail.log")]
    assert [line for line in lines if "The letter to subscriber" in line]
    assert not [line for line in lines if "reader" in line or ADDRESS.search(line)]
