"""Keyset pages: lists cut by a place in their order, so that page 5,000 costs what page 1 costs.

A cursor names the last row of a page by its moment and key: `1762182300123456-42` is microseconds since 1970 (UTC)
and a primary key. It stays right while new rows come in above it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Model, Q, QuerySet

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
CURSOR = re.compile(r"(\d{1,17})-(\d{1,18})", re.ASCII)


class BadCursor(ValueError):
    """What stands in the address is no cursor."""


@dataclass(frozen=True, slots=True)
class Cursor:
    moment: datetime
    pk: int

    def __str__(self) -> str:
        return f"{(self.moment - EPOCH) // timedelta(microseconds=1)}-{self.pk}"

    @classmethod
    def parse(cls, text: str) -> Cursor:
        match = CURSOR.fullmatch(text)
        if not match:
            raise BadCursor(text)
        try:
            return cls(EPOCH + timedelta(microseconds=int(match[1])), int(match[2]))
        except OverflowError:
            raise BadCursor(text) from None


@dataclass(frozen=True, slots=True)
class Page:
    """One page, newest first; `older` and `newer` are the cursors of its neighbours, or None at the ends."""

    rows: list[Model]
    older: Cursor | None
    newer: Cursor | None


def page(
    rows: QuerySet,
    size: int,
    *,
    before: str = "",
    after: str = "",
    moment: str = "published_at",
    pk: str = "pk",
) -> Page:
    """Cut `size` rows out of `rows` below the cursor `before`, or above the cursor `after`.

    `moment` and `pk` name the two fields of the order; one index must hold both. Raises `BadCursor`.
    """
    upwards = bool(after) and not before
    cursor = Cursor.parse(before or after) if before or after else None
    if cursor:
        way = "gt" if upwards else "lt"
        # The first condition alone lets the index jump to the place; the second keeps rows of the same moment apart.
        rows = rows.filter(**{f"{moment}__{way}e": cursor.moment}).filter(
            Q(**{f"{moment}__{way}": cursor.moment}) | Q(**{f"{pk}__{way}": cursor.pk})
        )
    order = (moment, pk) if upwards else (f"-{moment}", f"-{pk}")
    found = list(rows.order_by(*order)[: size + 1])
    more, found = len(found) > size, found[:size]
    if upwards:
        found.reverse()
    if not found:
        return Page([], None, None)

    def at(row: Model) -> Cursor:
        return Cursor(getattr(row, moment), getattr(row, pk))

    has_older = bool(cursor) if upwards else more
    has_newer = more if upwards else bool(cursor)
    return Page(found, at(found[-1]) if has_older else None, at(found[0]) if has_newer else None)
