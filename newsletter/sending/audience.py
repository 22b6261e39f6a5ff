"""Who an issue is for: everybody who was subscribed at the moment it started, written into the ledger."""

from __future__ import annotations

from math import inf
from time import monotonic

from django.db import connection, transaction
from django.utils import timezone

from newsletter.models import Issue

BATCH = 20_000  # rows a transaction: a second's work, and what a kill repeats

PLAN = """
WITH next AS (
    SELECT c.subscriber_id
    FROM newsletter_subscription c
    JOIN newsletter_subscriber s ON s.id = c.subscriber_id
    WHERE c.mailing_list_id = %(mailing_list)s AND c.state = 'active' AND c.confirmed_at <= %(started_at)s
        AND s.state = 'confirmed' AND c.subscriber_id > %(cursor)s
    ORDER BY c.subscriber_id
    LIMIT %(batch)s
), added AS (
    INSERT INTO newsletter_delivery
        (issue_id, subscriber_id, state, attempt, deferrals, reason, enhanced_status)
    SELECT %(issue)s, subscriber_id, 1, 0, 0, 0, '' FROM next
    RETURNING id, subscriber_id
)
SELECT count(*), max(subscriber_id), min(id), max(id) FROM added
"""


def freeze(issue: Issue, batch: int = BATCH, seconds: float = inf) -> bool:
    """Write the audience of a started issue, for some `seconds`; True when all of it stands.

    In transactions of `batch` rows that move `audience_cursor`: killed or out of time, it goes on where it was. Of two
    workers one writes and the other gets False.
    """
    until = monotonic() + seconds
    while more := plan_some(issue, batch):
        if monotonic() > until:
            return False
    return more == 0


def plan_some(issue: Issue, batch: int) -> int | None:
    """The next rows: how many; 0 when all are written, None when it is not for this worker to write them."""
    with transaction.atomic():
        row = (
            Issue.objects.without_content()
            .select_for_update(skip_locked=True, of=["self"])
            .filter(pk=issue.pk, state=Issue.State.SENDING)
            .first()
        )
        if row is None:
            return None
        if row.audience_frozen_at:
            return 0
        count, cursor, first, last = planned(row, batch)
        changes: dict[str, object] = {"audience_frozen_at": timezone.now()} if count < batch else {}
        if count:
            changes |= {
                "planned": row.planned + count,
                "audience_cursor": cursor,
                "first_delivery": row.first_delivery or first,
                "last_delivery": last,
            }
        Issue.objects.filter(pk=row.pk).update(**changes)
    return count if count == batch else 0


def planned(issue: Issue, batch: int) -> tuple[int, int, int, int]:
    """(rows written, last subscriber, first row, last row)"""
    with connection.cursor() as cursor:
        cursor.execute(
            PLAN,
            {
                "issue": issue.pk,
                "mailing_list": issue.mailing_list_id,
                "started_at": issue.started_at,
                "cursor": issue.audience_cursor,
                "batch": batch,
            },
        )
        return cursor.fetchone()
