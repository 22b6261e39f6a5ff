"""What was renamed: one 301 to where it stands now, in every spelling of its old and its new address."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote, unquote

import pytest
from django.test import Client
from django.urls import is_valid_path

from articles.models import Author, Redirect, Section, Topic
from tests.articles.following import ask, place, rename
from tests.factories import ArticleFactory, AuthorFactory, SectionFactory, TopicFactory

pytestmark = pytest.mark.django_db

KINDS = {"": SectionFactory, "/topics": TopicFactory, "/authors": AuthorFactory}


@pytest.fixture(params=KINDS)
def prefix(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def renamed(prefix: str) -> Section | Topic | Author:
    row = KINDS[prefix](name="أخبار الثقافة", slug="أخبار-الثقافة")
    rename(row, "ثقافة")
    return row


SPELLINGS = [
    "{}/",
    "{}",
    "{}//",
    "/{}/",
    "{}/index.html",
    "{}/amp/",
    "{}\u200f",
    "{}/\u200f/",
    "{}.",
    "{})",
    "{}/»",
    "{}%D8",
    "{}%D",
]


def spelled(address: str) -> list[str]:
    """`address` in letters decomposed, stretched, vowelled, in upper case."""
    return [
        address,
        unicodedata.normalize("NFD", address),
        address.replace("ا", "اـ"),
        address.replace("ث", "ثَ"),
        address.upper(),
    ]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_it_follows_what_was_renamed(
    client: Client, prefix: str, renamed: Section | Topic | Author, spelling: str
) -> None:
    for address in spelled(f"{prefix}/أخبار-الثقافة"):
        path = quote(spelling.format(address), safe="/%")
        for escaped in (path, path.lower()):
            response = ask(client, escaped, "before=17621823001234-4&x=%d8")
            assert place(response) == unquote(f"{prefix}/ثقافة/?before=17621823001234-4&x=%d8"), escaped
        assert client.get(f"{prefix}/ثقافة/").status_code == 200


@pytest.mark.parametrize("spelling", SPELLINGS[1:])
def test_it_brings_a_wrong_spelling_home(
    client: Client, prefix: str, renamed: Section | Topic | Author, spelling: str
) -> None:
    for address in spelled(f"{prefix}/ثقافة"):
        path = quote(spelling.format(address), safe="/%")
        response = ask(client, path, "utm_source=x")
        assert place(response) == f"{prefix}/ثقافة/?utm_source=x", path


def test_it_remembers_every_name_and_sends_nobody_twice(client: Client, prefix: str) -> None:
    row = KINDS[prefix](name="أ", slug="one")
    for slug in ("two", "three", "four"):
        rename(row, slug)

    assert [place(client.get(f"{prefix}/{old}/")) for old in ("one", "two", "three")] == [f"{prefix}/four/"] * 3


def test_it_lets_a_thing_take_its_old_name_back(client: Client, prefix: str) -> None:
    row = KINDS[prefix](name="أ", slug="one")
    rename(row, "two")
    rename(row, "one")

    assert client.get(f"{prefix}/one/").status_code == 200
    assert place(client.get(f"{prefix}/two/")) == f"{prefix}/one/"
    assert Redirect.objects.count() == 1


def test_it_gives_an_old_name_to_who_takes_it(client: Client, prefix: str) -> None:
    first = KINDS[prefix](name="أ", slug="one")
    rename(first, "two")
    second = KINDS[prefix](name="ب", slug="one")

    assert client.get(f"{prefix}/one/").status_code == 200
    rename(second, "three")
    assert place(client.get(f"{prefix}/one/")) == f"{prefix}/three/"
    assert place(client.get(f"{prefix}/one")) == f"{prefix}/three/"
    first.refresh_from_db()
    assert client.get(f"{prefix}/two/").status_code == 200


def test_it_keeps_nothing_of_a_save_that_renames_nothing(prefix: str) -> None:
    row = KINDS[prefix](name="أ", slug="one")
    row.name = "ب"
    row.save()

    assert not Redirect.objects.exists()


def test_it_forgets_the_name_of_what_is_deleted(client: Client, prefix: str) -> None:
    row = KINDS[prefix](name="أ", slug="one")
    rename(row, "two")
    row.delete()

    assert client.get(f"{prefix}/one/").status_code == 404


def test_it_follows_a_story_through_a_renamed_section(client: Client) -> None:
    section = SectionFactory(slug="old")
    story = ArticleFactory(published=True, section=section)
    address = story.get_absolute_url()
    rename(section, "new")
    story.refresh_from_db()

    assert client.get(address).headers["Location"] == story.get_absolute_url()
    assert client.get(story.get_absolute_url()).status_code == 200


def test_it_takes_a_feed_along_where_there_is_one(
    client: Client, prefix: str, renamed: Section | Topic | Author
) -> None:
    for tail in ("feed/", "feed/atom/", "feed"):
        answer = client.get(f"{prefix}/أخبار-الثقافة/{tail}?x=1")
        new = f"{prefix}/ثقافة/{tail.rstrip('/')}/"
        if is_valid_path(new):
            assert place(answer) == f"{new}?x=1"
        else:
            assert answer.status_code == 404
