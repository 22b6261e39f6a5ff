"""Keyset pages of the desk's lists, in the three orders in which moderators read them.

A page is cut after a row or before one, whatever comes and goes in between; `mohit.keyset` knows the newest first
alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from comments.models import Comment
from mohit.keyset import BadCursor, Cursor, beyond

PLACE = re.compile(r"(\d{1,5})-(\d{1,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class ByTime:
    """By the moment of writing."""

    oldest_first: bool

    def sorted(self, rows: QuerySet, backwards: bool) -> QuerySet:
        upwards = self.oldest_first is not backwards
        return rows.order_by("created_at", "pk") if upwards else rows.order_by("-created_at", "-pk")

    def beyond(self, rows: QuerySet, place: str, backwards: bool) -> QuerySet:
        return beyond(rows, Cursor.parse(place), self.oldest_first is not backwards, "created_at", "pk")

    def place(self, row: Comment) -> str:
        return str(Cursor(row.created_at, row.pk))


@dataclass(frozen=True, slots=True)
class ByPoints:
    """The most suspicious first; of equals the one that came first. A place is `points-key`."""

    def sorted(self, rows: QuerySet, backwards: bool) -> QuerySet:
        return rows.order_by("points", "-pk") if backwards else rows.order_by("-points", "pk")

    def beyond(self, rows: QuerySet, place: str, backwards: bool) -> QuerySet:
        match = PLACE.fullmatch(place)
        if not match:
            raise BadCursor(place)
        points, pk = int(match[1]), int(match[2])
        # The first condition is a jump in the index, the second what remains to be asked of the rows there.
        if backwards:
            return rows.filter(points__gte=points).filter(Q(points__gt=points) | Q(pk__lt=pk))
        return rows.filter(points__lte=points).filter(Q(points__lt=points) | Q(pk__gt=pk))

    def place(self, row: Comment) -> str:
        return f"{row.points}-{row.pk}"


@dataclass(frozen=True, slots=True)
class DeskPage:
    """Some rows, and the places from which its neighbours are cut; empty at the ends of the list."""

    rows: list[Any]
    onwards: str = ""
    back: str = ""


def cut(rows: QuerySet, order: ByTime | ByPoints, size: int, after: str = "", before: str = "") -> DeskPage:
    """`size` rows that come after a place, or the ones just before it. A place that is none is the beginning."""
    backwards = bool(before) and not after
    place = after or before
    try:
        chosen = order.beyond(rows, place, backwards) if place else rows
    except BadCursor:
        chosen, place, backwards = rows, "", False
    found = list(order.sorted(chosen, backwards)[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    if not found:
        return DeskPage([])
    goes_on, goes_back = (True, more) if backwards else (more, bool(place))
    return DeskPage(
        found,
        onwards=order.place(found[-1]) if goes_on else "",
        back=order.place(found[0]) if goes_back else "",
    )
