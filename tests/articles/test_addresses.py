"""`/<section>/<id>/<slug>/`: only the id is looked up; every other spelling is one 301 to the canonical address."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote, unquote

import pytest
from django.test import Client

from articles.models import Article
from tests.factories import ArticleFactory, AuthorFactory, SectionFactory, TopicFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Article:
    section = SectionFactory(name="تكنولوجيا", slug="tech")
    return ArticleFactory(published=True, section=section, headline="كواليس الحرب الباردة بين ميتا وOpenAI")


def test_it_is_made_of_section_id_and_slug(story: Article) -> None:
    path = "/tech/{}/كواليس-الحرب-الباردة-بين-ميتا-وopenai/"

    assert unquote(story.get_absolute_url()) == path.format(story.pk)
    assert story.get_absolute_url() == quote(path.format(story.pk))


def test_it_answers_at_the_canonical_address(client: Client, story: Article) -> None:
    assert client.get(story.get_absolute_url()).status_code == 200
    assert client.get(f"{story.get_absolute_url()}?utm_source=x&before=y").status_code == 200


WRONG = [
    "/{pk}",
    "/{pk}/",
    "/tech/{pk}",
    "/tech/{pk}/",
    "/tech/{pk}/كواليس",
    "/tech/{pk}/كواليس-الحرب-الباردة-بين-ميتا-وopenai",
    "/tech/{pk}/كواليس-الحرب-الباردة-بين-ميتا-وOpenAI/",
    "/tech/{pk}/%ff%fe/",
    "/tech/{pk}/something-else/",
    "/tech/{pk}/كواليس-الحرب-الباردة-بين-ميتا-وopenai/amp/",
    "/tech/{pk}/كواليس-الحرب-الباردة-بين-ميتا-وopenai//",
    "/tech/0{pk}/كواليس-الحرب-الباردة-بين-ميتا-وopenai/",
    "/sport/{pk}/كواليس-الحرب-الباردة-بين-ميتا-وopenai/",
    "/قسم-قديم/{pk}/كواليس-الحرب-الباردة-بين-ميتا-وopenai/",
    "/TECH/{pk}/كواليس-الحرب-الباردة-بين-ميتا-وopenai/",
    # Tatweel, tashkeel, a Persian keyboard's letters; another section decomposed.
    "/أخبار/{pk}/كواليس-الحرب-الباردة-بين-ميتا-وopenai/",
    "/tech/{pk}/كواليس-الحـرب-الباردة-بين-ميتا-وopenai/",
    "/tech/{pk}/كواليس-الحَرْب-الباردة-بين-ميتا-وopenai/",
    "/tech/{pk}/کوالیس-الحرب-الباردة-بين-ميتا-وopenai/",
    # Cut by a messenger: within a word, within a letter, within an escape.
    "/tech/{pk}/كواليس-الحرب-البا",
    "/tech/{pk}/%D9%83%D9%88%D8",
    "/tech/{pk}/%D9%83%D9%88%D",
    "/tech/{pk}/%D9%83%D9%88%",
    "/tech/{pk}/%d9%83%d9%88",
    "/tech/{pk}/%25D9%2583",
    # Slashes, files, and what was pasted along.
    "/tech/{pk}//",
    "/tech//{pk}/كواليس/",
    "/tech/{pk}//كواليس-الحرب-الباردة-بين-ميتا-وopenai/",
    "/tech/{pk}/index.html",
    "/tech/{pk}/كواليس-الحرب-الباردة-بين-ميتا-وopenai/index.html",
    "/tech/{pk}/كواليس-الحرب-الباردة-بين-ميتا-وopenai/\u200f",
    "/tech/{pk}/كواليس-الحرب-الباردة-بين-ميتا-وopenai/.",
    "/tech/{pk}/كواليس-الحرب-الباردة-بين-ميتا-وopenai/)",
    "/tech/{pk}/كواليس-الحرب-الباردة-بين-ميتا-وopenai/»",
    "/tech/{pk}/a%0Ab/",
    "/tech/{pk}\u200f",
    "/tech/{pk}.",
    "/tech/{pk})",
    "/tech/{pk}».",
    "/{pk}\u200f",
    "/{pk}/\u200f",
    "/{pk}.",
    "/{pk})",
    "/{pk}/»",
    "/{pk}//",
    "/{pk}/index.html",
]


@pytest.mark.parametrize("query", ["", "?utm_source=نشرة&x=1", "?a=%20b+c&a=2&&="])
@pytest.mark.parametrize("wrong", WRONG)
def test_it_sends_every_other_spelling_there_once(client: Client, story: Article, wrong: str, query: str) -> None:
    address = quote(wrong.format(pk=story.pk), safe="/%") + quote(query, safe="?=&%+")

    response = client.get(address)

    assert response.status_code == 301
    place, _, kept = response.headers["Location"].partition("?")
    assert place == story.get_absolute_url()
    assert kept == quote(query, safe="?=&%+").removeprefix("?")
    assert client.get(response.headers["Location"]).status_code == 200


@pytest.mark.parametrize("wrong", WRONG)
def test_it_redirects_head_too(client: Client, story: Article, wrong: str) -> None:
    assert client.head(quote(wrong.format(pk=story.pk), safe="/%")).status_code == 301


def test_it_lets_caches_keep_the_redirect(client: Client, story: Article) -> None:
    assert client.get(f"/{story.pk}/").headers["Cache-Control"].startswith("public, max-age=30")


HOSTILE = [
    "//evil.example/{pk}/",
    "///evil.example/{pk}/",
    "/\\evil.example/{pk}/",
    "/%2F%2Fevil.example/{pk}/",
    "/%5C%5Cevil.example/{pk}",
    "//evil.example",
    "//evil.example/",
    "//evil.example/topics/x",
    "/tech/{pk}/%0D%0ALocation:%20https://evil.example/",
    "//tech",
    "//latest",
    "/@evil.example/",
]


@pytest.mark.parametrize("address", HOSTILE)
def test_it_never_leaves_the_site(client: Client, story: Article, address: str) -> None:
    for query in ("", "next=//evil.example"):
        # As a server hands it on: the test client itself would read `//evil.example` as a host.
        path = unquote(address.format(pk=story.pk))
        response = client.generic("GET", "/", PATH_INFO=path, QUERY_STRING=query)
        if response.status_code in (301, 302):
            location = response.headers["Location"]
            assert location.startswith("/")
            assert not location.startswith(("//", "/\\"))
            assert "\n" not in location
            assert "evil" not in location.partition("?")[0]


def test_it_follows_the_story_to_its_new_section_and_headline(client: Client, story: Article) -> None:
    old = story.get_absolute_url()
    story.section, story.slug = SectionFactory(name="اقتصاد", slug="economy"), "عنوان-جديد"
    story.save()

    assert client.get(old).headers["Location"] == story.get_absolute_url()


@pytest.mark.parametrize("wrong", WRONG)
def test_it_tells_nothing_of_a_story_that_is_not_public(client: Client, story: Article, wrong: str) -> None:
    Article.objects.filter(pk=story.pk).update(status=Article.Status.WITHDRAWN)

    response = client.get(quote(wrong.format(pk=story.pk), safe="/%"))

    assert response.status_code == 410
    assert "Location" not in response.headers
    assert not any(word in response.content.decode() for word in (story.headline, story.slug))


def test_it_composes_letters_before_it_judges(client: Client) -> None:
    section = SectionFactory(name="أخبار", slug="أخبار")
    story = ArticleFactory(published=True, section=section, headline="أسئلة وأجوبة")
    apart = unicodedata.normalize("NFD", unquote(story.get_absolute_url()))

    assert apart != unquote(story.get_absolute_url())
    assert client.get(quote(apart)).headers["Location"] == story.get_absolute_url()


def test_it_takes_the_hex_digits_in_both_cases_for_one_address(client: Client, story: Article) -> None:
    """RFC 3986, section 6.2.2.1. WSGI hands the path on decoded, so the two cannot even be told apart."""
    response = client.get(story.get_absolute_url().lower())

    assert response.status_code == 200
    assert f'<link rel="canonical" href="http://testserver{story.get_absolute_url()}">' in response.content.decode()


@pytest.mark.parametrize(
    "address", ["/2021/{pk}/", "/2021/{pk:02}/12/خبر/", "/page/{pk}/", "/tag/{pk}/", "/category/{pk}/", "/feed/{pk}/"]
)
def test_it_takes_no_date_and_no_page_of_an_old_site_for_a_story(client: Client, story: Article, address: str) -> None:
    assert client.get(quote(address.format(pk=story.pk))).status_code == 404


def test_it_ends_after_the_id_where_the_headline_has_no_word(client: Client) -> None:
    story = ArticleFactory(published=True, headline="؟!", section=SectionFactory(slug="opinion"))

    assert story.get_absolute_url() == f"/opinion/{story.pk}/"
    assert client.get(story.get_absolute_url()).status_code == 200
    assert client.get(f"/opinion/{story.pk}/x/").headers["Location"] == story.get_absolute_url()


@pytest.mark.parametrize(
    "address",
    ["/0/", "/999999999/", "/tech/999999999/x/", "/tech/0/", f"/{'9' * 18}/", f"/{'9' * 19}/", f"/{'9' * 400}/",
     f"/tech/{'9' * 19}/", "/-1/", "/1.5/", "/tech/1e3/", "/tech/x/y/", "/nowhere/", "/topics/nowhere/",
     "/authors/nowhere/", "/pages/nowhere/", "/%00/", "/tech/%00/", "/١٢/", "/tech/١٢/",
     "/.env/", "/wp-login.php/", "/authors/"],
)  # fmt: skip
def test_it_says_not_found_in_arabic(client: Client, address: str) -> None:
    response = client.get(address)

    assert response.status_code == 404
    assert 'lang="ar" dir="rtl"' in response.content.decode()


@pytest.mark.parametrize("address", ["/latest", "/tech", "/topics/مسرح", "/authors/هند-زروقي"])
def test_it_adds_the_slash_that_a_list_ends_in(client: Client, story: Article, address: str) -> None:
    TopicFactory(name="مسرح")
    AuthorFactory(name="هند زروقي")

    response = client.get(f"{address}?before=x")

    assert response.status_code == 301
    assert unquote(response.headers["Location"]) == f"{address}/?before=x"
