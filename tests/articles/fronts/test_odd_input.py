"""The form of a front as nobody means to send it, and as a browser without script sends it: never a page of 500."""

from __future__ import annotations

import pytest
from django.test import Client

from articles.fronts.keeping import live_of, save_draft, seen_now
from articles.fronts.layout import Chosen, Part, layout_of
from articles.models import FrontEdition
from newsroom.models import User
from tests.articles.fronts.test_desk import HOME, LIST, edition_of, opened, typed
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db

EDITION = "/admin/articles/frontedition/"
JOINED = "ﻻ"  # one letter as typed, two as stored
HUGE = "9" * 5000  # more digits than Python reads as a number


def test_it_takes_a_story_in_the_container_that_is_offered_empty(client: Client, editor: User) -> None:
    story = ArticleFactory(published=True)
    values = opened(client, editor)
    last = int(values["c-TOTAL_FORMS"]) - 1

    assert client.post(HOME, values | {f"c-{last}-s-0-address": str(story.pk), "_save": ""}).status_code == 302
    part = layout_of(FrontEdition.objects.get())[-1]
    assert (part.kind, part.slots) == ("grid", (Chosen(story.pk),))


@pytest.mark.parametrize(("name", "length"), [("note", 200), ("c-0-title", 60), ("c-0-s-0-headline", 120)])
def test_it_measures_a_text_as_it_is_stored(client: Client, editor: User, name: str, length: int) -> None:
    story = ArticleFactory(published=True)
    values = opened(client, editor) | {"c-0-s-0-article": str(story.pk), "_save": ""}

    answer = client.post(HOME, values | {name: JOINED * length})
    assert answer.status_code == 422
    assert typed(answer.content.decode())[name] == JOINED * length
    assert not FrontEdition.objects.exists()

    assert client.post(HOME, values | {name: JOINED * (length // 2)}).status_code == 302


def test_it_stores_a_note_as_any_other_text(client: Client, editor: User) -> None:
    save_draft(None, seen_now(None), [LIST], editor)
    values = opened(client, editor)

    assert client.post(HOME, values | {"note": f" {JOINED} ", "_save": ""}).status_code == 302
    assert FrontEdition.objects.get().note == "لا"


@pytest.mark.parametrize("name", ["c-0-s-0-article", "c-0-s-0-picture"])
def test_it_reads_no_number_of_thousands_of_digits(client: Client, editor: User, name: str) -> None:
    story = ArticleFactory(published=True)
    values = opened(client, editor) | {"c-0-s-0-article": str(story.pk)}
    assert client.post(HOME, values | {name: HUGE, "_save": ""}).status_code == 422


def test_it_cancels_no_draft_of_such_a_version(client: Client, editor: User) -> None:
    draft = save_draft(None, seen_now(None), [LIST], editor)
    client.force_login(editor)
    assert client.post(f"{EDITION}{draft.pk}/cancel/", {"version": HUGE}).status_code == 302
    assert FrontEdition.objects.draft().get() == draft


@pytest.mark.parametrize("word", ["change", "history"])
def test_it_finds_no_edition_of_such_a_number(client: Client, editor: User, word: str) -> None:
    client.force_login(editor)
    assert client.get(f"{EDITION}{HUGE}/{word}/").status_code == 404


@pytest.mark.parametrize("seen", ["99999999.0", "2.0", "0.0"])
def test_it_begins_no_draft_after_an_edition_that_is_not_the_newest(client: Client, editor: User, seen: str) -> None:
    edition_of(editor, LIST)
    values = opened(client, editor)
    assert client.post(HOME, values | {"seen": seen, "_publish": ""}).status_code == 409
    assert FrontEdition.objects.count() == 1
    assert client.post(HOME, values | {"_save": ""}).status_code == 302
    assert FrontEdition.objects.draft().get().number == 2


def test_it_brings_none_back_after_an_edition_that_is_not_the_newest(client: Client, editor: User) -> None:
    first, second = edition_of(editor, LIST), edition_of(editor, LIST)
    client.force_login(editor)
    client.post(f"{EDITION}{first.pk}/revert/", {"newest": "99999998"}, follow=True)
    assert live_of(None) == second


def test_it_takes_new_stories_beside_rows_that_were_emptied(client: Client, editor: User) -> None:
    old, fresh = ([ArticleFactory(published=True).pk for _ in range(count)] for count in (12, 6))
    part = Part("list", "newest", 12, slots=tuple(Chosen(key) for key in old))
    save_draft(None, seen_now(None), [part], editor)
    values = opened(client, editor) | {f"c-0-s-{row}-article": "" for row in range(6)}
    values |= {f"c-0-s-{row}-article": str(key) for row, key in enumerate(fresh, start=13)}

    many = values | {"c-0-s-TOTAL_FORMS": "19", "_save": ""}
    assert client.post(HOME, many | {"c-0-s-0-article": str(old[0])}).status_code == 422  # thirteen
    assert client.post(HOME, many).status_code == 302
    assert [row.article for row in layout_of(FrontEdition.objects.get())[0].slots] == [*old[6:], *fresh]
