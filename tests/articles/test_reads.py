"""Reads: what counts, that it counts exactly, and how it fades."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from math import exp

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles import beacon, reads
from articles.models import Article, HourOfReads, Readership, Section
from articles.reads import HALF_LIFE, MEAN_LIFE, count_read, forget_old_hours, hottest
from tests.articles.test_public_only import times
from tests.factories import ArticleFactory, SectionFactory

pytestmark = pytest.mark.django_db

READER = {
    "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0",
    "sec-fetch-site": "same-origin",
}


@pytest.fixture(autouse=True)
def unbounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test begins with a memory of its own."""
    monkeypatch.setattr(beacon, "of_one_story", beacon.Throttle(most=6, seconds=600))
    monkeypatch.setattr(beacon, "of_all_stories", beacon.Throttle(most=120, seconds=600))


@pytest.fixture
def story() -> Article:
    return ArticleFactory(published=True)


def send(client: Client, body: object, **headers: str) -> int:
    headers = {**READER, **{name.replace("_", "-"): value for name, value in headers.items()}}
    response = client.post("/reads/", str(body), content_type="text/plain;charset=UTF-8", headers=headers)
    assert not response.cookies
    assert not response.content
    assert "no-store" in response.headers["Cache-Control"]
    return response.status_code


def counted(story: Article) -> int:
    total = Readership.objects.filter(article=story).values_list("total", flat=True).first() or 0
    assert sum(HourOfReads.objects.filter(article=story).values_list("count", flat=True)) == total
    return total


# --- The beacon -------------------------------------------------------------------------------------------------------


def test_it_counts_a_reader(client: Client, story: Article) -> None:
    assert send(client, story.pk) == 204
    assert counted(story) == 1


def test_it_needs_no_token_and_looks_at_no_cookie(story: Article) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies["sessionid"] = client.cookies["csrftoken"] = "x"

    assert send(client, story.pk) == 204
    assert counted(story) == 1


def test_it_makes_one_query(client: Client, story: Article, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        send(client, story.pk)


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete", "options"])
def test_it_takes_post_alone(client: Client, story: Article, method: str) -> None:
    response = getattr(client, method)("/reads/", headers=READER)

    assert response.status_code == 405
    assert "no-store" in response.headers["Cache-Control"]
    assert not response.cookies


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"sec_fetch_site": "none"},
        {"sec_fetch_site": "", "origin": "https://elsewhere.example"},
        {"sec_fetch_site": "", "origin": "null"},
        {"sec_fetch_site": ""},
    ],
)
def test_it_refuses_what_no_page_of_ours_sent(client: Client, story: Article, headers: dict[str, str]) -> None:
    assert send(client, story.pk, **headers) == 403
    assert counted(story) == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"user_agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
        {"user_agent": "curl/8.5.0"},
        {"user_agent": ""},
        {"sec_purpose": "prefetch;prerender"},
        {"sec_purpose": "prefetch"},
        {"purpose": "prefetch"},
    ],
)
def test_it_counts_no_robot_and_no_prefetch(client: Client, story: Article, headers: dict[str, str]) -> None:
    assert send(client, story.pk, **headers) == 204
    assert counted(story) == 0


@pytest.mark.parametrize(
    "body", ["", "0", "-1", "x", "1 ", " 1", "1\n", "1.0", "٣", "1" * 19, "1" * 100_000, "null", "\x00", "1;1"]
)
def test_it_takes_a_number_and_nothing_else(client: Client, body: str) -> None:
    assert send(client, body) == 400
    assert not Readership.objects.exists()


