"""Addresses of the site before this one, and whatever else opens nothing: one 301 to the page, or the 404 it is."""

from __future__ import annotations

import unicodedata
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from articles.models import Article, Redirect
from articles.models.taxonomy import RESERVED
from mohit.old_addresses import read_whole_address
from newsroom.models import Page
from tests.articles.following import ask, lead, place, rename
from tests.factories import ArticleFactory, AuthorFactory, SectionFactory, TopicFactory

pytestmark = pytest.mark.django_db


SLUG = "كواليس-الحرب-الباردة-بين-ميتا-وopenai-على-عق"  # 44 letters, as WordPress cut it
CODED = quote(SLUG)

WORDPRESS = {
    f"/2021/05/12/{SLUG}/": [
        f"/2021/05/12/{SLUG}/",
        f"/2021/05/12/{CODED}/",
        f"/2021/05/12/{CODED.lower()}/",
        f"/2021/05/12/{CODED.lower()}",
        f"/2021/05/12/{SLUG}/amp/",
        f"/2021/05/12/{SLUG}/.",
        f"/2021/05/12/{unicodedata.normalize('NFD', SLUG)}/",
        f"//2021/05/12/{SLUG}/",
    ],
    "https://old.example/?p=123": ["/?p=123", "/?p=123&utm_source=x", "/?utm_source=x&p=123", "/index.php?p=123"],
    "/category/%d8%ab%d9%82%d8%a7%d9%81%d8%a9/": ["/category/ثقافة/", "/category/ثقافة", "/category/ثقـافة/"],
    "/tag/مسرح": ["/tag/مسرح/", "/tag/مسرح", "/tag/مَسرح/"],
    "old.example/news.php?id=5&lang=ar": ["/news.php?id=5&lang=ar", "/news.php?lang=ar&id=5&fbclid=1"],
    "/News/Story.ASP": ["/News/Story.ASP", "/news/story.asp", "/news/story.asp?ref=x"],
    "/wp-content/uploads/2021/05/x.pdf": ["/wp-content/uploads/2021/05/x.pdf"],
}


@pytest.mark.parametrize(("entered", "asked"), [(old, new) for old, asked in WORDPRESS.items() for new in asked])
def test_it_leads_an_old_address_to_its_story(client: Client, entered: str, asked: str) -> None:
    story = ArticleFactory(published=True)
    lead(entered, article=story)

    path, _, query = asked.partition("?")
    response = ask(client, quote(path, safe="/%"), query)

    assert response.status_code == 301
    assert response.headers["Location"].partition("?")[0] == story.get_absolute_url()
    assert response.headers["Cache-Control"].startswith("public, max-age=30")


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("/old/", ""),
        ("/old/?utm_source=x&b=1", "?utm_source=x&b=1"),
        ("/?p=9", ""),
        ("/?p=9&utm_medium=m", "?utm_medium=m"),
    ],
)
def test_it_keeps_the_query_but_what_named_the_old_page(client: Client, asked: str, kept: str) -> None:
    lead("/old/", path="/latest/")
    lead("/?p=9", path="/latest/")

    assert client.get(asked).headers["Location"] == f"/latest/{kept}"


def test_it_takes_the_most_exact_of_two_old_addresses(client: Client) -> None:
    lead("/show.php", path="/latest/")
    lead("/show.php?id=1", topic=TopicFactory(name="مسرح"))

    assert place(client.get("/show.php?id=1")) == "/topics/مسرح/"
    assert place(client.get("/show.php?id=2")) == "/latest/?id=2"


def test_it_leads_to_each_kind_of_page(client: Client) -> None:
    lead("/a", section=SectionFactory(slug="ثقافة"))
    lead("/b", topic=TopicFactory(name="مسرح"))
    lead("/c", author=AuthorFactory(name="هند"))
    Page.objects.create(title="من نحن", slug="من-نحن")
    lead("/d", path="/pages/من-نحن/")
    lead("/e", path="/latest/?x=1")

    assert [place(client.get(f"/{letter}/?q=1")) for letter in "abcde"] == [
        "/ثقافة/?q=1",
        "/topics/مسرح/?q=1",
        "/authors/هند/?q=1",
        "/pages/من-نحن/?q=1",
        "/latest/?x=1&q=1",
    ]


