"""The moves of the ledger's rows, each one statement whose WHERE repeats what must still be true.

All times are the database's: the clocks of several machines need not agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Count

from mohit.prepared import PlannedCursor
from newsletter.mail_merge import Reader
from newsletter.models import Delivery, Issue, Suppression

State, Reason = Delivery.State, Delivery.Reason


class Claimed(NamedTuple):
    """A row that this worker holds. `attempt` is the fence: another worker's claim has raised it."""

    pk: int
    attempt: int
    issue_pk: int


class Outcome(NamedTuple):
    """What became of a mail. PLANNED: it certainly did not leave, and may go by any connection at once."""

    state: State
    reply_code: int | None = None
    enhanced_status: str = ""
    reason: Reason = Reason.NONE


class Recorded(NamedTuple):
    row: Claimed
    outcome: Outcome


# After so many minutes a deferred mail is tried again; then it has failed.
BACK_OFF = (1, 5, 15, 60, 180)

CLAIM = """
WITH next AS (
    SELECT d.id FROM newsletter_delivery d
    WHERE d.issue_id = %(issue)s AND d.state = 1
        AND EXISTS (SELECT FROM newsletter_issue i WHERE i.id = %(issue)s AND i.state = 'sending')
    ORDER BY d.id LIMIT %(limit)s
    FOR UPDATE SKIP LOCKED
)
UPDATE newsletter_delivery d
SET state = 2, attempt = d.attempt + 1, lease_until = clock_timestamp() + %(lease)s
FROM next, newsletter_subscriber s
WHERE d.id = next.id AND s.id = d.subscriber_id
RETURNING d.id, d.attempt, s.address_key
"""

MINE = "unnest(%(keys)s::bigint[], %(attempts)s::smallint[]) AS mine(id, attempt)"

CONSENTS = """
EXISTS (
    SELECT FROM newsletter_subscriber s
    JOIN newsletter_subscription c ON c.subscriber_id = s.id AND c.mailing_list_id = %(mailing_list)s
    WHERE s.id = d.subscriber_id AND s.state = 'confirmed' AND c.state = 'active'
)
"""

HAND = f"""
UPDATE newsletter_delivery d
SET handed_at = clock_timestamp(), lease_until = clock_timestamp() + %(lease)s
FROM {MINE}, newsletter_subscriber s, newsletter_subscription c
WHERE d.id = mine.id AND d.attempt = mine.attempt AND d.state = 2 AND d.handed_at IS NULL
    AND s.id = d.subscriber_id AND s.state = 'confirmed'
    AND c.subscriber_id = d.subscriber_id AND c.mailing_list_id = %(mailing_list)s AND c.state = 'active'
    AND EXISTS (SELECT FROM newsletter_issue i WHERE i.id = %(issue)s AND i.state = 'sending')
RETURNING d.id, d.subscriber_id, s.address, s.name, s.token_version
"""  # noqa: S608 (this module's own words)

SKIP = f"""
UPDATE newsletter_delivery d
SET state = 7, reason = 1, lease_until = NULL, final_at = clock_timestamp()
FROM {MINE}
WHERE d.id = mine.id AND d.attempt = mine.attempt AND d.state = 2 AND d.handed_at IS NULL AND NOT {CONSENTS}
"""  # noqa: S608

GIVE_BACK = f"""
UPDATE newsletter_delivery d
SET state = 1, lease_until = NULL, handed_at = NULL
FROM {MINE}
WHERE d.id = mine.id AND d.attempt = mine.attempt AND d.state = 2
"""  # noqa: S608

RENEW = f"""
UPDATE newsletter_delivery d
SET lease_until = clock_timestamp() + %(lease)s
FROM {MINE}
WHERE d.id = mine.id AND d.attempt = mine.attempt AND d.state = 2
"""  # noqa: S608

# A row whose lease ran out while its worker still waited for the answer is UNCERTAIN; the answer, coming late, is the
# truth about it.
RECORD = """
UPDATE newsletter_delivery d
SET state = r.state,
    reply_code = r.reply_code,
    enhanced_status = r.enhanced_status,
    reason = r.reason,
    lease_until = NULL,
    retry_at = CASE WHEN r.state = 3
        THEN clock_timestamp() + make_interval(mins => (%(minutes)s::int[])[d.deferrals + 1]) END,
    deferrals = d.deferrals + (r.state = 3)::int,
    handed_at = CASE WHEN r.state IN (4, 5, 6) THEN d.handed_at END,
    final_at = CASE WHEN r.state > 3 THEN clock_timestamp() END
FROM (
    SELECT u.key AS id, u.attempt, u.reply_code, u.enhanced_status,
        CASE WHEN u.state = 3 AND o.deferrals >= cardinality(%(minutes)s::int[]) THEN 5 ELSE u.state END AS state,
        CASE WHEN u.state = 3 AND o.deferrals >= cardinality(%(minutes)s::int[]) THEN 4 ELSE u.reason END AS reason
    FROM unnest(
        %(keys)s::bigint[], %(attempts)s::smallint[], %(states)s::smallint[],
        %(codes)s::smallint[], %(statuses)s::text[], %(reasons)s::smallint[]
    ) AS u(key, attempt, state, reply_code, enhanced_status, reason)
    JOIN newsletter_delivery o ON o.id = u.key
) r
WHERE d.id = r.id AND d.attempt = r.attempt AND (
    d.state = 2
    OR d.state = 6 AND EXISTS (SELECT FROM newsletter_issue i WHERE i.id = d.issue_id AND i.finished_at IS NULL)
)
"""

