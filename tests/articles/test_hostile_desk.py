"""What a hostile look at the desk found, and stays mended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from articles.fronts.keeping import publish, save_draft, seen_now
from articles.fronts.layout import Chosen, Part
from articles.models import Article, Breaking, FrontSlot, KeptText, LiveCoverage, PlannedStory, RelatedChoice
from articles.planning import start_writing
from newsroom import roles
from newsroom.models import User
from tests.articles.test_kept_texts import address, opened
from tests.conftest import member
from tests.factories import ArticleFactory, SectionFactory
from tests.form_filler import controls

pytestmark = pytest.mark.django_db

SECRET = "سر لم ينشر"


def test_no_letter_splits_the_texts_of_a_live_page(client: Client, editor: User) -> None:
    story = ArticleFactory(published=True, body="<p>ا\ue0f2ب</p>")
    LiveCoverage.open(story, editor).post(editor, body="<p>ا\ue0f2ب<!--live-->ج</p>")
    assert client.get(story.get_absolute_url()).status_code == 200
    assert client.get(f"/{story.pk}/live/").status_code == 200


def test_no_headline_is_read_by_its_number(client: Client, journalist: User) -> None:
    secret = ArticleFactory(headline=SECRET)
    mine = ArticleFactory(created_by=journalist)
    client.force_login(journalist)
    values = opened(client, address("change", mine))
    rows = {"related_choices-TOTAL_FORMS": "1", "related_choices-0-other": secret.pk, "related_choices-0-position": "0"}
    client.post(address("keep", mine), {**values, **rows})
    kept = KeptText.objects.get()
    assert SECRET not in client.get(f"/admin/articles/article/kept/{kept.pk}/").content.decode()

    answer = client.post(address("change", mine), {**values, **rows, "_save": "1"})
    assert SECRET not in answer.content.decode()
    assert not RelatedChoice.objects.exists()

    body = f'<p><a href="/{secret.pk}/">هنا</a></p>'
    answer = client.post("/admin/articles/article/checks/", {"body": body, "headline": "عنوان"})
    assert SECRET not in answer.content.decode()


def test_a_choice_whose_story_was_withdrawn_since_does_not_stop_a_save(client: Client, editor: User) -> None:
    other, story = ArticleFactory(published=True), ArticleFactory(created_by=editor)
    RelatedChoice.objects.create(article=story, other=other)
    other.withdraw(editor, "خطأ")
    client.force_login(editor)
    values = opened(client, address("change", story))
    assert client.post(address("change", story), {**values, "headline": "غيره", "_save": "1"}).status_code == 302


def test_who_only_looks_reads_no_reasons(client: Client, editor: User) -> None:
    story = ArticleFactory(created_by=editor)
    story.submit(editor)
    story.send_back(editor, SECRET)
    story.publish(editor)
    client.force_login(member("looker", roles.COMMENT_MODERATOR))
    answer = client.get(address("change", story))
    assert answer.status_code == 200
    assert SECRET not in answer.content.decode()


def test_an_open_tab_writes_nothing_of_an_erased_story_back(client: Client, editor: User) -> None:
    story = ArticleFactory(published=True)
    client.force_login(editor)
    values = opened(client, address("change", story))
    story.withdraw(editor, "خطأ")
    story.erase(editor, "حكم")
    assert client.post(address("keep", story), {**values, "headline": SECRET}).status_code == 403
    assert client.post(address("change", story), {**values, "headline": SECRET, "_save": "1"}).status_code == 403
    assert not KeptText.objects.exists()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_pictures_drawn_of_an_erased_story_go(editor: User) -> None:
    story, other = ArticleFactory(published=True), ArticleFactory(published=True)
    names = [f"share/{pk % 1000:03d}/{pk}-abc.jpg" for pk in (story.pk, other.pk)]
    for name in names:
        default_storage.save(name, ContentFile(b"x"))
    story.withdraw(editor, "خطأ")
    story.erase(editor, "حكم")
    assert [default_storage.exists(name) for name in names] == [False, True]


def test_an_updated_story_is_published_anew_under_an_embargo(editor: User) -> None:
    now = timezone.now()
    story = ArticleFactory(published=True)
    Article.objects.filter(pk=story.pk).update(update_note="صحح الرقم", updated_at=now)
    story.refresh_from_db()
    story.withdraw(editor, "خطأ")
    assert story.embargo(editor, now + timedelta(days=1))
    assert story.publish(editor)
    assert story.updated_at is None
    story.refresh_from_db()
    assert (story.updated_at, story.is_scheduled) == (None, True)


def test_a_story_that_came_back_is_not_gone(client: Client, editor: User) -> None:
    story = ArticleFactory(published=True)
    LiveCoverage.open(story, editor)
    story.withdraw(editor, "خطأ")
    story.publish(editor)
    assert client.get(f"{story.get_absolute_url()}?from=999999").status_code == 404


def test_a_note_typed_after_going_back_is_not_lost(client: Client, editor: User) -> None:
    client.force_login(editor)
    page = client.get("/admin/articles/article/add/").content.decode()
    section = ArticleFactory().section
    values = {**controls(page, "article_form"), "headline": "خبر", "section": section.pk}
    assert client.post("/admin/articles/article/add/", {**values, "_continue": "1"}).status_code == 302
    answer = client.post("/admin/articles/article/add/", {**values, "note": SECRET, "_save": "1"})
    assert answer.status_code == 409
    assert SECRET in str(KeptText.objects.get().typed)


@pytest.mark.parametrize("reason", ["\u200f", "\u200e \u200f"])
def test_a_reason_that_nobody_sees_is_none(client: Client, manager: User, reason: str) -> None:
    story = ArticleFactory(published=True)
    story.withdraw(manager, "خطأ")
    client.force_login(manager)
    values = opened(client, address("change", story))
    answer = client.post(address("change", story), {**values, "reason_erase": reason, "_erase": "1"})
    assert answer.status_code == 200
    assert "اكتب السبب" in answer.content.decode()
    coverage = LiveCoverage.open(ArticleFactory(published=True), manager)
    answer = client.post(f"/admin/articles/article/{coverage.article_id}/live/", {"do": "close", "summary": reason})
    assert answer.status_code == 422


def test_odd_marks_and_numbers_break_nothing(client: Client, editor: User) -> None:
    story = ArticleFactory()
    client.force_login(editor)
    values = opened(client, address("change", story))
    assert client.post(address("keep", story), {**values, "_key": "\0"}).status_code == 400
    values["headline"] = "عنوان آخر"
    assert client.post(address("keep", story), {**values, "bylines-TOTAL_FORMS": "9" * 5000}).status_code == 200
    assert story.send_back(editor) is False
    story.submit(editor)
    assert story.send_back(editor, "ﻻ" * 300)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_no_word_of_an_erased_story_stays_on_the_desk(client: Client, editor: User, manager: User) -> None:
    plan = PlannedStory(day=timezone.localdate(), title=SECRET, note=SECRET, section=SectionFactory())
    plan.add(editor)
    story = start_writing(plan, editor)
    story.publish(editor)
    chosen = (Chosen(story.pk, SECRET, None), Chosen(ArticleFactory(published=True).pk, "عنوان آخر", None))
    edition = save_draft(None, seen_now(None), [Part("grid", "newest", 4, "", None, chosen)], editor)
    publish(edition, editor)
    for row in (story, plan):
        LogEntry.objects.log_actions(editor.pk, [row], 2, [{"changed": {"name": "مصدر", "object": SECRET}}])
    bar = Breaking.tell(SECRET, editor, timedelta(hours=1), story)
    other_bar = Breaking.tell("آخر", editor, timedelta(hours=1), instead_of=bar.pk)
    story.withdraw(editor, "خطأ")
    other = FrontSlot.objects.exclude(article=story)
    with pytest.raises(IntegrityError), transaction.atomic():
        FrontSlot.objects.filter(article=story).update(headline="")  # not erased yet: the edition is history
    story.erase(manager, "حكم")

    assert list(other.values_list("headline", flat=True)) == ["عنوان آخر"]
    with pytest.raises(IntegrityError), transaction.atomic():
        other.update(headline="")
    with pytest.raises(IntegrityError), transaction.atomic():
        FrontSlot.objects.filter(article=story).update(position=7)
    for changed in ({"text": "نص"}, {"owner": manager}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Breaking.objects.filter(pk=bar.pk).update(**changed)
    with pytest.raises(IntegrityError), transaction.atomic():
        Breaking.objects.filter(pk=other_bar.pk).update(text=story.headline)
    client.force_login(manager)
    pages = [f"plannedstory/{plan.pk}/change/", "plannedstory/", f"frontedition/{edition.pk}/change/", "", "breaking/"]
    pages += [f"article/{story.pk}/history/", f"article/{story.pk}/change/", "article/?view=withdrawn"]
    for page in pages:
        answer = client.get(f"/admin/articles/{page}")
        assert answer.status_code == 200
        assert SECRET not in answer.content.decode(), page
    log = set(LogEntry.objects.exclude(action_flag=3).values_list("object_repr", "change_message"))
    assert log == {(story.headline, "")}


def test_the_log_of_a_story_holds_no_words_of_another(client: Client, editor: User) -> None:
    story, other = ArticleFactory(), ArticleFactory(published=True, headline=SECRET)
    client.force_login(editor)
    values = opened(client, address("change", story))
    values |= {"related_choices-TOTAL_FORMS": "1", "related_choices-0-other": str(other.pk)}
    values |= {"related_choices-0-position": "0", "headline": "عنوان جديد", "_save": "1"}
    assert client.post(address("change", story), values).status_code == 302
    assert RelatedChoice.objects.get().other == other
    assert "العنوان" in str(LogEntry.objects.get())
    assert SECRET not in LogEntry.objects.get().get_change_message()


def test_a_form_that_was_not_stored_is_not_told_as_arrived(client: Client, editor: User) -> None:
    story = ArticleFactory()
    client.force_login(editor)
    values = {**opened(client, address("change", story)), "headline": SECRET, "_save": "1"}
    saved = client.post(address("change", story), values, follow=True)
    assert f"arrived-{values['_key']}" in saved.content.decode()
    Article.objects.filter(pk=story.pk).delete()
    gone = client.post(address("change", story), values, follow=True)
    assert "messagelist" in gone.content.decode()
    assert "arrived-" not in gone.content.decode()
