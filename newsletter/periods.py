"""The turns of a list's schedule: when they are due, and whose each is."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from newsletter.models import Digest, MailingList


class Turn(NamedTuple):
    """One day or week of a list. Its name is the local calendar's: an hour that a change of the clock repeats or
    leaves out is of the same day, and a moved weekday of the same week (ISO 8601)."""

    period: str
    due_at: datetime


def latest_turn(mailing_list: MailingList, at: datetime | None = None) -> Turn | None:
    """The last turn that was due by `at`; None for a list without a schedule."""
    if not mailing_list.has_a_schedule:
        return None
    now = timezone.localtime(at)
    day = now.date() - timedelta(days=0 if due_at(mailing_list, now.date()) <= now else 1)
    if mailing_list.kind == MailingList.Kind.DAILY:
        return Turn(day.isoformat(), due_at(mailing_list, day))
    day -= timedelta(days=(day.isoweekday() - mailing_list.weekday) % 7)
    year, week, _ = day.isocalendar()
    return Turn(f"{year}-W{week:02}", due_at(mailing_list, day))


def due_at(mailing_list: MailingList, day: date) -> datetime:
    return datetime.combine(day, mailing_list.send_at, tzinfo=timezone.get_current_timezone())


def claim_period(mailing_list: MailingList, at: datetime | None = None) -> Digest | None:
    """Take the list's latest turn for this transaction, which makes its issue; None when it is somebody else's.

    Of two workers the second waits for the first: when that commits it gets None, when that dies or fails it has the
    turn. The outcome is MISSED when the turn is late by more than the list's grace: what is made of it is held for an
    editor. A list that never had a turn has missed none.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("Claim a period in the transaction that makes its issue.")
    moment = at or timezone.now()
    turn = latest_turn(mailing_list, moment)
    if turn is None:
        return None
    is_late = moment - turn.due_at > timedelta(minutes=mailing_list.grace_minutes)
    if is_late and not mailing_list.digests.exists():
        return None
    digest, is_new = Digest.objects.get_or_create(
        mailing_list=mailing_list,
        period=turn.period,
        defaults={
            "due_at": turn.due_at,
            "at": moment,
            "outcome": Digest.Outcome.MISSED if is_late else Digest.Outcome.MADE,
        },
    )
    return digest if is_new else None
