"""The sending rate holds over any stretch of its length, over restarts and several workers."""

from __future__ import annotations

from datetime import timedelta
from threading import Thread

import pytest
from django.conf import LazySettings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.utils import timezone

from mohit.environment import Environment
from newsletter.models import Grant
from newsletter.sending.rate import grant
from tests.mail_server import Script
from tests.newsletter.sending import issue_to, work


@pytest.fixture(autouse=True)
def ten_a_minute(settings: LazySettings) -> None:
    settings.NEWSLETTER_RATE = (10, 60)


def seconds_pass(seconds: int) -> None:
    for row in Grant.objects.all():
        Grant.objects.filter(pk=row.pk).update(at=row.at - timedelta(seconds=seconds))


@pytest.mark.django_db
def test_it_grants_what_is_left_in_the_window() -> None:
    assert [grant(4), grant(4), grant(4), grant(4)] == [4, 4, 2, 0]


@pytest.mark.django_db
def test_it_slides() -> None:
    grant(6)
    seconds_pass(40)
    grant(4)
    assert grant(1) == 0

    seconds_pass(21)  # the first six are out of it
    assert grant(10) == 6
    seconds_pass(40)
    assert grant(10) == 4


@pytest.mark.django_db
def test_it_keeps_no_more_than_its_window() -> None:
    grant(10)
    seconds_pass(61)
    grant(1)

    assert Grant.objects.count() == 1


@pytest.mark.django_db
def test_it_asks_nobody_without_a_rate(settings: LazySettings, django_assert_num_queries: object) -> None:
    settings.NEWSLETTER_RATE = None

    with django_assert_num_queries(0):
        assert grant(1_000) == 1_000


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_it_holds_for_all_workers_together() -> None:
    granted: list[int] = []

    def ask() -> None:
        granted.extend(grant(1) for _ in range(6))
        connection.close()

    threads = [Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (sum(granted), len(granted)) == (10, 24)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_it_slows_a_worker_down(mail_server: Script, settings: LazySettings) -> None:
    settings.NEWSLETTER_RATE = (5, 1)
    issue_to(*(f"r{number}" for number in range(11)))
    started = timezone.now()

    work()

    assert sum(mail_server.copies().values()) == 11
    assert timezone.now() - started > timedelta(seconds=2)


@pytest.mark.parametrize(
    ("text", "rate"),
    [("", None), ("14/s", (14, 1)), ("3000/m", (3_000, 60)), ("5/h", (5, 3_600)), ("9/d", (9, 86_400))],
)
def test_it_is_read_from_the_environment(
    text: str, rate: tuple[int, int] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSLETTER_RATE", text)

    assert Environment().rate("NEWSLETTER_RATE") == rate


@pytest.mark.parametrize("text", ["14", "0/s", "-1/s", "14/x", "/s", "fast", "1.5/s"])
def test_it_refuses_what_is_no_rate(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSLETTER_RATE", text)

    with pytest.raises(ImproperlyConfigured, match="NEWSLETTER_RATE"):
        Environment().rate("NEWSLETTER_RATE")
