"""The turns of daily and weekly lists: one issue a turn, whatever the clock does and however many workers there are."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from threading import Barrier, Thread

import pytest
from django.conf import LazySettings
from django.db import connection, transaction

from newsletter.models import Digest, Issue, MailingList
from newsletter.periods import claim_period, latest_turn
from tests.newsletter.factories import MailingListFactory

MIDNIGHT = datetime(2026, 11, 24, 23, 0, tzinfo=UTC)  # of the 25th in Algiers


def daily(**values: object) -> MailingList:
    return MailingListFactory(**{"kind": "daily", "send_at": time(7), **values})


def weekly(**values: object) -> MailingList:
    return MailingListFactory(**{"kind": "weekly", "send_at": time(9), "weekday": 5, **values})


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def claim(mailing_list: MailingList, moment: datetime) -> Digest | None:
    with transaction.atomic():
        return claim_period(mailing_list, moment)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("moment", "period", "due"),
    [
        ("2026-11-25T05:59:59", "2026-11-24", "2026-11-24T06:00"),
        ("2026-11-25T06:00:00", "2026-11-25", "2026-11-25T06:00"),
        ("2026-11-25T22:59:59", "2026-11-25", "2026-11-25T06:00"),
        ("2026-11-25T23:00:01", "2026-11-25", "2026-11-25T06:00"),
    ],
)
def test_it_has_a_turn_a_day(moment: str, period: str, due: str) -> None:
    assert latest_turn(daily(), at(moment)) == (period, at(due))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("moment", "period", "due"),
    [
        ("2026-11-27T07:59", "2026-W47", "2026-11-20T08:00"),
        ("2026-11-27T08:00", "2026-W48", "2026-11-27T08:00"),
        ("2026-12-03T23:59", "2026-W48", "2026-11-27T08:00"),
        ("2027-01-01T12:00", "2026-W53", "2027-01-01T08:00"),
    ],
)
def test_it_has_a_turn_a_week(moment: str, period: str, due: str) -> None:
    assert latest_turn(weekly(), at(moment)) == (period, at(due))


@pytest.mark.django_db
def test_it_has_no_turn_without_a_schedule() -> None:
    mailing_list = MailingListFactory(kind="breaking")

    assert latest_turn(mailing_list) is None
    assert claim(mailing_list, at("2026-11-25T07:00")) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("hour", "moments"),
    [
        # Beirut's clocks went forward at midnight: 00:30 of the 29th did not exist. And back: 23:30 came twice.
        (time(0, 30), ["2026-03-28T22:25", "2026-03-28T22:35", "2026-03-28T23:35", "2026-03-29T05:00"]),
        (time(23, 30), ["2026-10-24T20:31", "2026-10-24T20:45", "2026-10-24T21:31", "2026-10-24T21:45"]),
    ],
)
def test_it_takes_one_turn_a_day_when_the_clock_changes(settings: LazySettings, hour: time, moments: list[str]) -> None:
    settings.TIME_ZONE = "Asia/Beirut"
    mailing_list = daily(send_at=hour, grace_minutes=1_000)
    claim(mailing_list, at(moments[0]) - timedelta(days=1))

    claimed = [claim(mailing_list, at(moment)) for moment in moments]

    assert len([digest for digest in claimed if digest]) == 1


@pytest.mark.django_db
def test_it_is_not_run_again_across_midnight() -> None:
    mailing_list = daily(send_at=time(23, 59))

    first = [claim(mailing_list, MIDNIGHT + timedelta(seconds=shift)) for shift in (-30, -1, 0, 1, 30)]
    next_day = [claim(mailing_list, MIDNIGHT + timedelta(days=1, seconds=shift)) for shift in (-61, -59, 59)]

    assert [bool(digest) for digest in first + next_day] == [True, *[False] * 5, True, False]
    assert list(Digest.objects.order_by("period").values_list("period", flat=True)) == ["2026-11-24", "2026-11-25"]


@pytest.mark.django_db
def test_it_is_one_week_though_the_day_was_moved() -> None:
    mailing_list = weekly(weekday=1)
    assert claim(mailing_list, at("2026-11-23T08:00"))
    mailing_list.weekday = 3
    mailing_list.save()

    assert claim(mailing_list, at("2026-11-25T08:00")) is None


@pytest.mark.django_db
def test_it_is_missed_after_its_grace() -> None:
    mailing_list = daily(grace_minutes=60)
    claim(mailing_list, at("2026-11-24T06:00"))

    in_time = claim(mailing_list, at("2026-11-25T07:00"))
    late = claim(mailing_list, at("2026-11-26T07:01"))

    assert [in_time.outcome, late.outcome] == ["made", "missed"]


@pytest.mark.django_db
def test_it_has_missed_nothing_before_its_first_turn() -> None:
    mailing_list = daily()

    assert claim(mailing_list, at("2026-11-25T12:00")) is None
    assert claim(mailing_list, at("2026-11-26T06:00")).outcome == "made"


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_it_is_claimed_within_the_transaction_that_uses_it() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        claim_period(daily(), at("2026-11-25T06:00"))


def race(mailing_list: MailingList, moment: datetime, *, fails: tuple[bool, ...]) -> list[str]:
    """So many schedulers at the same moment, each making the issue; one that `fails` dies before its commit."""
    barrier, made = Barrier(len(fails)), []

    def schedule(is_failing: bool) -> None:
        try:
            barrier.wait()
            with transaction.atomic():
                digest = claim_period(mailing_list, moment)
                if digest is None:
                    return
                Issue.objects.create(mailing_list=mailing_list, period=digest.period)
                if is_failing:
                    raise InterruptedError
                made.append(digest.period)
        except InterruptedError:
            pass
        finally:
            connection.close()

    threads = [Thread(target=schedule, args=[is_failing]) for is_failing in fails]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return made


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_schedulers_at_once_make_one_issue() -> None:
    mailing_list = daily()
    for day in range(1, 11):
        assert len(race(mailing_list, at(f"2026-11-{day:02}T06:00"), fails=(False, False))) == 1

    assert Issue.objects.filter(mailing_list=mailing_list).count() == 10


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_scheduler_that_dies_leaves_the_turn_to_the_other() -> None:
    mailing_list = daily()

    race(mailing_list, at("2026-11-25T06:00"), fails=(True,))
    assert not Digest.objects.filter(mailing_list=mailing_list).exists()

    assert race(mailing_list, at("2026-11-25T06:01"), fails=(False,)) == ["2026-11-25"]