def test_it_reads_no_long_body(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.core.handlers.wsgi import LimitedStream

    def refuse(*_: object) -> bytes:
        raise AssertionError("read")

    monkeypatch.setattr(LimitedStream, "read", refuse)
    assert send(client, "1" * 5_000_000) == 400


@pytest.mark.parametrize("state", list(times()))
def test_it_counts_no_story_that_readers_cannot_see(client: Client, state: str) -> None:
    hidden = ArticleFactory(**times()[state])

    assert send(client, hidden.pk) == 204
    assert send(client, 10**17) == 204
    assert not Readership.objects.exists()
    assert not HourOfReads.objects.exists()


def test_it_counts_one_place_six_times_in_ten_minutes(client: Client, story: Article) -> None:
    assert {send(client, story.pk) for _ in range(30)} == {204}
    assert counted(story) == 6

    other = ArticleFactory(published=True)
    send(client, other.pk)
    assert counted(other) == 1


def test_it_counts_one_place_no_further_than_all_it_may_read(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beacon, "of_all_stories", beacon.Throttle(most=3, seconds=600))
    stories = [ArticleFactory(published=True) for _ in range(5)]
    for story in stories:
        send(client, story.pk)

    assert sum(counted(story) for story in stories) == 3


# --- Counting ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_it_loses_none_of_many_at_once() -> None:
    hot, mild = ArticleFactory(published=True), ArticleFactory(published=True)
    at = timezone.now()

    def read(number: int) -> bool:
        try:
            return count_read(hot.pk if number % 4 else mild.pk, at)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        accepted = list(pool.map(read, range(400)))

    assert all(accepted)
    assert (counted(hot), counted(mild)) == (300, 100)
    assert score(hot, at) == pytest.approx(300)
    assert score(mild, at) == pytest.approx(100)


def score(story: Article, at: timezone.datetime) -> float:
    """The reads of a story, decayed until `at`."""
    return exp(Readership.objects.get(article=story).heat - at.timestamp() / MEAN_LIFE)


def test_it_halves_a_read_in_each_half_life(story: Article) -> None:
    now = timezone.now()
    for halves in (1, 0, 0, 2):  # in any order
        assert count_read(story.pk, now + 2 * HALF_LIFE - halves * HALF_LIFE)
    assert not count_read(story.pk, now - HALF_LIFE)  # before the publication

    assert score(story, now + 2 * HALF_LIFE) == pytest.approx(1 / 2 + 1 + 1 + 1 / 4)


def test_it_adds_right_after_a_year(story: Article) -> None:
    now = timezone.now()
    count_read(story.pk, now)
    count_read(story.pk, now + timedelta(days=365))

    assert score(story, now + timedelta(days=365)) == pytest.approx(1)
    assert counted(story) == 2


def test_it_files_reads_under_their_hour(story: Article) -> None:
    hour = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    for minutes in (0, 59, 60):
        count_read(story.pk, hour + timedelta(minutes=minutes))

    assert list(HourOfReads.objects.order_by("hour").values_list("hour", "count")) == [
        (hour, 2),
        (hour + timedelta(hours=1), 1),
    ]


def test_it_forgets_hours_that_no_figure_reads(story: Article) -> None:
    now = timezone.now()
    count_read(story.pk, now)

    assert forget_old_hours(now + timedelta(days=7)) == 0
    assert forget_old_hours(now + timedelta(days=9)) == 1
    assert Readership.objects.get(article=story).total == 1


# --- Ranking ----------------------------------------------------------------------------------------------------------


def read(story: Article, times: int, ago: timedelta = timedelta(0)) -> Article:
    """So many readers, so long ago."""
    Article.objects.filter(pk=story.pk).update(published_at=timezone.now() - timedelta(days=30))
    Readership.objects.create(article=story, total=times, heat=reads.heat(times, timezone.now() - ago))
    return story


def ranking(**facts: object) -> list[int]:
    return [card.pk for card in reads.most_read(**facts)]


def test_it_puts_what_is_read_now_above_what_was_read_more() -> None:
    yesterday = read(ArticleFactory(published=True), 1000, timedelta(days=2))
    today = read(ArticleFactory(published=True), 100)
    this_morning = read(ArticleFactory(published=True), 150, HALF_LIFE)

    assert ranking() == [today.pk, this_morning.pk, yesterday.pk]


def test_it_ranks_none_until_there_is_enough() -> None:
    first, second = (read(ArticleFactory(published=True), 50) for _ in range(2))
    read(ArticleFactory(published=True), 4)
    assert ranking() == []

    read(third := ArticleFactory(published=True), 6)
    assert set(ranking()) == {first.pk, second.pk, third.pk}


def test_it_ranks_none_that_has_gone_cold() -> None:
    for _ in range(3):
        read(ArticleFactory(published=True), 50, 4 * HALF_LIFE)

    assert ranking() == []


@pytest.mark.parametrize("state", list(times()))
def test_it_ranks_no_story_that_readers_cannot_see(state: str) -> None:
    for _ in range(3):
        read(ArticleFactory(published=True), 10)
    hidden = ArticleFactory()
    Readership.objects.create(article=hidden, total=1000, heat=reads.heat(1000, timezone.now()))
    Article.objects.filter(pk=hidden.pk).update(**times()[state])

    assert len(ranking()) == 3
    assert hidden.pk not in ranking()


def test_it_ranks_each_section_by_itself() -> None:
    section = SectionFactory()
    stories = [read(ArticleFactory(published=True, section=section), 10 + n) for n in range(4)]
    for n in range(3):
        read(ArticleFactory(published=True), 100 + n)

    assert [card.pk for card in reads.most_read_in(section.pk)] == [story.pk for story in reversed(stories)]
    assert reads.most_read_in(SectionFactory().pk) == []


def test_it_walks_down_an_index() -> None:
    from tests.articles.archive import fill_archive

    fill_archive(3_000)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO articles_readership (article_id, total, heat) SELECT id, 1, %s - random() * 90 FROM"
            " articles_article",
            [reads.heat(100, timezone.now())],
        )
        cursor.execute("ANALYZE articles_readership")
        for rows in (
            hottest(timezone.now(), reads.heat(5, timezone.now()))[:20],
            hottest(timezone.now(), reads.heat(5, timezone.now())).filter(section=Section.objects.first())[:5],
        ):
            plan = rows.explain()
            assert "readership_hottest" in plan, plan
            assert "Seq Scan" not in plan, plan


