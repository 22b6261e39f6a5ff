"""The sitemap index, its monthly files, the file of lists and pages, the news of two days, robots.txt."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from xml.etree.ElementTree import Element

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles import sitemaps
from articles.models import Article, Byline, Tagging
from newsroom.models import Identity, Page, User
from tests.articles.archive import fill_archive
from tests.factories import ArticleFactory, AuthorFactory, PictureFactory, SectionFactory, TopicFactory
from tests.xml_documents import NAMES, read_xml, text, texts

pytestmark = pytest.mark.django_db

SITE = "http://testserver"
MARCH = datetime(2026, 3, 5, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def forgotten_months() -> Iterator[None]:
    sitemaps.crowded_in.cache_clear()
    yield
    sitemaps.crowded_in.cache_clear()


def story(moment: datetime, **fields: object) -> Article:
    return ArticleFactory(status="published", published_at=moment, **fields)


def read(client: Client, address: str) -> Element:
    response = client.get(address)
    assert response.status_code == 200, address
    assert response.headers["Content-Type"] == "application/xml; charset=utf-8"
    return read_xml(response.content)


def addresses(client: Client, address: str) -> list[str]:
    return texts(read(client, address), "*/map:loc")


def whole(*stories: Article) -> list[str]:
    return [SITE + story.get_absolute_url() for story in stories]


def month_files(client: Client) -> list[str]:
    return [name.removeprefix(f"{SITE}/sitemaps/") for name in addresses(client, "/sitemap.xml")[2:]]


# --- The index ----------------------------------------------------------------------------------------------------


def test_the_index_names_a_file_for_each_month_with_stories(client: Client) -> None:
    for moment in (MARCH, MARCH + timedelta(days=1), MARCH - timedelta(days=90), MARCH - timedelta(days=700)):
        story(moment)

    assert addresses(client, "/sitemap.xml")[:2] == [f"{SITE}/sitemaps/news.xml", f"{SITE}/sitemaps/pages.xml"]
    assert month_files(client) == ["2026-03.xml", "2025-12.xml", "2024-04.xml"]


def test_a_month_begins_and_ends_in_utc(client: Client) -> None:
    last = story(datetime(2026, 2, 28, 23, 59, 59, 999999, tzinfo=UTC))
    first = story(datetime(2026, 3, 1, tzinfo=UTC))

    assert month_files(client) == ["2026-03.xml", "2026-02.xml"]
    assert addresses(client, "/sitemaps/2026-02.xml") == whole(last)
    assert addresses(client, "/sitemaps/2026-03.xml") == whole(first)


def test_the_index_says_when_a_month_changed(client: Client) -> None:
    old, new = story(MARCH), story(MARCH + timedelta(days=1))
    Article.objects.filter(pk=new.pk).update(saved_at=MARCH + timedelta(days=2))
    Article.objects.filter(pk=old.pk).update(saved_at=MARCH + timedelta(days=3, microseconds=5))

    assert texts(read(client, "/sitemap.xml"), "map:sitemap/map:lastmod") == ["2026-03-08T10:00:00+00:00"]


def test_an_empty_site_has_an_index(client: Client) -> None:
    assert month_files(client) == []


# --- A month ------------------------------------------------------------------------------------------------------


def test_a_month_lists_its_stories_oldest_first_with_their_pictures(client: Client) -> None:
    picture = PictureFactory(width=900, height=600)
    second = story(MARCH + timedelta(hours=1), headline="OpenAI تطلق نموذجا", picture=picture)
    first = story(MARCH, slug="", headline="!?")
    second.update_note, second.updated_at = "صحح الرقم.", MARCH + timedelta(days=1)
    second.save()

    root = read(client, "/sitemaps/2026-03.xml")

    assert texts(root, "map:url/map:loc") == whole(first, second)
    assert texts(root, "map:url/map:lastmod") == ["2026-03-05T10:00:00+00:00", "2026-03-06T10:00:00+00:00"]
    assert texts(root, "map:url/image:image/image:loc") == [SITE + picture.share_url]
    assert all(address.isascii() for address in texts(root, "map:url/map:loc"))


@pytest.mark.parametrize("address", ["2026-02", "2026-13", "2026-00", "0000-01", "9999-12", "2026-03-2", "2026-03-99"])
def test_a_month_without_stories_has_no_file(client: Client, address: str) -> None:
    story(MARCH)

    assert client.get(f"/sitemaps/{address}.xml").status_code == 404


def test_a_crowded_month_is_split_where_new_stories_move_nothing(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemaps, "SIZE", 3)
    stories = [story(MARCH + timedelta(minutes=n // 2)) for n in range(7)]  # two share each moment

    assert month_files(client) == ["2026-03.xml", "2026-03-2.xml", "2026-03-3.xml"]
    parts = [addresses(client, f"/sitemaps/{name}") for name in month_files(client)]
    assert parts == [whole(*stories[:3]), whole(*stories[3:6]), whole(*stories[6:])]

    newer = [story(MARCH + timedelta(hours=n)) for n in (1, 2)]

    assert addresses(client, "/sitemaps/2026-03.xml") == parts[0]
    assert addresses(client, "/sitemaps/2026-03-3.xml") == parts[2] + whole(*newer)


def test_a_month_just_full_is_one_file(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "SIZE", 3)
    stories = [story(MARCH + timedelta(minutes=n)) for n in range(3)]

    assert month_files(client) == ["2026-03.xml"]
    assert addresses(client, "/sitemaps/2026-03.xml") == whole(*stories)


def test_two_full_files_leave_no_empty_third(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "SIZE", 3)
    for n in range(6):
        story(MARCH + timedelta(minutes=n))

    assert month_files(client) == ["2026-03.xml", "2026-03-2.xml"]
    assert len(addresses(client, "/sitemaps/2026-03-2.xml")) == 3


def test_the_files_hold_every_story_once(client: Client) -> None:
    fill_archive(300)
    Article.objects.filter(pk__in=Article.objects.values("pk")[:100]).update(published_at=MARCH)

    found = [address for name in month_files(client) for address in addresses(client, f"/sitemaps/{name}")]

    assert len(found) == 300
    assert set(found) == set(whole(*Article.objects.select_related("section")))


# --- Lists and pages ----------------------------------------------------------------------------------------------


def test_lists_and_pages_have_a_file(client: Client) -> None:
    section = SectionFactory(slug="economy")
    signed = story(MARCH, section=section)
    author, topic = AuthorFactory(name="هند زروقي"), TopicFactory(name="مسرح")
    AuthorFactory(name="بلا مقال")
    TopicFactory(name="بلا مقال")
    Byline.objects.create(article=signed, author=author)
    Tagging.objects.create(article=signed, topic=topic)
    page = Page.objects.create(title="من نحن", slug="about")
    Page.objects.create(title="مسودة", slug="hidden", is_published=False)
    SectionFactory(slug="empty")

    found = dict.fromkeys(addresses(client, "/sitemaps/pages.xml"))

    paths = [section, topic, author, page]
    assert found.keys() == {
        f"{SITE}/",
        f"{SITE}/latest/",
        f"{SITE}/corrections/",
        f"{SITE}/empty/",
        *(SITE + row.get_absolute_url() for row in paths),
    }
    moments = dict(
        zip(found, (u.findtext("map:lastmod", None, NAMES) for u in read(client, "/sitemaps/pages.xml")), strict=True)
    )
    for address in (f"{SITE}/", f"{SITE}/economy/", SITE + author.get_absolute_url(), SITE + topic.get_absolute_url()):
        assert moments[address] == "2026-03-05T10:00:00+00:00", address
    assert moments[f"{SITE}/empty/"] is None


# --- News ---------------------------------------------------------------------------------------------------------


def test_news_are_the_stories_of_two_days(client: Client) -> None:
    now = timezone.now()
    Identity.objects.update(name="المحيط & الأخبار")
    old = story(now - timedelta(hours=49))
    new = story(now - timedelta(hours=47), headline="OpenAI </news> & <b>تطلق")

    root = read(client, "/sitemaps/news.xml")

    assert texts(root, "map:url/map:loc") == whole(new)
    assert whole(old)[0] not in texts(root, "map:url/map:loc")
    news = root.find("map:url/news:news", NAMES)
    assert text(news, "news:publication/news:name") == "المحيط & الأخبار"
    assert text(news, "news:publication/news:language") == "ar"
    assert text(news, "news:title") == "OpenAI </news> & <b>تطلق"
    moment = text(news, "news:publication_date")
    assert datetime.fromisoformat(moment) == new.published_at.replace(microsecond=0)
    assert moment.endswith("+00:00")


def test_news_are_a_thousand_at_most(client: Client) -> None:
    fill_archive(1010)
    newest = Article.objects.published().newest_first().select_related("section")[:1000]

    assert addresses(client, "/sitemaps/news.xml") == whole(*newest)


def test_hostile_headlines_harm_no_reader(client: Client) -> None:
    new = ArticleFactory(published=True)
    Article.objects.filter(pk=new.pk).update(headline="]]></news:title>\x01\x0b\ufffe\u202eقلب")

    assert texts(read(client, "/sitemaps/news.xml"), "map:url/news:news/news:title") == ["]]></news:title>قلب"]


# --- What all files have in common --------------------------------------------------------------------------------

FILES = ["/sitemap.xml", "/sitemaps/pages.xml", "/sitemaps/news.xml", "/sitemaps/{:%Y-%m}.xml"]


@pytest.fixture(params=FILES)
def file(request: pytest.FixtureRequest) -> str:
    """The address of a file in which a story of today counts."""
    return request.param.format(timezone.now())


def test_who_has_a_file_gets_304_for_one_query(
    client: Client, file: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    story(timezone.now())
    first = client.get(file)

    with django_assert_num_queries(1):
        again = client.get(file, headers={"if-none-match": first.headers["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"]
    assert again.headers["Cache-Control"].startswith("public, max-age=30")
    assert not first.cookies


def test_a_file_changes_its_tag_with_the_stories(client: Client, file: str, editor: User) -> None:
    section = SectionFactory()
    first, second = story(timezone.now(), section=section), story(timezone.now(), section=section)

    def changed(tag: str) -> str:
        answer = client.get(file, headers={"if-none-match": tag})
        assert answer.status_code == 200
        return answer.headers["ETag"]

    tag = client.get(file).headers["ETag"]
    # The file of lists holds when a section changed last, the index when a month did: their newest story counts.
    assert second.withdraw(editor)
    tag = changed(tag)
    story(timezone.now() - timedelta(milliseconds=1), section=section)
    tag = changed(tag)
    if "-" in file or "news" in file or "pages" in file:
        section.slug = "renamed"
        section.save()
        changed(tag)
    assert first.is_public()


def test_a_file_changes_its_tag_when_one_story_comes_as_another_goes(client: Client, editor: User) -> None:
    now = timezone.now()
    kept, going, coming = (story(now - timedelta(minutes=n)) for n in (3, 2, 1))
    Article.objects.filter(pk=coming.pk).update(published_at=now + timedelta(minutes=1))
    for pk, minutes in ((kept.pk, 5), (going.pk, 10), (coming.pk, 10)):
        Article.objects.filter(pk=pk).update(saved_at=now - timedelta(minutes=minutes))
    file = f"/sitemaps/{now:%Y-%m}.xml"
    before = client.get(file)

    assert going.withdraw(editor)
    Article.objects.filter(pk=coming.pk).update(published_at=now)

    after = client.get(file)
    assert after.content != before.content
    assert after.headers["ETag"] != before.headers["ETag"]


def test_news_have_another_tag_under_another_name(client: Client) -> None:
    story(timezone.now())
    before = client.get("/sitemaps/news.xml")

    Identity.objects.update(name="الساحل الإخباري")

    after = client.get("/sitemaps/news.xml", headers={"if-none-match": before.headers["ETag"]})
    assert "الساحل الإخباري" in after.content.decode()


@pytest.mark.parametrize("state", ["draft", "scheduled", "withdrawn"])
def test_a_file_holds_what_is_public_alone(client: Client, file: str, state: str) -> None:
    public, now = story(timezone.now(), picture=PictureFactory()), timezone.now()
    hidden = ArticleFactory(
        headline="سر",
        **{
            "draft": {},
            "scheduled": {"status": "published", "published_at": now + timedelta(minutes=5)},
            "withdrawn": {"status": "withdrawn", "published_at": now},
        }[state],
    )
    author, topic = AuthorFactory(), TopicFactory()
    Byline.objects.create(article=hidden, author=author)
    Tagging.objects.create(article=hidden, topic=topic)

    page = client.get(file).content.decode()

    assert f"/{hidden.pk}/" not in page
    assert "سر" not in page
    for row in (author, topic):
        assert row.get_absolute_url() not in page
    assert (public.get_absolute_url() in page) == ("pages" not in file and "sitemap." not in file)


def test_a_month_to_come_is_not_in_the_index(client: Client) -> None:
    story(timezone.now() + timedelta(days=40))

    assert month_files(client) == []


def test_it_makes_the_same_queries_with_30_and_with_300_stories(client: Client, file: str) -> None:
    counts = []
    for count in (30, 300):
        fill_archive(count)
        client.get("/sitemap.xml")  # counts the months, once an hour
        client.get(file)
        with CaptureQueriesContext(connection) as queries:
            client.get(file)
        counts.append(len(queries))

    # The months; the lists; the headlines; the month's stamp, and its stories.
    expected = 2 if "-" in file else 1
    assert counts == [expected, expected]


def test_a_walk_through_the_months_uses_the_index() -> None:
    fill_archive(3000)
    connection.cursor().execute("SET LOCAL enable_seqscan = off")
    with CaptureQueriesContext(connection) as queries:
        sitemaps.months(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + queries[-1]["sql"])
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert plan.count("using article_month") == 2
    assert "Sort" not in plan


# --- robots.txt ---------------------------------------------------------------------------------------------------


def test_robots_learn_where_the_sitemaps_are(client: Client) -> None:
    response = client.get("/robots.txt")

    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.headers["Cache-Control"].startswith("public")
    assert response.content.decode() == (
        "User-agent: *\nDisallow: /admin/\nDisallow: /search/\nDisallow: /placements/\n\n"
        "Sitemap: http://testserver/sitemap.xml\nSitemap: http://testserver/sitemaps/news.xml\n"
    )


@pytest.mark.parametrize("word", ["feed", "sitemaps"])
def test_no_section_takes_these_words(word: str) -> None:
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError, match="محجوز"):
        SectionFactory.build(name=word, slug=word).full_clean()
