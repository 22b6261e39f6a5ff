"""When a list's digest is due: in the hour that its editor chose, by the clock of the site's time zone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.utils import timezone

from newsletter.models import MailingList


class Turn(NamedTuple):
    """One period of a list: the name that makes its digest one, and the moment it is due."""

    period: str
    due_at: datetime

    def is_missed(self, mailing_list: MailingList, at: datetime) -> bool:
        return at - self.due_at > timedelta(minutes=mailing_list.grace_minutes)


def turn_of(mailing_list: MailingList, at: datetime) -> Turn:
    """The latest turn of a daily or weekly list that is due at `at`.

    Named by the day or the ISO week (8601) in which it is due, never by a moment: whatever the clocks, the time zone or
    the list's hour are changed to, a day has one digest and a week one.
    """
    zone = timezone.get_default_timezone()
    day = at.astimezone(zone).date()
    if mailing_list.kind == MailingList.Kind.WEEKLY:
        day -= timedelta(days=(day.isoweekday() - mailing_list.weekday) % 7)
    if due_on(mailing_list, day) > at:
        day -= timedelta(days=7 if mailing_list.kind == MailingList.Kind.WEEKLY else 1)
    return Turn(period_of(mailing_list, day), due_on(mailing_list, day))


def due_on(mailing_list: MailingList, day: date) -> datetime:
    """An hour that the clocks jump over counts as the one after it; of one that comes twice the first counts."""
    return datetime.combine(day, mailing_list.send_at, tzinfo=timezone.get_default_timezone())


def period_of(mailing_list: MailingList, day: date) -> str:
    if mailing_list.kind == MailingList.Kind.WEEKLY:
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02}"
    return day.isoformat()
