"""Even pacing: how much of a goal should be delivered by now, and how pressing the rest is. Nothing but arithmetic."""

from __future__ import annotations

from datetime import datetime


def due(goal: int, starts_at: datetime, ends_at: datetime, now: datetime) -> float:
    """The share of `goal` that an even delivery has reached by `now`, in impressions."""
    elapsed = (now - starts_at) / (ends_at - starts_at)
    return goal * min(max(elapsed, 0.0), 1.0)


def is_ahead(goal: int, delivered: int, starts_at: datetime, ends_at: datetime, now: datetime) -> bool:
    """Whether it may wait: it has delivered more than is due."""
    return delivered > due(goal, starts_at, ends_at, now)


def need(goal: int, delivered: int, starts_at: datetime, ends_at: datetime, now: datetime) -> float:
    """The pace that the rest of the time asks for, as a multiple of the agreed pace: 1 on the line, 2 far behind.

    In the last moments it grows without bound, so it is cut at 100.
    """
    left = (ends_at - now) / (ends_at - starts_at)
    if left <= 0:
        return 0.0
    return min(max(goal - delivered, 0) / goal / left, 100.0)
