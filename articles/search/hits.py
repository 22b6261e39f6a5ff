"""Pages of hits: which stories, in which order, at a price that does not grow with the archive.

To order all stories that hold a common word would mean ranking most of the archive. But no story stands above its time
of publication (articles/search/ranking.py), so the newest are ranked, window by window, until the last hit of the page
is later than everything older. Words of few stories are ranked all at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from math import prod
from time import monotonic
from typing import NamedTuple

from django.db import connection

from articles.models.article import EARLIEST
from articles.search import tsqueries, vocabulary
from articles.search.queries import Query, Term
from articles.search.ranking import WORST, handicap
from mohit.keyset import Cursor, Page, cut, place

SIZE = 20  # hits a page
FEW = 3_000  # stories that are ranked at once: some milliseconds
WIDER = 2  # times as many days in each window as in the one before
# Seconds after which no further window is opened. Only a phrase of common words that hardly anybody wrote takes so
# long: the vector of each story that holds its words must be opened.
PATIENCE = 0.4
LONG = 20_000  # days
INSTANT = timedelta(microseconds=1)
HIDDEN = "(published_at + interval '0')"


class Hit(NamedTuple):
    pk: int
    moment: datetime  # its place in the order


class Filters(NamedTuple):
    section: int | None = None
    authors: tuple[int, ...] | None = None  # any of them
    since: datetime | None = None  # published at or after
    until: datetime | None = None  # published before


EVERYTHING = Filters()


class Window(NamedTuple):
    """Stories published at or after `start` and before `end`; None is no bound."""

    start: datetime | None
    end: datetime | None


class Found(NamedTuple):
    hits: list[Hit]  # of a page and one more
    total: int  # matches among the stories that were looked at
    is_total: bool  # whether those were all that match
    is_complete: bool = True  # whether as many stories were looked at as the page needs


class Expected(NamedTuple):
    at_most: int  # matches
    a_day: float


class Search:
    """One query as the public may ask it `at` a moment: narrowed by filters, by relevance and freshness or by date."""

    def __init__(self, query: Query, at: datetime, filters: Filters = EVERYTHING, *, by_date: bool = False) -> None:
        self.query, self.at, self.filters = query, at, filters
        self.narrowed = narrowed_by(filters)
        self.match = tsqueries.match(query, self.narrowed)
        self.handicap, self.handicap_texts = ("0", []) if by_date else handicap(query)
        self.worst = timedelta(0) if by_date else WORST
        self.oldest = filters.since or EARLIEST
        self.newest = min(filters.until, at) if filters.until else at

    def page(self, before: str = "", after: str = "") -> tuple[Page, Found]:
        """The page below the cursor `before`, or above `after`; its rows are hits. Raises `BadCursor`."""
        cursor, upwards = place(before, after)
        found = self.find(cursor, upwards)
        return cut(found.hits, SIZE, cursor, upwards, lambda hit: Cursor(hit.moment, hit.pk)), found

    def exists(self) -> bool:
        """Whether anything is found at all."""
        return bool(self.find(None, upwards=False).hits)

    def find(self, cursor: Cursor | None, upwards: bool) -> Found:
        expected = self.expected()
        if expected.at_most <= FEW:
            everything = Window(self.filters.since, self.filters.until)
            return self.ranked(everything, cursor, upwards, by_time=False)._replace(is_total=True)
        return self.find_by_windows(self.windows(cursor, upwards, expected.a_day), cursor, upwards)

    def find_by_windows(self, windows: Iterator[Window], cursor: Cursor | None, upwards: bool) -> Found:
        started, found, total = monotonic(), [], 0
        for window in windows:
            more = self.ranked(window, cursor, upwards)
            total += more.total
            found = sorted([*found, *more.hits], key=lambda hit: (hit.moment, hit.pk), reverse=not upwards)
            found = found[: SIZE + 1]
            if self.is_settled(found, window, upwards):
                return Found(found, total, is_total=False)
            if monotonic() - started > PATIENCE:
                return Found(found, total, is_total=False, is_complete=False)
        return Found(found, total, is_total=True)

    def is_settled(self, found: list[Hit], window: Window, upwards: bool) -> bool:
        """Whether the stories beyond the window are not needed: none can come before the last of `found`."""
        if len(found) <= SIZE:
            return False
        if upwards:
            return window.end != self.filters.until and found[-1].moment < window.end - self.worst
        return window.start != self.filters.since and found[-1].moment >= window.start

    def windows(self, cursor: Cursor | None, upwards: bool, a_day: float) -> Iterator[Window]:
        """Windows that follow one another from where the page begins, each wider than the one before.

        The first should hold more than a page, and what the handicaps may bring up.
        """
        width = self.worst + timedelta(days=min(3 * SIZE / max(a_day, 0.001), LONG))
        if upwards and cursor:
            return self.later_windows(max(cursor.moment, self.oldest), width)
        # What was published later than this stands above the cursor.
        end = min(cursor.moment + self.worst + INSTANT, self.newest) if cursor else self.newest
        return self.earlier_windows(end, width)

    def earlier_windows(self, end: datetime, width: timedelta) -> Iterator[Window]:
        bound = end if end < self.at else None
        while end - self.oldest > width:
            start = end - width
            yield Window(start, bound)
            end = bound = start
            width *= WIDER
        yield Window(self.filters.since, bound)

    def later_windows(self, start: datetime, width: timedelta) -> Iterator[Window]:
        while self.newest - start > width:
            yield Window(start, start + width)
            start += width
            width *= WIDER
        yield Window(start, self.filters.until)

    def expected(self) -> Expected:
        """By the counts of the vocabulary, which may be some hours old: a guess for the width of windows, no more."""
        counts = vocabulary.counts(self.query.stems.union(*self.narrowed, vocabulary.TOTALS))
        stories = max(counts.get(vocabulary.STORIES, 0), 1)
        at_most, share = 0, 0.0
        for terms in self.query.alternatives:
            sizes = [stories_with(term, counts) for term in terms if not term.excluded]
            sizes += [sum(counts.get(name, 0) for name in names) for names in self.narrowed]
            at_most += min(sizes)
            share += prod(min(size / stories, 1.0) for size in sizes)
        return Expected(at_most, share * counts.get(vocabulary.STORIES_A_DAY, 1))

    def ranked(self, window: Window, cursor: Cursor | None, upwards: bool, *, by_time: bool = True) -> Found:
        """The first hits of the page within the window, and the number of its matches beyond the cursor."""
        conditions, parameters = self.within(window, by_time)
        beyond, direction = "", "ASC" if upwards else "DESC"
        if cursor:
            beyond = f"WHERE (moment, article_id) {'>' if upwards else '<'} (%s, %s)"
            parameters += [cursor.moment, cursor.pk]
        with connection.cursor() as rows:
            rows.execute(
                f"""
                SELECT article_id, moment, count(*) OVER () FROM (
                    SELECT article_id, published_at - make_interval(secs => {self.handicap}) AS moment
                      FROM articles_searchdocument WHERE {conditions}) AS hit
                {beyond} ORDER BY moment {direction}, article_id {direction} LIMIT {SIZE + 1}
                """,  # noqa: S608  (put together of this package's own words; what was typed is a parameter)
                [*self.handicap_texts, *parameters],
            )
            found = rows.fetchall()
        return Found([Hit(pk, moment) for pk, moment, _ in found], found[0][2] if found else 0, is_total=False)

    def within(self, window: Window, by_time: bool) -> tuple[str, list[object]]:
        """The condition that readers may see a row, that it matches, and that it lies in the window.

        To keep a bound the index reads all the times beyond it. That pays for a word of most stories; `by_time` off,
        and for the present, which leaves out next to nothing, an addition hides the time from it.
        """
        moment = "published_at" if by_time else HIDDEN
        conditions, parameters = ["vector @@ %s::tsquery", f"{HIDDEN} <= %s"], [self.match, self.at]
        for bound, sign in ((window.start, ">="), (window.end, "<")):
            if bound:
                conditions.append(f"{moment} {sign} %s")
                parameters.append(bound)
        return " AND ".join(conditions), parameters


def narrowed_by(filters: Filters) -> list[tuple[str, ...]]:
    """The lexemes of the section and of the authors: one of each must stand in a story."""
    narrowed = [] if filters.section is None else [(tsqueries.section(filters.section),)]
    if filters.authors is not None:
        # Nobody's name is like that: no story is signed so.
        narrowed.append(tuple(map(tsqueries.author, filters.authors)) or (tsqueries.author(0),))
    return narrowed


def stories_with(term: Term, counts: dict[str, int]) -> int:
    """In how many stories one of the term's choices may stand."""
    return sum(min(sum(counts.get(stem, 0) for stem in place.stems) for place in phrase) for phrase in term.choices)
