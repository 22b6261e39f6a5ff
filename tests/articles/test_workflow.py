"""Assignees, embargoes, internal notes, erasing: what the verbs and the database hold whoever asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from articles.models import Article, Decision, Embargoed, InternalNote
from articles.revisions.recording import record
from newsroom import roles
from newsroom.models import User
from tests.articles.test_verbs import at_once, filed_story, story
from tests.conftest import member
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db

Status = Article.Status
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def at_the_end(act: Callable[[], object] = bool) -> None:
    """`act`, and what the database asks when a transaction ends."""
    act()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def last(article: Article) -> tuple:
    return article.decisions.values_list("verb", "by", "to", "before", "after", "note").first()


# --- Who has it -------------------------------------------------------------------------------------------------------


def test_it_is_handed_to_an_editor(journalist: User, editor: User) -> None:
    article = story(Status.DRAFT)
    assert article.submit(journalist, to=editor)
    article.refresh_from_db()
    assert (article.status, article.assignee) == (Status.IN_REVIEW, editor)
    assert last(article) == ("submit", journalist.pk, editor.pk, "draft", "in_review", "")


def test_it_stays_with_its_editor_when_sent_back_and_handed_in_again(journalist: User, editor: User) -> None:
    article = story(Status.DRAFT)
    article.submit(journalist, to=editor)
    article.send_back(editor, "ينقصه مصدر")
    article.submit(journalist)
    article.refresh_from_db()
    assert (article.status, article.assignee) == (Status.IN_REVIEW, editor)


def test_it_is_given_and_taken(editor: User) -> None:
    colleague = member("colleague", roles.EDITOR)
    article = story(Status.IN_REVIEW)
    assert article.assign(editor, colleague, "رياضة")
    assert last(article) == ("assign", editor.pk, colleague.pk, "in_review", "in_review", "رياضة")
    assert article.take(editor)
    assert last(article)[:3] == ("take", editor.pk, editor.pk)
    assert not article.take(editor)
    article.refresh_from_db()
    assert (article.assignee, article.decisions.count()) == (editor, 2)


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.WITHDRAWN])
def test_it_is_given_to_nobody_when_there_is_nothing_to_do(editor: User, status: Status) -> None:
    article = story(status)
    assert not article.take(editor)
    assert not article.decisions.exists()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_it_lets_one_of_two_editors_take_it() -> None:
    people = member("first", roles.EDITOR), member("second", roles.EDITOR)
    key = story(Status.IN_REVIEW).pk
    seen = [Article.objects.get(pk=key) for _ in people]

    answers = at_once(*(lambda a=a, p=p: a.take(p) for a, p in zip(seen, people, strict=True)))

    assert sorted(answers) == [False, True]
    winner = people[answers.index(True)]
    assert Article.objects.get(pk=key).assignee == winner
    assert Decision.objects.get().by == winner


# --- The embargo ------------------------------------------------------------------------------------------------------


def embargoed(status: Status = Status.DRAFT, until: timedelta = DAY, **facts: object) -> Article:
    return ArticleFactory(status=status, embargoed_until=timezone.now() + until, **facts)


@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW, Status.WITHDRAWN])
def test_it_waits_for_the_end_of_an_embargo(editor: User, status: Status) -> None:
    article = embargoed(status, published_at=timezone.now() - DAY if status == Status.WITHDRAWN else None)
    assert article.publish(editor)
    article.refresh_from_db()
    assert article.published_at == article.embargoed_until
    assert article not in Article.objects.published()
    assert article in Article.objects.published(at=article.embargoed_until)
    row = article.decisions.get()
    assert (row.verb, row.until) == ("schedule", article.embargoed_until)


def test_it_refuses_a_time_before_the_end_whoever_names_it(editor: User) -> None:
    article = embargoed()
    early = article.embargoed_until - timedelta(microseconds=1)
    with pytest.raises(Embargoed):
        article.publish(editor, at=early)
    assert article.publish(editor, at=article.embargoed_until + DAY)
    with pytest.raises(Embargoed):
        article.reschedule(editor, early)
    article.refresh_from_db()
    assert article.published_at == article.embargoed_until + DAY
    assert article.decisions.count() == 1


def test_it_knows_an_embargo_that_began_after_the_story_was_read(editor: User) -> None:
    article = ArticleFactory()
    until = timezone.now() + DAY
    Article.objects.filter(pk=article.pk).update(embargoed_until=until)
    assert article.publish(editor)
    article.refresh_from_db()
    assert (article.published_at, article.is_scheduled) == (until, True)


@pytest.mark.parametrize(
    "cheat",
    [
        lambda rows: rows.update(status="published", published_at=timezone.now()),
        lambda rows: rows.update(status="published", published_at=timezone.now() - DAY),
        lambda rows: rows.filter(pk=rows.get().pk).update(
            status="published", published_at=timezone.now() + DAY, embargoed_until=timezone.now() + 2 * DAY
        ),
    ],
)
def test_it_is_an_embargo_to_the_database_too(cheat: Callable[[object], object]) -> None:
    article = embargoed()
    with pytest.raises(IntegrityError, match="article_waits_for_its_embargo"), transaction.atomic():
        cheat(Article.objects.filter(pk=article.pk))


def test_it_refuses_an_earlier_time_saved_over_a_schedule(editor: User) -> None:
    article = embargoed()
    article.publish(editor)
    article.published_at = timezone.now()
    with pytest.raises(IntegrityError, match="article_waits_for_its_embargo"), transaction.atomic():
        article.save()


def test_it_lengthens_an_embargo_and_lifts_it_with_a_reason(editor: User, journalist: User) -> None:
    article, now = ArticleFactory(), timezone.now()
    assert article.embargo(journalist, now + DAY, "حتى كلمة الرئيس")
    assert not article.embargo(journalist, now + HOUR)
    assert article.embargo(editor, now + 2 * DAY)
    article.refresh_from_db()
    assert article.embargoed_until == now + 2 * DAY

    assert article.lift_embargo(editor, "أعلن الخبر غيرنا")
    assert not article.lift_embargo(editor, "مرة أخرى")
    assert article.publish(editor)
    assert article.is_public()
    assert list(article.decisions.values_list("verb", flat=True)) == ["publish", "lift_embargo", "embargo", "embargo"]


def test_it_forgets_no_embargo_when_an_old_object_is_saved(editor: User) -> None:
    old = ArticleFactory()
    Article.objects.get(pk=old.pk).embargo(editor, timezone.now() + DAY)
    Article.objects.get(pk=old.pk).take(editor)
    old.headline = "عنوان آخر"
    old.save()
    old.refresh_from_db()
    assert old.embargoed_until
    assert old.assignee == editor


def test_it_lets_no_embargo_begin_on_what_readers_see(editor: User) -> None:
    article, now = story(Status.PUBLISHED), timezone.now()
    assert not article.embargo(editor, now + DAY)
    coming = ArticleFactory(status=Status.PUBLISHED, published_at=now + DAY)
    assert not coming.embargo(editor, now + 2 * DAY)
    assert coming.embargo(editor, now + HOUR)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_it_publishes_nothing_early_while_an_embargo_is_being_set() -> None:
    first, second = member("first", roles.EDITOR), member("second", roles.EDITOR)
    for _ in range(4):
        key = ArticleFactory().pk
        until = timezone.now() + DAY
        at_once(
            lambda: Article.objects.get(pk=key).publish(first),  # noqa: B023  (asked at once)
            lambda: Article.objects.get(pk=key).embargo(second, until),  # noqa: B023  (asked at once)
        )
        article = Article.objects.get(pk=key)
        assert article.is_public() is (article.embargoed_until is None)


# --- Times ------------------------------------------------------------------------------------------------------------


def test_it_writes_down_that_a_time_was_moved(editor: User) -> None:
    article = ArticleFactory(status=Status.PUBLISHED, published_at=timezone.now() + DAY)
    old, sooner = Article.objects.get(pk=article.pk), timezone.now() + HOUR
    assert article.reschedule(editor, sooner)
    assert not old.reschedule(editor, sooner + HOUR)
    article.refresh_from_db()
    assert article.published_at == sooner
    row = article.decisions.get()
    assert (row.verb, row.until, row.before, row.after) == ("reschedule", sooner, "published", "published")


# --- Gone and erased --------------------------------------------------------------------------------------------------


def test_it_remembers_that_it_was_public(editor: User) -> None:
    seen = story(Status.PUBLISHED)
    unseen = ArticleFactory(status=Status.PUBLISHED, published_at=timezone.now() + DAY)
    for article in (seen, unseen):
        article.withdraw(editor, "خطأ")
        article.refresh_from_db()
    assert seen.gone_at
    assert unseen.gone_at is None
    bulk = story(Status.PUBLISHED)
    Article.objects.filter(pk=bulk.pk).update(status=Status.DRAFT)
    bulk.refresh_from_db()
    assert bulk.gone_at


def test_it_erases_what_a_withdrawn_story_said(manager: User) -> None:
    article = filed_story(Status.PUBLISHED)
    record(article, manager)
    article.say(manager, "اسم الشاهد كامل هنا")
    article.withdraw(manager, "طلب قضائي")
    assert article.erase(manager, "حكم المحكمة")
    at_the_end()
    article = Article.objects.get(pk=article.pk)
    assert [getattr(article, name) for name in ("standfirst", "body", "slug", "picture")] == ["", "", "", None]
    assert article.headline == "محي هذا المقال"
    for rows in (article.revisions, article.notes, article.bylines, article.taggings):
        assert not rows.exists()
    assert last(article) == ("erase", manager.pk, None, "withdrawn", "withdrawn", "حكم المحكمة")


def test_it_brings_nothing_erased_back(manager: User) -> None:
    article = story(Status.PUBLISHED)
    article.withdraw(manager, "خطأ")
    article.erase(manager, "خطأ")
    acts = (
        lambda: article.publish(manager),
        lambda: article.send_back(manager, "عودة"),
        lambda: article.erase(manager, "مرة أخرى"),
        lambda: article.embargo(manager, timezone.now() + DAY),
    )
    assert [act() for act in acts] == [False] * 4
    for change in ({"status": "draft"}, {"erased_at": None}):
        with pytest.raises(DatabaseError, match="erased"), transaction.atomic():
            Article.objects.filter(pk=article.pk).update(**change)


@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW, Status.PUBLISHED])
def test_it_erases_only_what_was_withdrawn(manager: User, status: Status) -> None:
    article = story(status)
    assert not article.erase(manager, "بلا حق")
    article.refresh_from_db()
    assert article.body


# --- Notes ------------------------------------------------------------------------------------------------------------


def test_it_keeps_a_note_for_somebody(editor: User, journalist: User) -> None:
    article = story(Status.IN_REVIEW)
    note = article.say(editor, "أين \u202eالمصدر؟", to=journalist)
    assert (note.text, note.by, note.to) == ("أين المصدر؟", editor, journalist)
    assert list(InternalNote.objects.for_member(journalist)) == [note]
    assert article.say(editor, " \n ") is None
    assert article.say(editor, "أين المصدر؟", to=journalist) is None
    assert article.notes.count() == 1


@pytest.mark.parametrize(
    "tamper",
    [
        lambda: InternalNote.objects.all().delete(),
        lambda: InternalNote.objects.update(text="شيء آخر"),
    ],
)
def test_it_never_changes_nor_forgets_a_note(editor: User, tamper: Callable[[], object]) -> None:
    story(Status.DRAFT).say(editor, "ملاحظة")
    with pytest.raises(DatabaseError, match="history"), transaction.atomic():
        at_the_end(tamper)
    assert InternalNote.objects.get().text == "ملاحظة"


def test_it_lets_a_note_go_with_its_draft(editor: User) -> None:
    article = story(Status.DRAFT)
    article.say(editor, "ملاحظة")
    article.delete()
    at_the_end()
    assert not InternalNote.objects.exists()
