"""«هل تقصد»: what a reader may have meant by a word that the site does not know."""

from __future__ import annotations

import pytest
from django.test import Client

from articles.models import SearchWord
from articles.search import vocabulary
from articles.search.vocabulary import slips_between
from tests.articles.markup import Markup
from tests.articles.search.conftest import story

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def words(django_capture_on_commit_callbacks: object) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        story("انتخابات قسنطينة", "والانتخابات في قسنطينة وبرج بوعريريج")
        story("سر دفين", "مسودة تندوف", published=False)
        story("مطار بسكرة")
    vocabulary.count()


def meant(client: Client, typed: str) -> str:
    markup = Markup(client.get("/search/", {"q": typed}).content.decode())
    boxes = markup.of_class("search-none")
    links = [link.words for link in markup.all("a") if boxes and boxes[0] in link.parents]
    return links[0] if links else ""


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("انتحابات", "انتخابات"),
        ("انتخبات قسنطينة", "انتخابات قسنطينة"),
        ("بوعريرج", "بوعريريج"),
        ("بوعرريج", "بوعريريج"),
        ("قسنطسنة", "قسنطينة"),
    ],
)
def test_it_knows_what_was_meant(client: Client, typed: str, expected: str) -> None:
    assert meant(client, typed) == expected


@pytest.mark.parametrize("typed", ["نتخابات", "برح", "تندوق", "انتخابات مفقودة", "انتحابات بسكرة", "كلمة"])
def test_it_guesses_nothing_from(client: Client, typed: str) -> None:
    # Another first letter; too short; a word of a draft only; one word of two without a likeness; right words that
    # stand in no story together.
    assert meant(client, typed) == ""


def test_a_guess_is_never_among_the_hits(client: Client) -> None:
    response = client.get("/search/", {"q": "انتحابات"})

    assert not response.context["found"]
    assert response.context["results"].cards == []


def test_it_counts_public_stories_only() -> None:
    counted = dict(SearchWord.objects.values_list("shown", "documents"))

    assert counted["انتخابات"] == 1
    assert counted["تندوف"] == 0
    assert SearchWord.objects.get(stem=vocabulary.STORIES).documents == 2


def test_it_shows_the_shortest_spelling(django_capture_on_commit_callbacks: object) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        story("خبر", "بالوَلايـات")
    with django_capture_on_commit_callbacks(execute=True):
        story("خبر", "والولايات ولايات")

    assert "ولايات" in SearchWord.objects.values_list("shown", flat=True)
    assert "بالولايات" not in SearchWord.objects.values_list("shown", flat=True)


def test_it_forgets_words_that_are_gone() -> None:
    from articles.models import Article

    Article.objects.filter(status="published").update(status="withdrawn")
    vocabulary.count()

    assert not SearchWord.objects.filter(documents__gt=0).exclude(stem__in=vocabulary.TOTALS)


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("كتاب", "كتاب", 0),
        ("كتاب", "كتب", 1),
        ("كتاب", "كتابي", 1),
        ("كتاب", "كثاب", 1),
        ("كتاب", "كاتب", 1),
        ("كتاب", "مكتب", 2),
        ("كتاب", "", 3),
        ("", "", 0),
        ("كتاب", "سماء", 3),
    ],
)
def test_it_counts_slips(one: str, other: str, slips: int) -> None:
    assert slips_between(one, other, 2) == slips
    assert slips_between(other, one, 2) == slips
