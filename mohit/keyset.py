"""Keyset pages: lists cut by a place in their order, so that page 5,000 costs what page 1 costs.

A cursor names the last row of a page by its moment and key: `1762182300123456-42` is microseconds since 1970 (UTC)
and a primary key. It stays right while new rows come in above it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import BooleanField, Func, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from mohit.prepared import MOMENT, NUMBER, Prepared

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

    rows: list[Any]
    older: Cursor | None
    newer: Cursor | None


def page(
    rows: QuerySet, size: int, *, before: str = "", after: str = "", moment: str = "published_at", pk: str = "pk"
) -> Page:
    """Cut `size` rows out of `rows` below the cursor `before`, or above the cursor `after`.

    `moment` and `pk` name the two fields of the order; one index must hold both. Raises `BadCursor`.
    """
    cursor, upwards = place(before, after)
    if cursor:
        rows = beyond(rows, cursor, upwards, moment, pk)
    found = list(in_order(rows, upwards, moment, pk)[: size + 1])
    return cut(found, size, cursor, upwards, lambda row: Cursor(getattr(row, moment), getattr(row, pk)))


class PreparedPages:
    """`page` for the busiest lists: its three queries (first page, older, newer) are compiled once.

    `build` makes a `values_list()` queryset of its parameters (see `mohit.prepared`), `read` an object of a row, with
    `pk` and the moment, named as the model that holds it names it.
    """

    def __init__(
        self,
        build: Callable[..., QuerySet],
        read: Callable[[tuple], Any],
        size: int,
        moment: str = "published_at",
        pk: str = "pk",
        **examples: object,
    ) -> None:
        def first(**values: object) -> QuerySet:
            return in_order(build(**values), False, moment, pk)[: size + 1]

        def older(place_moment: datetime, place_pk: int, **values: object) -> QuerySet:
            rows = beyond(build(**values), Cursor(place_moment, place_pk), False, moment, pk)
            return in_order(rows, False, moment, pk)[: size + 1]

        def newer(place_moment: datetime, place_pk: int, **values: object) -> QuerySet:
            rows = beyond(build(**values), Cursor(place_moment, place_pk), True, moment, pk)
            return in_order(rows, True, moment, pk)[: size + 1]

        place_examples = {"place_moment": MOMENT + timedelta(days=1), "place_pk": NUMBER - 1}
        self.first = Prepared(first, **examples)
        self.older = Prepared(older, **examples, **place_examples)
        self.newer = Prepared(newer, **examples, **place_examples)
        self.read, self.size, self.moment = read, size, moment

    def page(self, *, before: str = "", after: str = "", **values: object) -> Page:
        """As the function `page`; `values` are the parameters of `build`."""
        cursor, upwards = place(before, after)
        if cursor:
            query = self.newer if upwards else self.older
            rows = query(place_moment=cursor.moment, place_pk=cursor.pk, **values)
        else:
            rows = self.first(**values)
        found = [self.read(row) for row in rows]
        return cut(found, self.size, cursor, upwards, lambda row: Cursor(getattr(row, self.moment), row.pk))


def place(before: str, after: str) -> tuple[Cursor | None, bool]:
    """(the cursor that an address names, whether the page lies above it). Raises `BadCursor`."""
    if before:
        return Cursor.parse(before), False
    return (Cursor.parse(after), True) if after else (None, False)


def beyond(rows: QuerySet, cursor: Cursor, upwards: bool, moment: str, pk: str) -> QuerySet:
    return rows.filter((Above if upwards else Below)(moment, pk, cursor))


class Below(Func):
    """`(moment, pk) < (moment, pk)`, SQL's comparison of rows: one jump in an index over both.

    Written with AND and OR instead, a plan made without the values takes a page far up for a few rows, and sorts the
    whole list for it.
    """

    operator = "<"
    output_field = BooleanField()

    def __init__(self, moment: str, pk: str, cursor: Cursor) -> None:
        super().__init__(moment, pk)
        self.cursor = cursor

    def as_sql(self, compiler: SQLCompiler, connection: object, **context: object) -> tuple[str, list[object]]:
        moment, pk = (compiler.compile(expression)[0] for expression in self.source_expressions)
        # Values as they are, without a field's wrapping: mohit.prepared must recognise its stand-ins.
        return f"({moment}, {pk}) {self.operator} (%s, %s)", [self.cursor.moment, self.cursor.pk]


class Above(Below):
    operator = ">"


def in_order(rows: QuerySet, upwards: bool, moment: str, pk: str) -> QuerySet:
    return rows.order_by(moment, pk) if upwards else rows.order_by(f"-{moment}", f"-{pk}")


def cut(found: list[Any], size: int, cursor: Cursor | None, upwards: bool, at: Callable[[Any], Cursor]) -> Page:
    """The page that `found`, up to `size + 1` rows in the order of the query, makes."""
    more, found = len(found) > size, found[:size]
    if upwards:
        found.reverse()
    if not found:
        return Page([], None, None)
    has_older = bool(cursor) if upwards else more
    has_newer = more if upwards else bool(cursor)
    return Page(found, at(found[-1]) if has_older else None, at(found[0]) if has_newer else None)
