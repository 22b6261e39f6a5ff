"""The home page, from an empty site to a full one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.fronts import home_front
from articles.models import Article, Byline
from tests.articles.markup import Markup
from tests.articles.newspaper import own_picture, print_newspaper
from tests.factories import ArticleFactory, AuthorFactory

pytestmark = pytest.mark.django_db


def home(client: Client) -> Markup:
    response = client.get("/")
    assert response.status_code == 200
    return Markup(response.content.decode())


def headlines(page: Markup) -> list[str]:
    return [e.words for e in page.of_class("card-headline")]


def test_it_says_so_when_there_is_nothing(client: Client) -> None:
    page = home(client)

    assert page.one("p", "nothing").words
    assert not page.of_class("card")


@pytest.mark.parametrize("count", [1, 2, 3, 8])
def test_it_shows_each_of_a_few_stories_once(client: Client, count: int) -> None:
    stories = [ArticleFactory(published=True) for _ in range(count)]

    assert sorted(headlines(home(client))) == sorted(story.headline for story in stories)


def test_it_shows_no_story_twice(client: Client) -> None:
    print_newspaper()
    page = home(client)
    addresses = [e["href"] for e in page.all("a") if "card-headline" in e.parents[-1].classes]

    assert len(addresses) > 40
    assert len(set(addresses)) == len(addresses)


def test_it_leads_with_the_newest_story_that_has_a_picture(client: Client) -> None:
    now = timezone.now()
    ArticleFactory(published=True, published_at=now - timedelta(minutes=1))
    pictured = ArticleFactory(published=True, picture=own_picture(1), published_at=now - timedelta(minutes=2))
    page = home(client)

    assert headlines(page)[0] == pictured.headline
    assert [e.get("fetchpriority") for e in page.all("img")] == ["high"]


def test_it_names_the_writers_of_opinions(client: Client) -> None:
    for n in range(20):
        ArticleFactory(published=True, published_at=timezone.now() - timedelta(minutes=n))
    opinion = ArticleFactory(
        published=True, kind=Article.Kind.OPINION, published_at=timezone.now() - timedelta(hours=1)
    )
    Byline.objects.create(article=opinion, author=AuthorFactory(name="رضا شاوش"))
    page = home(client)

    assert "رضا شاوش" in page.one("section", "opinions").words


def test_it_prefers_the_short_headline(client: Client) -> None:
    ArticleFactory(published=True, headline="عنوان طويل جدا", short_headline="عنوان")

    assert headlines(home(client)) == ["عنوان"]


def test_it_shows_the_clock_today_and_the_day_before(client: Client) -> None:
    noon = timezone.localtime().replace(hour=0, minute=1, second=0, microsecond=0)
    ArticleFactory(published=True, published_at=noon)
    ArticleFactory(published=True, published_at=noon - timedelta(days=400))
    for _ in range(7):
        ArticleFactory(published=True, published_at=noon - timedelta(seconds=1))
    page = home(client)

    assert page.all("time")[0].words == "00:01"


def test_it_isolates_signs_of_latin_words(client: Client) -> None:
    ArticleFactory(published=True, headline="هل انتهى زمن C++؟")

    assert home(client).one("h2", "card-headline").words == "هل انتهى زمن C++؟"
    assert [e.words for e in home(client).all("bdi") if "card-headline" in e.parents[-2].classes] == ["C++"]


def test_it_keeps_opinions_to_their_strip(client: Client) -> None:
    news = ArticleFactory(published=True, headline="خبر")
    opinion = ArticleFactory(published=True, kind=Article.Kind.OPINION, headline="رأي جديد")

    front = home_front()

    assert front["lead"].pk == news.pk
    assert (front["top"], front["latest"]) == ([], [])
    assert [card.pk for card in front["opinions"]] == [opinion.pk]


def test_it_fills_the_front_of_a_paper_of_opinions(client: Client) -> None:
    opinion = ArticleFactory(published=True, kind=Article.Kind.OPINION)

    front = home_front()

    assert front["lead"].pk == opinion.pk
    assert front["opinions"] == []