def test_it_follows_a_target_that_moves_on(client: Client) -> None:
    section, story = SectionFactory(slug="one"), ArticleFactory(published=True)
    lead("/a", section=section)
    lead("/b", article=story)
    rename(section, "two")
    story.slug = "عنوان-آخر"
    story.save()

    assert place(client.get("/a/")) == "/two/"
    assert client.get("/b/").headers["Location"] == story.get_absolute_url()


def test_it_tells_no_address_of_a_story_that_is_not_public(client: Client) -> None:
    now = timezone.now()
    for facts in (
        {"status": Article.Status.DRAFT},
        {"status": Article.Status.WITHDRAWN, "published_at": now},
        {"status": Article.Status.PUBLISHED, "published_at": now + timedelta(hours=1)},
    ):
        story = ArticleFactory(**facts)
        lead(f"/old-{story.pk}", article=story)
        response = client.get(f"/old-{story.pk}/")
        assert response.status_code == 404
        assert "Location" not in response.headers


def test_it_leads_to_no_page_that_was_taken_back(client: Client) -> None:
    page = Page.objects.create(title="من نحن", slug="about")
    lead("/who/", path="/pages/about/?x=1")
    assert place(client.get("/who/")) == "/pages/about/?x=1"

    page.is_published = False
    page.save()

    assert client.get("/who/").status_code == 404


def test_it_leads_from_the_feed_of_a_story_to_the_story(client: Client) -> None:
    story = ArticleFactory(published=True)
    lead("/2021/05/12/قديم/", article=story)

    for address in (f"/{story.pk}/feed/", f"/{story.pk}/feed", "/2021/05/12/قديم/feed/", "/2021/05/12/قديم/feed"):
        assert client.get(address).headers["Location"] == story.get_absolute_url(), address


def test_it_goes_after_what_stands_there(client: Client) -> None:
    story = ArticleFactory(published=True, section=SectionFactory(slug="tech"))
    for address in ("/tech/", "/latest/", f"/{story.pk}/", story.get_absolute_url()):
        lead(address, path="/pages/x/")

    assert client.get("/tech/").status_code == 200
    assert client.get("/latest/").status_code == 200
    assert client.get(story.get_absolute_url()).status_code == 200
    assert client.get(f"/{story.pk}/").headers["Location"] == story.get_absolute_url()


def test_it_goes_before_a_guess(client: Client) -> None:
    """`/news/5/…` of the old site is not our story 5, when somebody said what it is."""
    other, meant = ArticleFactory(published=True), ArticleFactory(published=True)
    topic = TopicFactory(name="مسرح")
    lead(f"/news/{other.pk}/خبر-قديم/", article=meant)
    lead("/tag/مسرح/", section=SectionFactory(slug="ثقافة"))

    assert client.get(f"/news/{other.pk}/خبر-قديم").headers["Location"] == meant.get_absolute_url()
    assert client.get(f"/news/{other.pk}/").headers["Location"] == other.get_absolute_url()
    assert place(client.get("/tag/مسرح/")) == "/ثقافة/"
    assert client.get(topic.get_absolute_url()).status_code == 200


def test_it_guesses_what_wordpress_calls_ours(client: Client) -> None:
    SectionFactory(name="ثقافة", slug="ثقافة")
    TopicFactory(name="مسرح")
    hind = AuthorFactory(name="هند")
    rename(hind, "هند-زروقي")

    assert place(client.get("/category/ثقافة/")) == "/ثقافة/"
    assert place(client.get("/category/كل-شيء/ثقافة/")) == "/ثقافة/"
    assert place(client.get("/tag/مسرح")) == "/topics/مسرح/"
    assert place(client.get("/author/هند-زروقي/")) == "/authors/هند-زروقي/"
    assert place(client.get("/author/هند/")) == "/authors/هند-زروقي/"


def test_it_brings_fixed_pages_home(client: Client) -> None:
    Page.objects.create(title="من نحن", slug="من-نحن")

    assert place(client.get("/Latest")) == "/latest/"
    assert place(client.get("/feed/atom?x=1")) == "/feed/atom/?x=1"
    assert place(client.get("/health")) == "/health/"
    assert place(client.get("/latest/index.html?x=1")) == "/latest/?x=1"
    assert place(client.get("/latest).")) == "/latest/"
    assert place(client.get("/index.html")) == "/"
    assert place(client.get("/index.php?utm_source=x")) == "/?utm_source=x"
    assert place(client.get("/pages/من-نحـن")) == "/pages/من-نحن/"


