"""The counters of a period, added up in every way that a report shows them, in two queries.

A row of the counters belongs to the hour of its offers, and a report's day holds what came of that day's offers. The
day of an hour is reckoned as the tallies do it, so that both columns add up to the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.db import connection

from ads.models.counter import Event
from ads.models.offer import Reason
from ads.reports.period import Period

WAYS = ("day", "section", "placement", "creative", "campaign")

# First to one row for each day and box, which is some hundreds of the table's; these are added up five ways at once.
SUMS = """
    WITH part AS (
        SELECT (n.hour AT TIME ZONE %(zone)s)::date AS day, n.section, n.placement_id AS placement,
               n.creative_id AS creative, c.campaign_id AS campaign:labels, :inner
          FROM :table n JOIN ads_creative c ON c.id = n.creative_id
         WHERE n.hour >= %(starts_at)s AND n.hour < %(ends_at)s:scope
         GROUP BY 1, 2, 3, 4, 5:numbers
    )
    SELECT GROUPING(day, section, placement, creative, campaign:labels),
           day, section, placement, creative, campaign:labels, :outer
      FROM part GROUP BY GROUPING SETS ((), (day), (section), (placement), (creative), (campaign):sets)
"""
EVENTS = tuple(Event.values)
COUNTED = {
    ":table": "ads_counter",
    ":labels": "",
    ":numbers": "",
    ":sets": "",
    ":inner": ", ".join(f"sum({name}) AS {name}" for name in EVENTS),
    ":outer": ", ".join(f"sum({name})::bigint" for name in EVENTS),
}
LABELLED = {
    ":table": "ads_invalidcount",
    ":labels": ", event, reason",
    ":numbers": ", 6, 7",
    ":sets": ", (event, reason)",
    ":inner": "sum(count) AS count",
    ":outer": "sum(count)::bigint",
}


@dataclass(frozen=True)
class Figures:
    """What was offered and how far it came; `invalid` are events of all four kinds that were not counted."""

    offered: int = 0
    rendered: int = 0
    viewable: int = 0
    clicked: int = 0
    invalid: int = 0

    @property
    def viewability(self) -> float | None:
        """Of a hundred that were rendered, how many were seen (MRC: half the pixels for a second)."""
        return share(self.viewable, self.rendered)

    @property
    def click_rate(self) -> float | None:
        """Of a hundred that were seen, how many were pressed."""
        return share(self.clicked, self.viewable, 2)

    @property
    def is_zero(self) -> bool:
        return self == Figures()


def share(part: int, whole: int, decimals: int = 1) -> float | None:
    """In percent; None of nothing."""
    return round(100 * part / whole, decimals) if whole else None


@dataclass
class Sums:
    """The figures in all, and by each of WAYS; `reasons`: what the invalid column holds, by (event, reason)."""

    total: Figures = Figures()
    by: dict[str, dict[Any, Figures]] = field(default_factory=lambda: {way: defaultdict(Figures) for way in WAYS})
    reasons: dict[tuple[str, str], int] = field(default_factory=dict)

    def of_reason(self) -> dict[str, int]:
        """The events of each reason, all kinds together; the largest first, without those that did not happen."""
        found = dict.fromkeys(Reason.values, 0)
        for (_, reason), count in self.reasons.items():
            found[reason] += count
        return dict(sorted(((key, count) for key, count in found.items() if count), key=lambda row: -row[1]))


def sums(period: Period, campaigns: Collection[int] | None = None) -> Sums:
    """Of these campaigns (primary keys), default: of all. Two queries, whatever there is."""
    found = Sums()
    for way, key, values in _rows(COUNTED, period, campaigns):
        _set(found, way, key, **dict(zip(EVENTS, map(int, values), strict=True)))
    for way, key, values in _rows(LABELLED, period, campaigns):
        if way == "reasons":
            found.reasons[key] = values[0]
        else:
            _set(found, way, key, invalid=values[0])
    return found


def _set(found: Sums, way: str, key: Hashable, **values: int) -> None:
    if way == "total":
        found.total = replace(found.total, **values)
    else:
        found.by[way][key] = replace(found.by[way][key], **values)


def _rows(words: dict[str, str], period: Period, campaigns: Collection[int] | None) -> list[tuple[str, Any, tuple]]:
    """(the way, the value, the sums) of each set."""
    labels = 2 if words[":labels"] else 0
    statement = SUMS.replace(":scope", "" if campaigns is None else " AND c.campaign_id = ANY(%(campaigns)s)")
    for name, value in words.items():
        statement = statement.replace(name, value)
    values = {
        "zone": settings.TIME_ZONE,
        "starts_at": period.starts_at,
        "ends_at": period.ends_at,
        "campaigns": list(campaigns or ()),
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [read for row in cursor.fetchall() if (read := _read(row, labels)) is not None]


def _read(row: tuple, labels: int) -> tuple[str, Any, tuple] | None:
    grouping, keys, values = row[0], row[1 : 6 + labels], row[6 + labels :]
    if values[0] is None:  # the sum of nothing
        return None
    # Of a set's columns the bits are not set; the leftmost argument has the highest bit.
    there = [place for place in range(len(keys)) if not grouping >> (len(keys) - 1 - place) & 1]
    if not there:
        return "total", None, values
    if len(there) == 2:
        return "reasons", (keys[5], keys[6]), values
    return WAYS[there[0]], keys[there[0]], values