RECLAIM = """
UPDATE newsletter_delivery
SET state = CASE WHEN handed_at IS NULL THEN 1 ELSE 6 END,
    reason = CASE WHEN handed_at IS NULL THEN 0 ELSE 6 END,
    final_at = CASE WHEN handed_at IS NOT NULL THEN clock_timestamp() END,
    lease_until = NULL
WHERE issue_id = %(issue)s AND state = 2 AND lease_until < clock_timestamp()
"""

WAKE = """
UPDATE newsletter_delivery SET state = 1, retry_at = NULL
WHERE retry_at <= clock_timestamp() AND state = 3 AND issue_id = %(issue)s
"""

DROP = """
UPDATE newsletter_delivery
SET state = 7, reason = 3, retry_at = NULL, final_at = clock_timestamp()
WHERE id IN (
    SELECT id FROM newsletter_delivery WHERE issue_id = %(issue)s AND state IN (1, 3) LIMIT 10000 FOR UPDATE SKIP LOCKED
)
"""


def claim(issue: Issue, limit: int, lease: timedelta) -> list[Claimed]:
    """Up to `limit` planned rows of an issue that is being sent, for this worker alone.

    Suppressed addresses end here: the list may know what the subscriber's row does not, after an import.
    """
    rows = _run(CLAIM, issue=issue.pk, limit=limit, lease=lease)
    suppressed = Suppression.objects.of({key for _, _, key in rows if key}) if rows else set()
    held = [Claimed(pk, attempt, issue.pk) for pk, attempt, key in rows if key not in suppressed]
    if len(held) < len(rows):
        out = Outcome(State.SKIPPED, reason=Reason.SUPPRESSED)
        record([Recorded(Claimed(pk, attempt, issue.pk), out) for pk, attempt, key in rows if key in suppressed])
    return sorted(held)


def hand(issue: Issue, rows: Sequence[Claimed], lease: timedelta) -> dict[int, Reader]:
    """Mark rows as on their way, and say to whom; committed before any of these mails leaves.

    Whoever has left the list meanwhile is skipped. A row that is not in the answer may not be sent: it is skipped, or
    another worker's, or the issue was paused; give the last ones back.
    """
    values = {**_mine(rows), "mailing_list": issue.mailing_list_id}
    marked = _run(HAND, **values, issue=issue.pk, lease=lease)
    if len(marked) < len(rows):
        _do(SKIP, **values)
    return {row[0]: Reader(*row) for row in marked}


def give_back(rows: Sequence[Claimed]) -> None:
    """Plan rows again that this living worker knows not to have sent."""
    if rows:
        _do(GIVE_BACK, **_mine(rows))


def renew(rows: Sequence[Claimed], lease: timedelta) -> None:
    if rows:
        _do(RENEW, **_mine(rows), lease=lease)


def record(results: Sequence[Recorded]) -> int:
    """Write down what became of mails; how many rows still waited for it. A deferred one that was deferred often
    enough has failed."""
    if not results:
        return 0
    return _do(
        RECORD,
        **_mine([result.row for result in results]),
        states=[int(result.outcome.state) for result in results],
        codes=[result.outcome.reply_code for result in results],
        statuses=[result.outcome.enhanced_status for result in results],
        reasons=[int(result.outcome.reason) for result in results],
        minutes=list(BACK_OFF),
    )


def reclaim(issue: Issue) -> int:
    """Settle the rows of workers that are gone: not marked, they are planned again; marked, they are uncertain."""
    return _do(RECLAIM, issue=issue.pk)


def wake(issue: Issue) -> int:
    """Plan deferred rows whose time has come."""
    return _do(WAKE, issue=issue.pk)


def drop_rest(issue: Issue) -> int:
    """Skip what a cancelled issue has not sent, some ten thousand at a time."""
    return _do(DROP, issue=issue.pk)


def counts(issue: Issue) -> dict[str, int]:
    """What became of every row of an issue, counted row by row: names as `Issue` has them."""
    rows = Delivery.objects.filter(pk__range=(issue.first_delivery or 0, issue.last_delivery or 0), issue=issue)
    by_state = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    named = {"sent": State.SENT, "failed": State.FAILED, "uncertain": State.UNCERTAIN, "skipped": State.SKIPPED}
    return {name: by_state.get(state, 0) for name, state in named.items()}


def is_busy(issue_pks: Sequence[int]) -> bool:
    """Whether rows of these issues are planned or held by somebody."""
    return Delivery.objects.filter(issue__in=issue_pks, state__in=[State.PLANNED, State.CLAIMED]).exists()


def close(issue: Issue) -> bool:
    """Close the books of an issue without open rows. The database refuses if they do not add up.

    The audience of a cancelled one may be half written: the other half was never planned.
    """
    is_whole = issue.audience_frozen_at is not None or issue.state == Issue.State.CANCELLED
    if not is_whole or Delivery.objects.filter(issue=issue).open().exists():
        return False
    return issue.finish(counts(issue))


def _mine(rows: Sequence[Claimed]) -> dict[str, list[int]]:
    return {"keys": [row.pk for row in rows], "attempts": [row.attempt for row in rows]}


def _run(statement: str, **values: object) -> list[tuple]:
    with _cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def _do(statement: str, **values: object) -> int:
    with _cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def _cursor() -> CursorWrapper:
    """Each statement is planned once a connection: they run hundreds of times a second."""
    connection.ensure_connection()
    return connection._prepare_cursor(PlannedCursor(connection.connection))
