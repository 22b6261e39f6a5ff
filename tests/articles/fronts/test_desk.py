"""The desk of the fronts: who may, saving, publishing, scheduling, going back, and two people at once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.fronts.keeping import live_of, publish, save_draft, seen_now
from articles.fronts.layout import Chosen, Part, layout_of
from articles.models import Article, FrontDecision, FrontEdition
from newsroom.models import User
from tests.factories import ArticleFactory, PictureFactory, SectionFactory
from tests.form_filler import Controls

pytestmark = pytest.mark.django_db

HOME = "/admin/articles/frontedition/home/"
LIST = Part("list", "newest", 3)


def typed(page: str, **changes: str) -> dict[str, object]:
    """The front's form as `page` shows it, with `changes`; a name's `__` stands for its `-`."""
    controls = Controls("front_form")
    controls.feed(re.sub(r"<template.*?</template>", "", page, flags=re.DOTALL))
    return controls.values | {name.replace("__", "-"): value for name, value in changes.items()}


def opened(client: Client, user: User, address: str = HOME) -> dict[str, object]:
    client.force_login(user)
    return typed(client.get(address).content.decode())


def edition_of(user: User, *parts: Part, section: int | None = None, at: object = None) -> FrontEdition:
    """A published edition."""
    edition = save_draft(section, seen_now(section), list(parts), user)
    publish(edition, user, at)
    return edition


def test_it_begins_with_what_the_rules_make(client: Client, editor: User) -> None:
    SectionFactory(name="اقتصاد")
    values = opened(client, editor)

    assert [values[f"c-{n}-kind"] for n in range(5)] == ["lead", "list", "opinion", "most_read", "grid"]
    assert not FrontEdition.objects.exists()  # a look changes nothing


def test_it_saves_a_draft_that_readers_do_not_see(client: Client, editor: User) -> None:
    story = ArticleFactory(published=True, published_at=timezone.now() - timedelta(days=9))
    newer = [ArticleFactory(published=True) for _ in range(3)]
    values = opened(client, editor)
    before = client.get("/").content

    answer = client.post(
        HOME, values | {"c-0-s-0-article": str(story.pk), "c-0-s-0-headline": "عنوان هنا", "_save": ""}
    )

    assert answer.status_code == 302
    draft = FrontEdition.objects.get()
    assert layout_of(draft)[0].slots == (Chosen(story.pk, "عنوان هنا"),)
    assert client.get("/").content == before
    row = FrontDecision.objects.get()
    assert (row.verb, row.by, "اختيار 1" in row.what) == ("save", editor, True)
    assert newer


def test_it_publishes(client: Client, editor: User) -> None:
    old = ArticleFactory(published=True, published_at=timezone.now() - timedelta(days=9))
    ArticleFactory(published=True)
    values = opened(client, editor)

    client.post(
        HOME, values | {"c-0-s-0-address": f"/section/{old.pk}/x/", "c-0-s-0-headline": "عنوان هنا", "_publish": ""}
    )

    page = client.get("/").content.decode()
    assert page.index("عنوان هنا") < page.index("card-headline", page.index("card-headline") + 20)
    assert [row.verb for row in FrontDecision.objects.order_by("pk")] == ["save", "publish"]


def test_it_orders_by_the_typed_numbers(client: Client, editor: User) -> None:
    values = opened(client, editor)
    client.post(HOME, values | {"c-0-position": "3", "c-3-position": "0", "_save": ""})

    assert [part.kind for part in layout_of(FrontEdition.objects.get())][::3] == ["most_read", "lead"]


@pytest.mark.parametrize(
    ("status", "said"), [("draft", "ليست منشورة ولا مجدولة"), ("withdrawn", "ليست منشورة ولا مجدولة")]
)
def test_it_refuses_what_readers_may_not_see(client: Client, editor: User, status: str, said: str) -> None:
    story = ArticleFactory(status=status)
    values = opened(client, editor)
    answer = client.post(HOME, values | {"c-0-s-0-article": str(story.pk), "_save": ""})

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not FrontEdition.objects.exists()


def test_it_refuses_a_story_twice_and_keeps_what_was_typed(client: Client, editor: User) -> None:
    story = ArticleFactory(published=True)
    values = opened(client, editor) | {"c-0-s-0-article": str(story.pk), "c-1-s-0-article": str(story.pk)}
    answer = client.post(HOME, values | {"c-0-s-0-headline": "كتبته", "_save": ""})

    assert answer.status_code == 422
    assert "مختارة مرتين" in answer.content.decode()
    kept = typed(answer.content.decode())
    assert (kept["c-0-s-0-article"], kept["c-0-s-0-headline"]) == (str(story.pk), "كتبته")


def test_it_refuses_too_much(client: Client, editor: User) -> None:
    values = opened(client, editor)
    many = {f"c-{n}-length": "99" for n in range(3)}
    assert client.post(HOME, values | many | {"_save": ""}).status_code == 422
    for n in range(3):
        many |= {f"c-0-s-{n}-article": str(ArticleFactory(published=True).pk)}
    many |= {f"c-{n}-length": "2" for n in range(3)} | {"c-0-s-TOTAL_FORMS": "3"}
    answer = client.post(HOME, values | many | {"_save": ""})
    assert "أكثر مما تتسع له" in answer.content.decode()


def test_it_refuses_an_empty_front(client: Client, editor: User) -> None:
    values = opened(client, editor)
    gone = {f"c-{n}-DELETE": "on" for n in range(4)}
    assert "لا حاوية" in client.post(HOME, values | gone | {"_save": ""}).content.decode()


def test_it_tells_the_second_of_two_and_keeps_the_text(client: Client, editor: User, manager: User) -> None:
    story = ArticleFactory(published=True)
    mine, theirs = opened(client, editor), opened(client, manager)
    client.post(HOME, theirs | {"c-0-title": "عنوان المدير", "_save": ""})

    client.force_login(editor)
    mine |= {"c-0-s-0-article": str(story.pk), "c-0-title": "عنواني", "_publish": ""}
    answer = client.post(HOME, mine)

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "عنوان المدير" in page
    assert str(manager) in page
    kept = typed(page)
    assert (kept["c-0-s-0-article"], kept["c-0-title"]) == (str(story.pk), "عنواني")
    assert layout_of(FrontEdition.objects.get())[0].title == "عنوان المدير"

    # Having seen it, the editor may put the own one in its place.
    assert client.post(HOME, kept | {"_save": ""}).status_code == 302
    assert layout_of(FrontEdition.objects.get())[0].title == "عنواني"


def test_it_tells_who_edits_a_draft_that_was_published_meanwhile(client: Client, editor: User, manager: User) -> None:
    save_draft(None, seen_now(None), [LIST], manager)
    mine = opened(client, editor)
    publish(FrontEdition.objects.get(), manager)

    assert client.post(HOME, mine | {"_save": ""}).status_code == 409


def test_it_schedules(client: Client, editor: User) -> None:
    ArticleFactory(published=True)
    values = opened(client, editor)
    assert client.post(HOME, values | {"live_from": "2020-01-01T08:00", "_schedule": ""}).status_code == 422
    assert client.post(HOME, values | {"live_from": "", "_schedule": ""}).status_code == 422
    assert not FrontEdition.objects.exists()

    assert client.post(HOME, values | {"live_from": "2190-01-01T08:00", "_schedule": ""}).status_code == 302
    edition = FrontEdition.objects.get()
    assert edition.is_scheduled
    assert live_of(None) is None
    assert live_of(None, edition.live_from) == edition
    assert live_of(None, edition.live_from - timedelta(microseconds=1)) is None

    client.post(f"/admin/articles/frontedition/{edition.pk}/cancel/", {"version": "1"})
    assert live_of(None, edition.live_from) is None


def test_it_goes_back_to_an_earlier_edition(client: Client, editor: User) -> None:
    first, second = edition_of(editor, LIST), edition_of(editor, Part("grid", "newest", 2))
    draft = save_draft(None, seen_now(None), [LIST, LIST], editor)
    client.force_login(editor)
    page = client.get(f"/admin/articles/frontedition/{first.pk}/change/").content.decode()
    newest = re.search(r'name="newest" value="(\d+)"', page)[1]

    client.post(f"/admin/articles/frontedition/{first.pk}/revert/", {"newest": newest})

    live = live_of(None)
    assert live not in (first, second, draft)
    assert layout_of(live) == layout_of(first)
    assert FrontEdition.objects.draft().get() == draft
    row = FrontDecision.objects.first()
    assert (row.verb, row.what) == ("revert", "الطبعة 1")

    # A second press of the same button comes too late.
    client.post(f"/admin/articles/frontedition/{first.pk}/revert/", {"newest": newest})
    assert live_of(None) == live


def test_it_throws_a_draft_away_but_not_a_newer_one(client: Client, editor: User) -> None:
    draft = save_draft(None, seen_now(None), [LIST], editor)
    save_draft(None, seen_now(None), [LIST, LIST], editor)
    client.force_login(editor)
    client.post(f"/admin/articles/frontedition/{draft.pk}/cancel/", {"version": "1"})
    assert FrontEdition.objects.draft().exists()
    client.post(f"/admin/articles/frontedition/{draft.pk}/cancel/", {"version": "2"})
    assert not FrontEdition.objects.draft().exists()
    assert FrontDecision.objects.first().verb == "cancel"


def test_it_previews_a_draft(client: Client, editor: User) -> None:
    section = SectionFactory()
    story = ArticleFactory(published=True, section=section)
    home = save_draft(None, seen_now(None), [LIST._replace(slots=(Chosen(story.pk, "هكذا"),))], editor)
    front = save_draft(section.pk, seen_now(section.pk), [LIST._replace(slots=(Chosen(story.pk, "وهنا"),))], editor)
    client.force_login(editor)

    for edition, headline in ((home, "هكذا"), (front, "وهنا")):
        answer = client.get(f"/admin/articles/frontedition/{edition.pk}/preview/")
        assert headline in answer.content.decode()
        assert answer.headers["Cache-Control"] == "private, no-store"
    assert headline not in client.get(section.get_absolute_url()).content.decode()


ADDRESSES = [HOME, f"{HOME}history/", "/admin/articles/frontedition/", "section", "change", "preview"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_it_is_for_editors_and_managers(
    client: Client, address: str, journalist: User, editor: User, manager: User
) -> None:
    edition = save_draft(None, seen_now(None), [LIST], editor)
    section = SectionFactory()
    address = {
        "section": f"/admin/articles/frontedition/section/{section.pk}/",
        "change": f"/admin/articles/frontedition/{edition.pk}/change/",
        "preview": f"/admin/articles/frontedition/{edition.pk}/preview/",
    }.get(address, address)
    for user, status in ((journalist, 403), (editor, 200), (manager, 200)):
        client.force_login(user)
        assert client.get(address).status_code == status
    client.logout()
    assert client.get(address).status_code == 302


def test_it_refuses_a_journalist_who_posts(client: Client, journalist: User, editor: User) -> None:
    values = opened(client, editor)
    edition = edition_of(editor, LIST)
    draft = save_draft(None, seen_now(None), [LIST], editor)
    before = FrontDecision.objects.count()
    client.force_login(journalist)

    assert client.post(HOME, values | {"_publish": ""}).status_code == 403
    assert client.post(f"/admin/articles/frontedition/{edition.pk}/revert/", {"newest": "2"}).status_code == 403
    assert client.post(f"/admin/articles/frontedition/{draft.pk}/cancel/", {"version": "1"}).status_code == 403
    assert FrontDecision.objects.count() == before


def test_it_changes_nothing_by_a_look(client: Client, editor: User) -> None:
    edition = edition_of(editor, LIST)
    client.force_login(editor)
    for verb in ("revert", "cancel"):
        assert client.get(f"/admin/articles/frontedition/{edition.pk}/{verb}/").status_code == 405


def test_it_opens_the_form_with_as_many_queries_for_sixty_stories(client: Client, editor: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(HOME).status_code == 200
        return len(captured)

    client.force_login(editor)
    save_draft(None, seen_now(None), [LIST], editor)
    few = queries()
    picture = PictureFactory().pk
    full = [
        Part(
            "grid", "newest", 12, slots=tuple(Chosen(ArticleFactory(published=True).pk, "", picture) for _ in range(12))
        )
        for _ in range(5)
    ]
    save_draft(None, seen_now(None), full, editor)

    assert queries() <= few + 2  # the stories; the pictures


def test_it_reads_what_cannot_be_a_key(client: Client, editor: User) -> None:
    values = opened(client, editor)
    for wrong in ("x", "-1", "9" * 30, "١٢"):
        odd = {"c-0-s-0-article": wrong, "c-0-s-0-picture": wrong, "seen": wrong, "c-0-section": wrong}
        assert client.post(HOME, values | odd | {"_save": ""}).status_code in (409, 422)
    assert client.post(HOME, {}).status_code == 422
    assert client.get(f"{HOME}?from=٣").status_code == 200
    assert not Article.objects.exists()


def test_it_brings_no_edition_forward_that_is_still_to_come(client: Client, editor: User) -> None:
    edition_of(editor, LIST)
    later = edition_of(editor, Part("grid", "newest", 2), at=timezone.now() + timedelta(hours=8))
    client.force_login(editor)
    page = client.get(f"/admin/articles/frontedition/{later.pk}/change/").content.decode()
    assert "أعدها إلى القراء الآن" not in page

    answer = client.post(f"/admin/articles/frontedition/{later.pk}/revert/", {"newest": "2"})
    assert answer.status_code == 404
    assert FrontEdition.objects.count() == 2