@pytest.mark.parametrize(
    "address",
    ["/nowhere", "/topics/nowhere", "/authors/nowhere", "/category/nowhere", "/tag/nowhere", "/tag/", "/category/",
     "/latest/feed", "/latest/feed/", "/topics/feed", "/topics/Feed", "/old/feed", "/old/feed/", "/feed/feed",
     "/reads", "/)", "/./", "/%00/", "/%20/", "/?/", "/pages/nowhere.", "/nowhere/feed", "/tag/nowhere/feed",
     f"/{'x' * 5_000}", f"/{'س/' * 3_000}", "/..//..", "/%ff"],
)  # fmt: skip
def test_it_finds_nothing_at_once(client: Client, address: str) -> None:
    """No redirect to another 404 either."""
    lead("/old/", path="/latest/")

    response = client.get(address)

    assert response.status_code == (200 if address == "/?/" else 404)


def test_it_answers_get_and_head_alone(client: Client) -> None:
    lead("/old/", path="/latest/")

    assert client.head("/old/").status_code == 301
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        assert client.generic(method, "/old/thing/").status_code == 404
        assert client.generic(method, "/old/").status_code in (403, 404, 405)


def test_it_changes_nothing(client: Client) -> None:
    lead("/old/", path="/latest/")
    before = list(Redirect.objects.values())
    client.get("/old/")

    assert list(Redirect.objects.values()) == before


def test_it_shows_the_404_when_the_database_fails(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(connection, "ensure_connection", fail)
    response = client.get("/no/such/thing/")

    assert response.status_code == 404
    assert "لم نجد هذه الصفحة" in response.content.decode()


def test_it_shortens_what_it_stores(client: Client) -> None:
    story = ArticleFactory(published=True)
    page = Page.objects.create(title="قديمة", slug="old-page")
    lead("/first/", path="/pages/old-page/")
    page.delete()
    lead("/pages/old-page/", article=story)

    assert client.get("/first/").headers["Location"] == story.get_absolute_url()


def test_it_holds_one_address_once_in_all_its_spellings() -> None:
    assert read_whole_address("https://old.example/%d8%a3%d8%ae%d8%a8%d8%a7%d8%b1/?utm_x=1").key == "/أخبار"
    for other in ("/أخبار", "أخبار/", "/أخبـار/", "//old.example/أخبار#c", unicodedata.normalize("NFD", "/أخبار/")):
        assert read_whole_address(other).key == "/أخبار", other
    for other in ("/اخبار", "/أخبار/2", "/أخبار?p=2"):
        assert read_whole_address(other).key != "/أخبار", other


def test_it_reserves_the_first_word_of_every_page_of_ours() -> None:
    """A section of that name would be behind it, or before it."""
    words = {str(pattern.pattern).lstrip("^").split("/")[0] for pattern in patterns(get_resolver())}
    fixed = {word for word in words if word.replace("-", "").isalpha()}  # no slug holds a full stop

    assert {"admin", "latest", "topics", "pages", "health"} <= fixed
    assert fixed <= set(RESERVED)


def patterns(resolver: object) -> list[object]:
    found = []
    for entry in resolver.url_patterns:
        if hasattr(entry, "url_patterns") and not str(entry.pattern):
            found += patterns(entry)
        else:
            found.append(entry)
    return found


@pytest.mark.parametrize(
    "entered",
    [
        "/index.php?title=R%26D",
        "/?q=C%2B%2B",
        "/?q=a%3Db",
        "/wiki/C%23",
        "/wiki/لماذا%3F-2",
        "/wiki/100%25-قطن",
        "/wiki/a%26b",
        "/?q=%23وسم",
    ],
)
def test_it_knows_a_sign_that_is_part_of_a_name(client: Client, entered: str) -> None:
    """Saved again, as by the form, which is given the address as it is stored, a row keeps its key."""
    row = lead(entered, path="/latest/")
    Redirect.objects.get(pk=row.pk).save()
    row.address = row.key
    row.save()

    path, _, query = entered.partition("?")
    assert place(ask(client, path, query)) == "/latest/"
    assert Redirect.objects.get().key == row.key
