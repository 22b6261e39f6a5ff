"""How often the same source may do the same thing, counted by the database: exact over all processes and machines."""

from __future__ import annotations

from math import ceil
from time import time

from django.db import connection
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from mohit.prepared import planned
from mohit.visitors import source_of

# Counts one more unless that passes the bound. What lies a span back weighs as much as it is still within reach, so
# each take is noted in the row of its own span and, as what came before, in the row of the next. The first row's lock
# is what makes it exact: whoever comes at the same moment waits for it and then sees the new count.
TAKE = """
    WITH this_span AS (
        INSERT INTO mohit_limitcount AS c (key, taken, before, ends_at)
        VALUES (%(key)s, 1, 0, to_timestamp(%(ends)s))
            ON CONFLICT (key) DO UPDATE SET taken = c.taken + 1
                WHERE c.taken + ceil(c.before * %(share)s::float8 - 1e-9) < %(most)s
        RETURNING 1
    )
    INSERT INTO mohit_limitcount AS c (key, taken, before, ends_at)
    SELECT %(next)s, 0, 1, to_timestamp(%(ends)s + %(seconds)s) FROM this_span
        ON CONFLICT (key) DO UPDATE SET before = c.before + 1
    RETURNING 1
"""
COUNTS = "SELECT taken, before FROM mohit_limitcount WHERE key = %s"
FORGET = "DELETE FROM mohit_limitcount WHERE ends_at < now()"


class Limit:
    """At most `most` of the same source in any burst, and in the long run in each span of `seconds`.

    A sliding window: of the span before this one counts the share that lies less than `seconds` back, as if its takes
    had been spread evenly. So a burst never passes more than `most`, over the end of a span neither.

    Nobody is remembered: a source is a keyed hash under a key of its span, derived from SECRET_KEY; rows are deleted
    when their span is over. Take outside a transaction: the source's row is locked until it ends, and undone with it.
    """

    def __init__(self, name: str, *, most: int, seconds: int) -> None:
        self.name, self.most, self.seconds = name, most, seconds

    def take(self, source: HttpRequest | str) -> int:
        """Count one more; 0 when it may pass, else the seconds to wait, and nothing is counted.

        A request stands for its network (`source_of`); any other string, say a mail domain, for itself.
        """
        values = self.values(source)
        if planned(TAKE, values):
            return 0
        ((taken, before),) = planned(COUNTS, [values["key"]]) or [(0, 0)]
        return self.wait(taken, before, self.seconds * (1 - values["share"]))

    def allows(self, source: HttpRequest | str) -> bool:
        """The same for whom nobody tells how long to wait: one query, whatever comes out."""
        return bool(planned(TAKE, self.values(source)))

    def values(self, source: HttpRequest | str) -> dict[str, object]:
        """What TAKE binds, at this moment."""
        source = source_of(source) if isinstance(source, HttpRequest) else source
        span, elapsed = divmod(time(), self.seconds)
        return {
            "key": self.key(source, int(span)),
            "next": self.key(source, int(span) + 1),
            "ends": (span + 1) * self.seconds,
            "seconds": self.seconds,
            "share": 1 - elapsed / self.seconds,
            "most": self.most,
        }

    def wait(self, taken: int, before: int, elapsed: float) -> int:
        """Whole seconds until one more may pass, when `elapsed` seconds of the span are over."""
        room = self.most - 1 - taken
        if room >= 0 and before:
            at = self.seconds * (1 - room / before)  # when of those before only `room` weigh still
        else:
            at = self.seconds * (2 - (self.most - 1) / max(taken, 1))
        return max(1, ceil(round(at - elapsed, 6)))

    def key(self, source: str, span: int) -> bytes:
        return salted_hmac(f"mohit.limit {self.name} {span}", source, algorithm="sha256").digest()[:16]


def forget_old_limits() -> int:
    """Delete the counts of spans that are over; how many."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET)
        return cursor.rowcount
