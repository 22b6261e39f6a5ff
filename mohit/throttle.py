"""A bound on how often the same thing may happen, which remembers nobody."""

from __future__ import annotations

import secrets
from hashlib import blake2b
from threading import Lock
from time import monotonic


class Throttle:
    """Lets through at most `most` of the same kind in each span of `seconds`.

    What it counts by is kept in this process's memory alone, as a keyed hash under a key of the span: when the span
    ends key and counts are forgotten, and nothing tells any more who was counted. So each process counts for itself.
    """

    FULL = 100_000  # kinds in a span; a flood of new ones is refused, memory stays below 20 MB

    def __init__(self, most: int, seconds: float) -> None:
        self.most, self.seconds = most, seconds
        self.lock = Lock()
        self.ends_at = 0.0

    def allows(self, *kind: object) -> bool:
        """Whether one more of this kind may pass; if so it is counted."""
        now = monotonic()
        with self.lock:
            if now >= self.ends_at:
                self.ends_at = now + self.seconds
                self.secret = secrets.token_bytes(32)
                self.counts: dict[bytes, int] = {}
            digest = blake2b(repr(kind).encode(), key=self.secret, digest_size=8).digest()
            count = self.counts.get(digest, 0)
            if count >= self.most or (not count and len(self.counts) >= self.FULL):
                return False
            self.counts[digest] = count + 1
            return True
