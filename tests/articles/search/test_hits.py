"""Which hits stand on a page, and in which order: the same as if everything were ranked, but cheaper."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

import pytest
from django.db import connection
from django.utils import timezone

from articles.models import Article, Section
from articles.search import hits, index, rules, vocabulary
from articles.search.hits import Filters, Search
from articles.search.queries import parse
from articles.search.ranking import WORST, handicap
from tests.articles.search.conftest import story
from tests.factories import SectionFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now().replace(microsecond=0)
WORDS = ["سد", "مطر", "جسر", "ميناء", "قطار"]


@pytest.fixture
def archive() -> list[int]:
    """Four hundred stories over three years, in which the words stand here and there; some share a moment."""
    random, section = Random(7), SectionFactory()
    articles = []
    for number in range(400):
        words = [random.choice(WORDS) for _ in range(3)]
        articles.append(
            Article(
                section=section,
                headline=f"خبر {number} {words[0] if random.random() < 0.1 else ''}",
                standfirst=f"مقدمة {words[1] if random.random() < 0.2 else ''}",
                body=f"<p>{' '.join(words)} {'سد ' * random.choice([0, 0, 3])}</p>",
                status="published",
                published_at=NOW - timedelta(days=random.randint(0, 540) * 2),
            )
        )
    keys = [article.pk for article in Article.objects.bulk_create(articles)]
    for _ in index.catch_up():
        pass
    vocabulary.count()
    return keys


@pytest.fixture(params=[0, 3_000], ids=["by windows", "at once"])
def few(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(hits, "FEW", request.param)
    return request.param


def search(text: str, filters: Filters = hits.EVERYTHING, *, by_date: bool = False) -> Search:
    return Search(parse(text, rules.current()), NOW, filters, by_date=by_date)


def everything_ranked(asked: Search) -> list[int]:
    """All hits in their order, by sorting the whole match."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT article_id FROM (SELECT article_id, published_at - make_interval(secs => {asked.handicap}) AS m "
            "FROM articles_searchdocument WHERE vector @@ %s::tsquery AND published_at <= %s) AS hit "
            "ORDER BY m DESC, article_id DESC",
            [*asked.handicap_texts, asked.match, NOW],
        )
        return [pk for (pk,) in cursor.fetchall()]


def turned(asked: Search) -> list[int]:
    """All hits, page after page; on the way back every page must be the one seen before."""
    pages, page = [], asked.page()[0]
    while True:
        pages.append([hit.pk for hit in page.rows])
        if not page.older:
            break
        page = asked.page(before=str(page.older))[0]
    for expected in reversed(pages[:-1]):
        page = asked.page(after=str(page.newer))[0]
        assert [hit.pk for hit in page.rows] == expected
    return [pk for page in pages for pk in page]


@pytest.mark.parametrize("by_date", [False, True])
@pytest.mark.parametrize("text", ["سد", "سد مطر", "«سد مطر»", "سد أو جسر", "سد -مطر", "ميناء قطار جسر", "خبر"])
def test_its_pages_are_the_order_of_everything(archive: list[int], few: int, text: str, by_date: bool) -> None:
    asked = search(text, by_date=by_date)

    expected = everything_ranked(asked)
    assert len(expected) > 2
    assert turned(asked) == expected


def test_it_looks_at_the_newest_only(archive: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hits, "FEW", 0)
    monkeypatch.setattr(hits, "SIZE", 3)

    page, found = search("خبر").page()

    assert len(page.rows) == 3
    assert not found.is_total
    assert found.total < len(archive) / 2


def test_it_says_when_it_gave_up(archive: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hits, "FEW", 0)
    monkeypatch.setattr(hits, "PATIENCE", -1.0)

    assert not search("ميناء قطار جسر").page()[1].is_complete


def test_its_order_stays_while_time_passes(archive: list[int]) -> None:
    early, late = search("سد"), search("سد")
    late.at = late.newest = NOW + timedelta(days=300)

    assert turned(early) == turned(late)


def test_nothing_is_ranked_above_its_time(archive: list[int]) -> None:
    """What makes it right to stop: 0 <= handicap <= WORST for every hit of every query."""
    for text in (*WORDS, "سد مطر", "سد أو مطر", "«سد مطر»", "خبر -سد"):
        sql, texts = handicap(parse(text, rules.current()))
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT min({sql}), max({sql}) FROM articles_searchdocument", [*texts, *texts])
            least, most = cursor.fetchone()
        assert 0 <= least <= most <= WORST.total_seconds()


def ranked(text: str) -> list[int]:
    return [hit.pk for hit in search(text).page()[0].rows]


def at(days: int) -> datetime:
    return NOW - timedelta(days=days)


def test_it_puts_the_headline_before_the_standfirst_before_the_text() -> None:
    text = story("خبر", "سد", published_at=at(1))
    throughout = story("خبر", "سد. سد. سد.", published_at=at(1))
    standfirst = story("خبر", standfirst="سد", published_at=at(1))
    headline = story("سد", published_at=at(1))

    assert ranked("سد") == [headline.pk, standfirst.pk, throughout.pk, text.pk]


def test_it_puts_the_form_that_was_typed_first() -> None:
    other = story("مدينة وهران", published_at=at(1))
    typed = story("المدينة", published_at=at(2))

    assert ranked("المدينة") == [typed.pk, other.pk]
    assert ranked("مدينة") == [other.pk, typed.pk]


def test_it_weighs_relevance_against_age() -> None:
    old, fresh = story("سد", published_at=at(60)), story("خبر", "سد", published_at=at(1))
    assert ranked("سد") == [old.pk, fresh.pk]  # 8.6 weeks and none against none and 14

    Article.objects.filter(pk=old.pk).update(published_at=at(300))
    assert ranked("سد") == [fresh.pk, old.pk]


def test_it_orders_by_date_alone_when_asked() -> None:
    old, fresh = story("سد", published_at=at(2)), story("خبر", "سد", published_at=at(1))

    assert [hit.pk for hit in search("سد", by_date=True).page()[0].rows] == [fresh.pk, old.pk]
    assert ranked("سد") == [old.pk, fresh.pk]


def test_it_narrows_by_section_and_time(archive: list[int], few: int) -> None:
    other = SectionFactory()
    moved = Article.objects.filter(pk__in=archive[:40])
    moved.update(section=other)
    for _ in index.catch_up():
        pass
    since, until = NOW - timedelta(days=700), NOW - timedelta(days=100)

    found = turned(search("خبر", Filters(section=other.pk, since=since, until=until)))

    expected = moved.filter(published_at__gte=since, published_at__lt=until)
    assert sorted(found) == sorted(expected.values_list("pk", flat=True))
    assert Section.objects.count() == 2
