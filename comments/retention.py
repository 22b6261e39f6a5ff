"""Forgetting by the calendar: addresses go when the policy's days are over (comments.md, 12)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from comments.models import Comment, Contact, Mailbox, Notice, Report, the_policy
from comments.person import nothing_more_held

BATCH = 1000  # rows of one statement: each is committed, and may be the last
TURNED_AWAY = (Comment.Status.REJECTED, Comment.Status.SPAM)


def erase_contacts(at: datetime | None = None) -> dict[str, int]:
    """What was erased, by kind; a second run finds nothing. Killed in between, the next run goes on."""
    before = (at or timezone.now()) - timedelta(days=the_policy().keep_contacts_days)
    old = Contact.objects.filter(comment__created_at__lt=before)
    sources = old.exclude(source="", agent="", submission=None)
    emails = old.filter(comment__status__in=TURNED_AWAY).exclude(email="", email_key="")
    reports = Report.objects.filter(created_at__lt=before, source_key__isnull=False)
    notices = Notice.objects.filter(created_at__lt=before).exclude(state__in=["waiting", "claimed"])
    mailboxes = nothing_more_held(Mailbox.objects.filter(created_at__lt=before))
    return {
        "sources": in_batches(sources, lambda rows: rows.update(source="", agent="", submission=None)),
        "emails": in_batches(emails, lambda rows: rows.update(email="", email_key="", wants_replies=False)),
        "reports": in_batches(reports, lambda rows: rows.update(source_key=None)),
        # Those of replies stay: none is written twice, and the link in each still stops its thread.
        "letters": in_batches(notices.exclude(kind=Notice.Kind.REPLY), delete),
        "mailboxes": in_batches(mailboxes, delete),
    }


def delete(rows: QuerySet) -> int:
    return rows.delete()[1].get(rows.model._meta.label, 0)


def in_batches(rows: QuerySet, change: Callable[[QuerySet], int]) -> int:
    """Change them a batch at a time; how many."""
    done = last = 0
    while pks := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        done += change(rows.model.objects.filter(pk__in=pks))
        last = pks[-1]
    return done