# --- Where it shows ---------------------------------------------------------------------------------------------------


@pytest.fixture
def paper() -> dict[str, Article]:
    """Forty stories of one section; six old ones are read."""
    section = SectionFactory(name="ثقافة", slug="culture")
    now = timezone.now()
    stories = [
        ArticleFactory(published=True, section=section, published_at=now - timedelta(hours=n)) for n in range(40)
    ]
    for place, n in enumerate((39, 38, 37, 36, 35, 34)):
        Readership.objects.create(article=stories[n], total=1, heat=reads.heat(100 - place, now))
    Readership.objects.create(article=stories[0], total=1, heat=reads.heat(1000, now))
    return {"newest": stories[0], "hot": stories[39], "story": stories[20]}


def ranked_in(client: Client, address: str) -> list[str]:
    """The addresses in the page's list of the most read."""
    from tests.articles.markup import Markup

    page = Markup(client.get(address).content.decode())
    lists = [e for e in page.all("ol") if "ranks" in e.classes]
    assert len(lists) <= 1
    return [e["href"] for e in page.all("a") if lists and lists[0] in e.parents]


def test_home_shows_five_that_do_not_stand_above(client: Client, paper: dict[str, Article]) -> None:
    shown = ranked_in(client, "/")

    assert len(shown) == 5
    assert shown[0] == paper["hot"].get_absolute_url()
    assert paper["newest"].get_absolute_url() not in shown
    page = client.get("/").content.decode()
    assert all(page.count(f'href="{address}"') == 1 for address in shown)


def test_a_section_shows_its_own_on_its_first_page(client: Client, paper: dict[str, Article]) -> None:
    assert ranked_in(client, "/culture/")[:2] == [
        paper["newest"].get_absolute_url(),
        paper["hot"].get_absolute_url(),
    ]
    older = client.get("/culture/").context["page"].older
    assert ranked_in(client, f"/culture/?before={older}") == []


def test_a_story_shows_none_twice(client: Client, paper: dict[str, Article]) -> None:
    shown = ranked_in(client, paper["hot"].get_absolute_url())

    assert len(shown) == 5
    assert paper["hot"].get_absolute_url() not in shown
    page = client.get(paper["hot"].get_absolute_url()).content.decode()
    assert all(page.count(f'href="{address}"') == 1 for address in shown)


def test_a_page_shows_all_in_their_order(client: Client, paper: dict[str, Article]) -> None:
    shown = ranked_in(client, "/most-read/")

    assert len(shown) == 7
    assert shown[:2] == [paper["newest"].get_absolute_url(), paper["hot"].get_absolute_url()]


def test_nothing_shows_while_nothing_was_read(client: Client) -> None:
    story = ArticleFactory(published=True)

    for address in ("/", f"/{story.section.slug}/", story.get_absolute_url()):
        assert "الأكثر قراءة" not in client.get(address).content.decode()
    assert "لا توجد قراءات" in client.get("/most-read/").content.decode()
