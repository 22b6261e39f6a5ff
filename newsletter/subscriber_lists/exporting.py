"""The subscribers as a file that any spreadsheet opens, read from the database piece by piece."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.models import AbstractUser
from django.db.models import QuerySet
from django.utils import timezone

from mohit.spreadsheet import table
from newsletter.models import DeskEvent, Subscriber, Subscription

HEADINGS = ["البريد", "الاسم", "الحالة", "القوائم", "سجل في", "أكد في", "انتهى في", "النموذج"]
BATCH = 2_000


def exported(rows: QuerySet[Subscriber], by: AbstractUser | None) -> Iterator[str]:
    """The pieces of the file. That somebody asked for it is written down before the first."""
    rows = rows.exclude(state=Subscriber.State.ERASED)
    DeskEvent.objects.create(verb=DeskEvent.Verb.EXPORT, by=by, count=rows.count())
    return table(HEADINGS, lines(rows))


def lines(rows: QuerySet[Subscriber]) -> Iterator[list[str]]:
    last = 0
    rows = rows.order_by("pk")
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        last = batch[-1].pk
        lists = lists_of(batch)
        yield from (cells(row, lists.get(row.pk, [])) for row in batch)


def lists_of(batch: list[Subscriber]) -> dict[int, list[Subscription]]:
    found: dict[int, list[Subscription]] = {}
    subscriptions = Subscription.objects.filter(subscriber__in=batch).active().select_related("mailing_list")
    for row in subscriptions.order_by("pk"):
        found.setdefault(row.subscriber_id, []).append(row)
    return found


def cells(row: Subscriber, lists: list[Subscription]) -> list[str]:
    return [
        row.address,
        row.name,
        row.get_state_display(),
        "، ".join(one.mailing_list.name for one in lists),
        *(day(moment) for moment in (row.created_at, row.confirmed_at, row.ended_at)),
        "، ".join(sorted({one.form for one in lists if one.form})),
    ]


def day(moment: object) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""
