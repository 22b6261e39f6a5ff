"""What readers see of a coverage, in one query: the entries of a page, the one on top, the key events."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from articles.models import Article, Author, LiveCoverage, LiveEntry
from mohit.prepared import MOMENT, NUMBER, Prepared

A_PAGE = 30  # entries
KEY_EVENTS = 12  # the newest of them

# For who asks for the newest page: after every entry there is, and every key.
END = datetime.fromisoformat("2199-01-01T00:00:00+00:00")
LAST_KEY = 2**62


class Coverage(NamedTuple):
    """What a story's own query brings of its coverage (`coverage_of`)."""

    pk: int
    version: int
    opened_at: datetime
    changed_at: datetime
    closed_at: datetime | None
    summary: str

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class Entry(NamedTuple):
    pk: int
    at: datetime
    headline: str
    body: str
    author: str
    edition: int
    is_key: bool
    changed_at: datetime | None


class Entries(NamedTuple):
    """One page of a coverage, the newest (`is_first`) or a deeper one.

    `older` is the key of the first entry of the next one.
    """

    top: Entry | None
    shown: list[Entry]
    key_events: list[Entry]
    older: int | None
    is_first: bool = True

    def all(self) -> list[Entry]:
        """As they stand on the page, from the top."""
        return [*([self.top] if self.top else []), *self.shown]


def coverage_of(article: str = "pk") -> Subquery:
    """For a query of articles: the coverage as JSON, or NULL, for `read_coverage`."""
    rows = LiveCoverage.objects.filter(article=OuterRef(article)).order_by()
    fields = ("pk", "version", "opened_at", "changed_at", "closed_at", "summary")
    return Subquery(rows.values(json=JSONObject(**{name: name for name in fields}))[:1])


def read_coverage(row: dict[str, Any] | str | None) -> Coverage | None:
    if row is None:
        return None
    values = json.loads(row) if isinstance(row, str) else row
    moments = {name: moment(values[name]) for name in ("opened_at", "changed_at", "closed_at")}
    return Coverage(**{**values, **moments})


def entries_of(coverage: int, before: datetime, key: int) -> QuerySet:
    """(the entry on top, those of the page and one more, the key events) as JSON: one row."""
    shown = LiveEntry.objects.shown().filter(coverage=OuterRef("pk"))
    here = shown.filter(is_pinned=False).filter(Q(at__lt=before) | Q(at=before, pk__lte=key))
    key_events = shown.filter(is_key=True)
    return (
        LiveCoverage.objects.filter(pk=coverage)
        .order_by()
        .values_list(
            ArraySubquery(as_json(shown.filter(is_pinned=True))),
            ArraySubquery(as_json(here.newest_first())[: A_PAGE + 1]),
            ArraySubquery(as_json(key_events.newest_first(), body=False)[:KEY_EVENTS]),
        )
    )


def as_json(rows: QuerySet, *, body: bool = True) -> QuerySet:
    signature = Author.objects.filter(user=OuterRef("by")).order_by().values("name")[:1]
    facts = {name: name for name in ("pk", "at", "headline", "edition", "is_key", "changed_at")}
    return rows.values(json=JSONObject(author=Subquery(signature), **({"body": "body"} if body else {}), **facts))


one_page = Prepared(entries_of, coverage=NUMBER, before=MOMENT, key=NUMBER - 7)


def page_of(coverage: int, first: LiveEntry | None = None) -> Entries:
    """The newest entries, or those from `first` on back in time."""
    before, key = (first.at, first.pk) if first else (END, LAST_KEY)
    rows = one_page(coverage=coverage, before=before, key=key)
    top, shown, key_events = rows[0] if rows else ([], [], [])
    read = [read_entry(text) for text in shown]
    older = read[A_PAGE].pk if len(read) > A_PAGE else None
    # Deeper pages have no entry on top: it is no part of the time they tell of.
    above = read_entry(top[0]) if top and (first is None or first.is_pinned) else None
    return Entries(above, read[:A_PAGE], [read_entry(text) for text in key_events], older, first is None)


def read_entry(text: str) -> Entry:
    row = {"body": "", **json.loads(text)}
    return Entry(
        **{**row, "at": moment(row["at"]), "changed_at": moment(row["changed_at"]), "author": row["author"] or ""}
    )


def moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def state_of(pk: int, at: datetime) -> QuerySet:
    """(key, version, end) of the coverage of a story that readers may see `at` this moment."""
    public = Article.objects.published(at).filter(pk=pk, coverage__isnull=False).order_by()
    return public.values_list("coverage__pk", "coverage__version", "coverage__closed_at")


state = Prepared(state_of, pk=NUMBER, at=MOMENT)
