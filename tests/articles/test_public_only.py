"""Readers never see a story that is not public: no page, no list, no link, whatever the method."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article, Author, Byline, Section, Tagging, Topic
from newsroom.models import User
from tests.factories import ArticleFactory, AuthorFactory, PictureFactory, SectionFactory, TopicFactory

pytestmark = pytest.mark.django_db

SECRET = "سر لا يعرفه القراء"


def times() -> dict[str, dict[str, object]]:
    now = timezone.now()
    return {
        "draft": {"status": "draft"},
        "draft with a time": {"status": "draft", "published_at": now - timedelta(days=1)},
        "in review": {"status": "in_review"},
        "scheduled": {"status": "published", "published_at": now + timedelta(minutes=5)},
        "withdrawn": {"status": "withdrawn", "published_at": now - timedelta(days=1)},
    }


STATES = list(times())


@pytest.fixture
def section() -> Section:
    return SectionFactory(name="ثقافة", slug="culture")


@pytest.fixture
def author() -> Author:
    return AuthorFactory(name="هند زروقي")


@pytest.fixture
def topic() -> Topic:
    return TopicFactory(name="مسرح")


def file_under(story: Article, author: Author, topic: Topic) -> Article:
    Byline.objects.create(article=story, author=author)
    Tagging.objects.create(article=story, topic=topic)
    return story


@pytest.fixture
def public(section: Section, author: Author, topic: Topic) -> Article:
    return file_under(ArticleFactory(published=True, section=section, headline="خبر منشور"), author, topic)


@pytest.fixture(params=STATES)
def hidden(request: pytest.FixtureRequest, section: Section, author: Author, topic: Topic) -> Article:
    """A story that would stand first on every list, and in every column of the home page, if it were public."""
    story = ArticleFactory(
        headline=SECRET,
        short_headline=SECRET,
        section=section,
        kind=Article.Kind.OPINION,
        picture=PictureFactory(alt=SECRET),
        **times()[request.param],
    )
    return file_under(story, author, topic)


@pytest.mark.parametrize("method", ["get", "head"])
def test_it_has_no_page(client: Client, hidden: Article, method: str) -> None:
    for address in (
        hidden.get_absolute_url(),
        hidden.get_short_url(),
        f"/{hidden.pk}",
        f"/{hidden.section.slug}/{hidden.pk}/",
        f"/elsewhere/{hidden.pk}/x/",
    ):
        response = getattr(client, method)(address)
        assert response.status_code == 404, address
        assert SECRET not in response.content.decode()
        assert "Location" not in response


def test_it_has_no_page_for_an_editor_either(client: Client, hidden: Article, editor: User) -> None:
    client.force_login(editor)

    assert client.get(hidden.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("address", ["/", "/latest/", "/culture/", "/topics/مسرح/", "/authors/هند-زروقي/"])
def test_it_stands_on_no_list(client: Client, hidden: Article, public: Article, address: str) -> None:
    page = client.get(address).content.decode()

    assert public.headline in page
    assert SECRET not in page
    assert f"/{hidden.pk}/" not in page


def test_it_stands_on_no_list_that_is_turned_up(client: Client, hidden: Article, public: Article) -> None:
    # A cursor far below everything: the page above it holds all there is.
    page = client.get("/latest/?after=1-1").content.decode()

    assert public.headline in page
    assert SECRET not in page


def test_it_stands_under_no_story(client: Client, hidden: Article, public: Article) -> None:
    link = f'<aside data-article="{hidden.pk}"><a href="{hidden.get_absolute_url()}">{hidden.headline}</a></aside>'
    public.body = f"<p>قبل.</p>{link}<p>بعد.</p>"
    public.save()

    response = client.get(public.get_absolute_url())

    page = response.content.decode()
    assert "قبل." in page
    assert "بعد." in page
    assert SECRET not in page
    assert f"/{hidden.pk}/" not in page


def test_it_appears_when_its_time_comes(client: Client, section: Section) -> None:
    story = ArticleFactory(section=section, status="published", published_at=timezone.now() + timedelta(hours=1))
    address = story.get_absolute_url()
    assert client.get(address).status_code == 404

    Article.objects.filter(pk=story.pk).update(published_at=timezone.now() - timedelta(seconds=1))

    assert client.get(address).status_code == 200
    assert story.headline in client.get("/").content.decode()


def test_it_disappears_when_it_is_withdrawn(client: Client, public: Article, editor: User) -> None:
    addresses = ["/", "/latest/", "/culture/", "/topics/مسرح/", "/authors/هند-زروقي/"]
    assert all(public.headline in client.get(address).content.decode() for address in addresses)

    assert public.withdraw(editor)

    assert client.get(public.get_absolute_url()).status_code == 410
    assert not any(public.headline in client.get(address).content.decode() for address in addresses)


def test_it_shows_a_section_without_public_stories_in_the_menu_only(client: Client, hidden: Article) -> None:
    page = client.get("/").content.decode()

    assert "/culture/" in page
    assert SECRET not in page
