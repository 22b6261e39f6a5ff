"""The list pages of stories turn by keyset: whole, in order, at any depth, by an index."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test import Client

from articles import shelf
from articles.models import Article, Author, Section, Topic
from articles.shelf import PAGE_SIZE
from mohit.keyset import PreparedPages
from tests.articles.archive import fill_archive, list_pages

pytestmark = pytest.mark.django_db

COUNT = 130  # seven pages of all stories; of a section, topic or author at least two


def stories_of(name: str) -> list[int]:
    """The keys that the list page must hold, in its order."""
    rows = Article.objects.published().newest_first()
    one = {"section": Section, "topic": Topic, "author": Author}.get(name)
    field = {"section": "section", "topic": "topics", "author": "authors"}.get(name)
    return list((rows.filter(**{field: one.objects.first()}) if one else rows).values_list("pk", flat=True))


def shown(content: bytes) -> list[int]:
    """Keys of the stories whose cards stand on the page, in order."""
    main = content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    links = re.findall(r'<article[^>]*>.*?<a href="/[^/"]+/(\d+)/', main, re.DOTALL)
    return [int(key) for key in links]


def pages(client: Client, address: str, way: str) -> Iterator[tuple[str, list[int]]]:
    """(address, keys) of the page and all behind it in one direction, by the cursors that the page offers."""
    while address:
        response = client.get(address)
        assert response.status_code == 200
        yield address, shown(response.content)
        page = response.context["page"]
        cursor = page.older if way == "before" else page.newer
        address = f"{address.partition('?')[0]}?{way}={cursor}" if cursor else ""
        # The page's own link must lead to the same place.
        assert not cursor or f"{way}={cursor}" in response.content.decode()


@pytest.mark.parametrize("name", ["latest", "section", "topic", "author"])
def test_it_shows_every_story_once_on_the_way_down_and_up(client: Client, name: str) -> None:
    fill_archive(COUNT)
    expected = stories_of(name)
    assert len(expected) > PAGE_SIZE

    down = list(pages(client, list_pages()[name], "before"))
    up = list(pages(client, down[-1][0], "after"))

    assert [key for _, keys in down for key in keys] == expected
    assert [key for _, keys in reversed(up) for key in keys] == expected


@pytest.mark.parametrize("name", ["latest", "section", "topic", "author"])
@pytest.mark.parametrize("query", ["before=x", "after=1", "before=1-2-3", "before=0-1", "after=9999999999999999-1"])
def test_it_knows_no_page_at_a_place_that_does_not_exist(client: Client, name: str, query: str) -> None:
    fill_archive(30)

    assert client.get(f"{list_pages()[name]}?{query}").status_code == 404


@pytest.mark.parametrize("name", ["section", "topic", "author"])
def test_it_shows_an_empty_list_without_stories(client: Client, name: str) -> None:
    fill_archive(1)
    Article.objects.update(status="withdrawn")

    assert client.get(list_pages()[name]).status_code == 200


def test_it_reads_deep_pages_from_an_index(client: Client) -> None:
    fill_archive(30_000)
    middle = Article.objects.published().newest_first()[15_000]
    cursor = f"{int(middle.published_at.timestamp() * 1_000_000)}-{middle.pk}"

    for name, address in list_pages().items():
        for way in ("", f"?before={cursor}", f"?after={cursor}"):
            for plan in plans_of(client, address + way):
                assert not re.search(r"Sort Key: .*published_at", plan), f"{name}{way}\n{plan}"
                assert not re.search(r"Seq Scan on articles_(article|byline|tagging)", plan), f"{name}{way}\n{plan}"
                assert rows_read(plan) < 40 * PAGE_SIZE, f"{name}{way}\n{plan}"


def plans_of(client: Client, address: str) -> list[str]:
    """What PostgreSQL does for each query of the page."""
    queries: list[tuple[str, object]] = []

    def record(execute: Callable, sql: str, parameters: object, many: bool, context: dict) -> object:
        queries.append((sql, parameters))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(record):
        assert client.get(address).status_code == 200
    assert queries
    with connection.cursor() as cursor:
        plans = []
        for sql, parameters in queries:
            cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, BUFFERS OFF) {sql}", parameters)
            plans.append("\n".join(line for (line,) in cursor.fetchall()))
    return plans


@pytest.mark.parametrize("pages", [shelf.everything, shelf.of_section, shelf.of_topic, shelf.of_author])
def test_it_keeps_one_plan_for_every_place(pages: PreparedPages) -> None:
    """The plan that PostgreSQL keeps for a prepared query must not depend on the values of its first calls."""
    if connection.pg_version < 160000:
        pytest.skip("EXPLAIN (GENERIC_PLAN) came with PostgreSQL 16")
    fill_archive(30_000)

    for query in (pages.first, pages.older, pages.newer):
        sql, names = query.compile()
        for number in range(1, len(names) + 1):
            sql = sql.replace("%s", f"${number}", 1)
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (GENERIC_PLAN) {sql.replace('%%', '%')}")
            plan = "\n".join(line for (line,) in cursor.fetchall())
        assert not re.search(r"Sort Key: .*published_at", plan), plan
        assert not re.search(r"Seq Scan on articles_(article|byline|tagging)", plan), plan
        # A section with few stories would be looked for among all.
        assert not re.search(r"^ *Filter: .*\b(section|topic|author)_id", plan, re.MULTILINE), plan


def rows_read(plan: str) -> int:
    """Rows that the nodes of a plan gave or threw away, over all their loops."""
    given = sum(
        round(float(rows)) * int(loops) for rows, loops in re.findall(r"actual rows=([\d.]+) loops=(\d+)", plan)
    )
    return given + sum(int(rows) for rows in re.findall(r"Rows Removed by \w+(?: Filter)?: (\d+)", plan))
