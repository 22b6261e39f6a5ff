"""Feeds for who has them already: 304 for one query, a constant number of queries for the rest, WebSub."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.models import Article
from newsroom.models import Identity, User
from tests.articles.archive import fill_archive, list_pages
from tests.articles.newspaper import full_story
from tests.articles.test_feeds import FORMS, feeds
from tests.factories import ArticleFactory, PictureFactory, SectionFactory, UserFactory
from tests.xml_documents import NAMES, read_xml

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Article:
    story = full_story(SectionFactory(name="اقتصاد", slug="economy"))
    Article.objects.update(saved_at=timezone.now() - timedelta(minutes=3))
    return story


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_who_has_it_gets_304_for_one_query(
    client: Client, story: Article, encoding: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for name, address in feeds(story).items():
        first = client.get(address, headers={"accept-encoding": encoding})
        for question in (
            {"if-none-match": first.headers["ETag"]},
            {"if-modified-since": first.headers["Last-Modified"]},
            {"if-none-match": first.headers["ETag"], "if-modified-since": "Thu, 01 Jan 1970 00:00:00 GMT"},
        ):
            # What the feed is about, with the stamps of its stories.
            with django_assert_num_queries(1):
                again = client.get(address, headers={**question, "accept-encoding": encoding})
            assert (again.status_code, again.content) == (304, b""), name
            assert again.headers["ETag"] == first.headers["ETag"], name
            assert again.headers["Cache-Control"] == first.headers["Cache-Control"], name


def touch(story: Article) -> None:
    story.standfirst = "مقدمة جديدة"
    story.save()


def rename_author(story: Article) -> None:
    author = story.authors.first()
    author.name = "سلمى الحداد"
    author.save()


def rename_section(story: Article) -> None:
    story.section.name = "مال وأعمال"
    story.section.save()


@pytest.mark.parametrize("change", [touch, rename_author, rename_section])
def test_a_change_changes_the_tag(client: Client, story: Article, change: Callable[[Article], None]) -> None:
    tags = {address: client.get(address).headers["ETag"] for address in feeds(story).values()}

    change(story)

    for address, tag in tags.items():
        assert client.get(address, headers={"if-none-match": tag}).status_code == 200, address


def rename_the_site(story: Article) -> None:
    Identity.objects.update(name="الساحل الإخباري")


def rename_a_topic(story: Article) -> None:
    topic = story.topics.first()
    topic.name = "نقل بحري"
    topic.save()


def move_an_author(story: Article) -> None:
    author = story.authors.first()
    author.slug = "another"
    author.save()


def drop_a_topic(story: Article) -> None:
    story.taggings.last().delete()


def correct_the_credit(story: Article) -> None:
    story.picture.credit = "وكالة الأنباء"
    story.picture.save()


def describe_a_picture_of_the_body(story: Article) -> None:
    picture = story.illustrations.get().picture
    picture.alt = "سفينة عند الرصيف"
    picture.save()


def named_in(story: Article) -> Article:
    return Article.objects.get(headline="قصة قديمة")


def withdraw_what_it_links_to(story: Article) -> None:
    named_in(story).withdraw(UserFactory())


def correct_what_it_links_to(story: Article) -> None:
    named = named_in(story)
    named.headline = "قصة صححت"
    named.save()


def move_what_it_links_to(story: Article) -> None:
    section = named_in(story).section
    section.slug = "archive"
    section.save()


def publish_what_it_links_to(story: Article) -> None:
    # As its time comes, with nothing saved.
    Article.objects.filter(headline="قصة مجدولة").update(published_at=timezone.now())


@pytest.mark.parametrize(
    "change",
    [
        rename_the_site,
        rename_a_topic,
        move_an_author,
        drop_a_topic,
        correct_the_credit,
        describe_a_picture_of_the_body,
        withdraw_what_it_links_to,
        correct_what_it_links_to,
        move_what_it_links_to,
        publish_what_it_links_to,
    ],
)
def test_other_bytes_have_another_tag(client: Client, story: Article, change: Callable[[Article], None]) -> None:
    old = ArticleFactory(headline="قصة قديمة", published=True, published_at=timezone.now() - timedelta(days=40))
    scheduled = ArticleFactory(
        headline="قصة مجدولة", published=True, published_at=timezone.now() + timedelta(minutes=5)
    )
    story.body += "".join(f'<aside data-article="{key}"><a href="/x/">x</a></aside>' for key in (old.pk, scheduled.pk))
    story.body += f'<figure><img src="/media/x.webp" alt="" data-file="{PictureFactory().pk}"></figure>'
    story.save()
    before = {address: client.get(address) for address in feeds(story).values()}

    change(story)

    after = {address: client.get(address) for address in before}
    differing = [address for address, answer in after.items() if answer.content != before[address].content]
    assert differing
    for address in differing:
        assert after[address].headers.get("ETag") != before[address].headers["ETag"], address


def test_a_withdrawal_is_seen_by_who_asks_for_the_moment(client: Client, editor: User) -> None:
    story = ArticleFactory(published=True)
    ArticleFactory(published=True, published_at=timezone.now() - timedelta(minutes=2))
    Article.objects.update(saved_at=timezone.now() - timedelta(minutes=5))
    moment = client.get("/feed/").headers["Last-Modified"]
    later = {"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"}

    assert story.withdraw(editor)
    Article.objects.filter(pk=story.pk).update(saved_at=timezone.now() - timedelta(minutes=1))

    for question in ({"if-modified-since": moment}, later):
        again = client.get("/feed/", headers=question)
        assert again.status_code == 200
        assert again.headers["Last-Modified"] != moment
        assert f"story:{story.pk}<" not in again.content.decode()


def test_last_modified_is_when_readers_could_see_it(client: Client) -> None:
    # Of the save and the time of publication the later counts.
    ArticleFactory(published=True)
    saved_at = timezone.now() - timedelta(minutes=5)
    Article.objects.update(saved_at=saved_at)
    assert client.get("/feed/").headers["Last-Modified"] == http_moment(saved_at)

    moment = timezone.now() - timedelta(minutes=1)
    Article.objects.update(saved_at=timezone.now() - timedelta(days=1), published_at=moment)
    assert client.get("/feed/").headers["Last-Modified"] == http_moment(moment)


def test_the_second_that_runs_is_not_told(client: Client) -> None:
    ArticleFactory(published=True)

    assert "Last-Modified" not in client.get("/feed/").headers


def http_moment(moment: datetime) -> str:
    from django.utils.http import http_date

    return http_date(moment.timestamp())


def test_it_makes_five_queries_with_30_and_with_300_stories(client: Client) -> None:
    counts = []
    for count in (30, 300):
        fill_archive(count)
        picture, other = PictureFactory(), Article.objects.first()
        body = (
            f'<figure><img src="/x.webp" alt="" data-file="{picture.pk}"></figure>'
            f'<aside data-article="{other.pk}"><a href="/x/">x</a></aside>'
        )
        Article.objects.update(body=body)
        addresses = ["/feed/", *(f"{page}feed/" for name, page in list_pages().items() if name != "latest")]
        counts.append([count_queries(client, address) for address in addresses])

    # What it is about with the stamps; the identity; the stories; the pictures in them; the stories they link to.
    assert counts == [[5, 5, 5, 5], [5, 5, 5, 5]]


def count_queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


# --- WebSub -------------------------------------------------------------------------------------------------------


def test_it_names_no_hub_without_one(client: Client, story: Article) -> None:
    response = client.get("/feed/")

    assert "Link" not in response.headers
    assert b'rel="hub"' not in response.content


@pytest.mark.parametrize(("form", "link"), [("rss", "channel/atom:link"), ("atom", "atom:link")])
def test_it_names_the_hub_of_the_settings(
    client: Client, story: Article, settings: LazySettings, form: str, link: str
) -> None:
    settings.WEBSUB_HUB = "https://hub.example/"

    response = client.get(f"/economy/{FORMS[form]}")

    address = f"http://testserver/economy/{FORMS[form]}"
    assert response.headers["Link"] == f'<https://hub.example/>; rel="hub", <{address}>; rel="self"'
    links = {e.get("rel"): e.get("href") for e in read_xml(response.content).findall(link, NAMES)}
    assert links["hub"] == "https://hub.example/"
    assert links["self"] == address


def test_it_is_the_same_for_every_reader(client: Client, story: Article, editor: User) -> None:
    signed_in = Client()
    signed_in.force_login(editor)

    for name, address in feeds(story).items():
        mine, theirs = signed_in.get(address), client.get(address, headers={"accept-language": "en", "cookie": "a=b"})
        assert (mine.content, dict(mine.headers)) == (theirs.content, dict(theirs.headers)), name
