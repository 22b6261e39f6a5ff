"""Keyset pages: every row exactly once, whichever way one turns the pages and whatever comes in meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Article, Section
from mohit.keyset import EPOCH, BadCursor, Cursor, Page, PreparedPages, page
from mohit.prepared import MOMENT
from tests.factories import ArticleFactory, SectionFactory

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SIZE = 3

prepared = PreparedPages(
    lambda at: Article.objects.published(at).values_list("published_at", "pk", named=False),
    lambda row: Article(published_at=row[0], pk=row[1]),
    SIZE,
    at=MOMENT,
)


def by_queryset(before: str = "", after: str = "") -> Page:
    return page(Article.objects.published(), SIZE, before=before, after=after)


def by_prepared(before: str = "", after: str = "") -> Page:
    return prepared.page(before=before, after=after, at=timezone.now())


both_ways = pytest.mark.parametrize("turn", [by_queryset, by_prepared])


def make(minutes_ago: list[int], section: Section | None = None) -> list[int]:
    """Keys of public articles that many minutes before noon, in the order of a list page."""
    section = section or Section.objects.first() or SectionFactory()
    made = [
        ArticleFactory(section=section, status="published", published_at=NOON - timedelta(days=300, minutes=minutes))
        for minutes in minutes_ago
    ]
    return [article.pk for article in sorted(made, key=lambda a: (a.published_at, a.pk), reverse=True)]


def keys(found: Page) -> list[int]:
    return [row.pk for row in found.rows]


def flat(pages: list[list[int]]) -> list[int]:
    return [key for rows in pages for key in rows]


def walk_down(turn: Callable[..., Page], start: Page | None = None) -> list[list[int]]:
    found = start or turn()
    pages = [keys(found)]
    while found.older:
        found = turn(before=str(found.older))
        pages.append(keys(found))
    return pages


def walk_up(turn: Callable[..., Page], found: Page) -> list[list[int]]:
    pages = [keys(found)]
    while found.newer:
        found = turn(after=str(found.newer))
        pages.insert(0, keys(found))
    return pages


@both_ways
@pytest.mark.django_db
@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 6, 7, 10])
def test_it_walks_every_row_once(turn: Callable[..., Page], count: int) -> None:
    expected = make(list(range(count)))

    pages = walk_down(turn)

    assert flat(pages) == expected
    assert all(len(rows) == SIZE for rows in pages[:-1])


@both_ways
@pytest.mark.django_db
def test_it_walks_back_over_the_same_rows(turn: Callable[..., Page]) -> None:
    expected = make(list(range(11)))
    found = turn()
    while found.older:
        found = turn(before=str(found.older))

    assert flat(walk_up(turn, found)) == expected


@both_ways
@pytest.mark.django_db
@pytest.mark.parametrize("minutes", [[5] * 10, [1, 1, 2, 2, 2, 2, 2, 2, 3, 3], [9, 9, 9, 9, 1, 1, 1, 1]])
def test_it_keeps_rows_of_one_moment_apart(turn: Callable[..., Page], minutes: list[int]) -> None:
    expected = make(minutes)

    assert flat(walk_down(turn)) == expected
    last = turn()
    while last.older:
        last = turn(before=str(last.older))
    assert flat(walk_up(turn, last)) == expected


@both_ways
@pytest.mark.django_db
def test_it_stays_in_place_when_rows_come_in_above(turn: Callable[..., Page]) -> None:
    old = make(list(range(100, 108)))
    found = turn()
    seen = keys(found)

    new = make([1, 2, 3, 4, 5])
    while found.older:
        found = turn(before=str(found.older))
        seen += keys(found)

    assert seen == old
    assert flat(walk_up(turn, found))[-8:] == old
    assert flat(walk_down(turn)) == new + old


@both_ways
@pytest.mark.django_db
def test_it_stays_in_place_when_the_row_of_the_cursor_goes(turn: Callable[..., Page]) -> None:
    expected = make(list(range(7)))
    first = turn()

    Article.objects.filter(pk=first.older.pk).update(status="withdrawn")

    assert keys(turn(before=str(first.older))) == expected[3:6]


@both_ways
@pytest.mark.django_db
def test_it_says_where_the_list_ends(turn: Callable[..., Page]) -> None:
    make(list(range(6)))

    first = turn()
    last = turn(before=str(first.older))

    assert first.newer is None
    assert last.older is None
    back = turn(after=str(last.newer))
    assert (keys(back), back.newer) == (keys(first), None)


@both_ways
@pytest.mark.django_db
def test_it_gives_no_rows_below_the_last(turn: Callable[..., Page]) -> None:
    make([1, 2])

    assert turn(before="0-1") == Page([], None, None)


@given(st.integers(0, 10**16), st.integers(0, 10**17))
def test_it_reads_back_the_cursors_it_writes(microseconds: int, pk: int) -> None:
    cursor = Cursor(EPOCH + timedelta(microseconds=microseconds), pk)

    assert Cursor.parse(str(cursor)) == cursor


@pytest.mark.parametrize(
    "text",
    ["", "1", "-", "1-", "-1", "a-b", "1-2-3", " 1-2", "1-2\n", "1.5-2", "+1-2", "٣-٤", "１-２", "9" * 18 + "-1",
     "1-" + "9" * 19, "1-2;drop", "0x1-2", "1_0-2"],
)  # fmt: skip
def test_it_refuses_what_is_no_cursor(text: str) -> None:
    with pytest.raises(BadCursor):
        Cursor.parse(text)
