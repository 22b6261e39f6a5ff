"""How many queries each public page makes: a few, and the same with 30 stories and with 30,000.

Every page makes one for its frame: the site's identity with the static pages and the sections of the menu.
"""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from articles.models import Article, Byline, Tagging
from tests.articles.archive import fill_archive, list_pages
from tests.factories import ArticleFactory, AuthorFactory, PictureFactory, TopicFactory

pytestmark = pytest.mark.django_db

FEW, MANY = 30, 30_000


def newest() -> Article:
    return Article.objects.published().newest_first().first()


def test_it_opens_home_with_four(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    fill_archive(FEW)
    client.get("/")  # compiles the queries

    # The frame; whether somebody arranged it; the keys of every place on the page; the cards.
    with django_assert_num_queries(4):
        client.get("/")


def test_it_opens_a_list_with_three(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    fill_archive(FEW)
    addresses = list_pages()
    latest, section = addresses.pop("latest"), addresses.pop("section")

    # The frame; the stories.
    with django_assert_num_queries(2):
        client.get(latest)
    # The frame; the section; its stories; whether somebody arranged its front; those most read.
    with django_assert_num_queries(5):
        client.get(section)
    for address in addresses.values():
        # The frame; the topic or author; its stories.
        with django_assert_num_queries(3):
            client.get(address)


def test_it_opens_a_story_with_five(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    fill_archive(FEW)
    address = newest().get_absolute_url()

    # The frame; the story with its section, picture, authors, topics and the newest of each topic; the keys of
    # the site's newest; the cards of related and latest; the comments.
    with django_assert_num_queries(5):
        client.get(address)


def test_it_opens_the_fullest_story_with_seven(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    fill_archive(FEW)
    story = fullest_story()

    # As above, and for the body: its pictures; the stories it links to.
    with django_assert_num_queries(7):
        response = client.get(story.get_absolute_url())

    page = response.content.decode()
    assert page.count("<figure") >= 12
    assert page.count('class="read-also') + page.count("اقرأ أيضا") >= 1


def test_it_redirects_a_short_link_with_one(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    fill_archive(FEW)
    address = f"/{newest().pk}/"

    # The story with its section.
    with django_assert_num_queries(1):
        assert client.get(address).status_code == 301


def test_it_redirects_with_two(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    fill_archive(FEW)
    address = f"/x/{newest().pk}/"
    client.get(address)  # compiles the queries

    # The story; whether it is an old address that leads elsewhere.
    with django_assert_num_queries(2):
        assert client.get(address).status_code == 301


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/wp-login.php", 2),  # old addresses; the section of that name
        ("/.git/config", 1),  # old addresses
        ("/2021/05/12/خبر/", 1),
        ("/nowhere/", 2),  # the section, by its page; old addresses
        ("/tech/999999/x/", 3),  # the story; old addresses; whether it was taken back
        ("/999999/", 3),
        ("/admin-of-something/else/?x=1", 1),
        ("/static/nothing.css", 0),
        ("/media/nothing.webp", 0),
    ],
)
def test_it_finds_nothing_with_few(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, address: str, queries: int
) -> None:
    client.get("/nowhere/at/all/")  # compiles the queries
    client.get("/nowhere/")

    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 404


def test_it_makes_the_same_queries_with_30_000_stories(client: Client) -> None:
    fill_archive(FEW)
    few = all_counts(client)
    fill_archive(MANY)
    many = all_counts(client)

    assert few == many
    # The bars of issue 2.
    assert many["home"] <= 10
    assert many["section"] <= 6
    assert max(many["story"], many["fullest story"]) <= 8


def all_counts(client: Client) -> dict[str, int]:
    addresses = {"home": "/", **list_pages(), "story": newest().get_absolute_url()}
    addresses["fullest story"] = fullest_story().get_absolute_url()
    return {name: count(client, address) for name, address in addresses.items()}


def count(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def fullest_story() -> Article:
    """Twelve pictures, twelve links to stories, six authors, eight topics, embeds, a table, a note of an update."""
    pictures = [PictureFactory() for _ in range(12)]
    others = list(Article.objects.published()[:12])
    body = "".join(
        f'<p>فقرة.</p><figure><img src="/media/x.webp" alt="مشهد" data-file="{picture.pk}">'
        f"<figcaption>شرح</figcaption></figure>"
        f'<aside data-article="{other.pk}"><a href="{other.get_absolute_url()}">{other.headline}</a></aside>'
        for picture, other in zip(pictures, others, strict=True)
    )
    video = "https://www.youtube.com/watch?v=aqz-KE-bpKQ"
    body += f'<figure data-embed="" data-url="{video}"><a href="{video}">{video}</a></figure>'
    body += "<table><tbody><tr><td>1</td></tr></tbody></table>"
    story = ArticleFactory(
        published=True, section=others[0].section, body=body, picture=pictures[0], kind=Article.Kind.INVESTIGATION
    )
    story.update_note, story.updated_at = "أضيف رد الشركة.", story.published_at
    story.save()
    for position in range(6):
        Byline.objects.create(article=story, author=AuthorFactory(), position=position)
    for topic in (*(TopicFactory() for _ in range(4)), *others[0].topics.model.objects.all()[:4]):
        Tagging.objects.create(article=story, topic=topic)
    return story
