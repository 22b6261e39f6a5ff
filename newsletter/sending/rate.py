"""The sending rate: so many mails in any stretch of a length, whatever was restarted, of all workers together."""

from __future__ import annotations

from django.conf import settings
from django.db import connection, transaction

LOCK = 0x6E65_7773_6C65_7472  # of PostgreSQL's advisory locks, this one is ours

SPEND = """
INSERT INTO newsletter_grant (at, count)
SELECT clock_timestamp(), least(%(wanted)s, %(most)s - used)
FROM (
    SELECT coalesce(sum(count), 0) AS used FROM newsletter_grant
    WHERE at > clock_timestamp() - make_interval(secs => %(seconds)s)
) spent
WHERE used < %(most)s
RETURNING count
"""
FORGET = "DELETE FROM newsletter_grant WHERE at <= clock_timestamp() - make_interval(secs => %(seconds)s)"


def grant(wanted: int) -> int:
    """How many of `wanted` mails may leave now.

    Asked right before they do, and kept in the database: the sum over any stretch as long as the rate's never passes
    it, over restarts and all machines. What is granted and not sent is lost.
    """
    if settings.NEWSLETTER_RATE is None or not wanted:
        return wanted
    most, seconds = settings.NEWSLETTER_RATE
    values = {"wanted": wanted, "most": most, "seconds": seconds}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute(FORGET, values)
        cursor.execute(SPEND, values)
        row = cursor.fetchone()
    return row[0] if row else 0
