"""Revisions of a story: what a save writes down, how two compare, how one comes back, who may see them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.admin import ArticleAdmin
from articles.models import Article, Author, Byline, RelatedChoice, Revision, Source, Tagging
from articles.revisions.recording import Overtaken, record, record_what_was_there, restore
from articles.revisions.state import OUTSIDE, PARTS, changed, labels, state_of
from newsroom import roles
from newsroom.models import User
from tests.conftest import member
from tests.factories import ArticleFactory, AuthorFactory, PictureFactory, SectionFactory, TopicFactory
from tests.form_filler import send

pytestmark = pytest.mark.django_db
Status = Article.Status


def address(name: str, article: Article, *more: object) -> str:
    return reverse(f"admin:articles_article_{name}", args=[article.pk, *more])


def numbers(article: Article) -> list[int]:
    return list(article.revisions.values_list("number", flat=True))


def full(**fields: object) -> Article:
    """A story with something in each part."""
    article = ArticleFactory(picture=PictureFactory(), **fields)
    for position in range(2):
        Byline.objects.create(article=article, author=AuthorFactory(), position=position)
        Tagging.objects.create(article=article, topic=TopicFactory())
    RelatedChoice.objects.create(article=article, other=ArticleFactory(published=True))
    Source.objects.create(article=article, outlet="Der Spiegel", language="de", published_on=date(2025, 6, 27))
    return article


# --- What is written down ---------------------------------------------------------------------------------------------


def test_it_holds_every_field_that_somebody_writes_and_every_part() -> None:
    fields = {field.name for field in Article._meta.concrete_fields}
    assert set(state_of(full())) == set(labels()) == (fields - OUTSIDE) | {part.name for part in PARTS}
    assert {inline.model for inline in ArticleAdmin.inlines} <= {part.model for part in PARTS}


def test_it_writes_down_what_was_there_and_what_was_saved(client: Client, editor: User) -> None:
    article = ArticleFactory(headline="عنوان أول")
    client.force_login(editor)
    send(client, address("change", article), "article_form", headline="عنوان ثان")

    newest, before = article.revisions.all()
    assert (before.number, before.by, before.state["headline"]) == (0, None, "عنوان أول")
    assert (newest.number, newest.by, newest.state["headline"]) == (1, editor, "عنوان ثان")
    article.refresh_from_db()
    assert article.revision == 1


def test_it_writes_down_a_new_story(client: Client, journalist: User) -> None:
    client.force_login(journalist)
    send(client, "/admin/articles/article/add/", "article_form", headline="خبر", section=SectionFactory().pk)
    assert numbers(Article.objects.get()) == [1]


def test_it_writes_nothing_when_nothing_changed(client: Client, editor: User) -> None:
    article = full()
    client.force_login(editor)
    for _ in range(2):
        assert send(client, address("change", article), "article_form").status_code == 302
    assert numbers(article) == [0]


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_it_notices_each_part(editor: User, part: object) -> None:
    article = full()
    record(article, editor)
    getattr(article, part.accessor).all().first().delete()
    assert record(article, editor).number == 2
    newest, before = article.revisions.all()
    assert changed(before.state, newest.state) == [part.name]


def test_it_writes_down_what_a_program_changed(client: Client, editor: User) -> None:
    article = ArticleFactory()
    record(article, editor)
    article.headline = "من برنامج"
    article.save()
    record_what_was_there(article)
    assert [(row.number, row.by) for row in article.revisions.all()] == [(2, None), (1, editor)]


def test_it_cannot_be_changed_or_deleted_alone(editor: User) -> None:
    article = ArticleFactory()
    revision = record(article, editor)
    with pytest.raises(DatabaseError, match="history"), transaction.atomic():
        Revision.objects.filter(pk=revision.pk).update(number=9)
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(DatabaseError, match="history"), transaction.atomic():
        Revision.objects.all().delete()
    connection.cursor().execute("SET CONSTRAINTS ALL DEFERRED")
    article.delete()
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert not Revision.objects.exists()


def test_it_refuses_a_revision_over_one_that_was_not_seen(editor: User) -> None:
    article = ArticleFactory()
    old = Article.objects.get(pk=article.pk)
    article.headline = "أسبق"
    article.save()
    record(article, editor)
    with pytest.raises(Overtaken):
        record(old, editor)
    assert numbers(article) == [1]


def test_an_old_object_writes_no_old_state_back(editor: User) -> None:
    article = ArticleFactory(status=Status.IN_REVIEW)
    old = Article.objects.get(pk=article.pk)
    article.publish(by=editor)
    article.withdraw(by=editor)
    old.headline = "عنوان من كائن قديم"
    old.save()
    article.refresh_from_db()
    assert (article.status, article.headline) == (Status.WITHDRAWN, "عنوان من كائن قديم")


# --- Comparing and restoring ------------------------------------------------------------------------------------------


def test_it_compares_words_topics_and_pictures(client: Client, editor: User) -> None:
    article = full(headline="وصلت السفينة", body="<p>رست السفينة فجرا.</p>")
    old_picture = article.picture
    record(article, editor)
    article.headline, article.body, article.picture = "وصلت الباخرة", "<p>رست السفينة ليلا.</p>", PictureFactory()
    article.save()
    topic = article.taggings.first().topic
    article.taggings.all().first().delete()
    record(article, editor)
    client.force_login(editor)

    page = client.get(address("compare", article)).content.decode()

    for words in ("السفينة", "الباخرة", "فجرا", "ليلا"):
        assert f"</span>{words}</" in page, words
    assert f'<span class="chip">{topic.name}</span> </del>' in page
    assert old_picture.rendition_url(400) in page
    assert article.picture.rendition_url(400) in page
    assert "&lt;p&gt;" not in page


def test_it_brings_an_old_revision_back_and_loses_nothing(client: Client, editor: User) -> None:
    article = full(headline="أول", body="<p>نص أول</p>")
    record(article, editor)
    before = state_of(article)
    send_as(client, editor, article, headline="ثان", body="<p>نص ثان</p>", chosen_topics=[TopicFactory().pk])

    answer = client.post(address("restore", article, 1), {"newest": "2"})

    assert answer.status_code == 302
    article = Article.objects.get(pk=article.pk)
    assert state_of(article) == before
    assert [(row.number, row.restored) for row in article.revisions.all()] == [(3, 1), (2, None), (1, None)]


def test_a_restored_text_leaves_state_times_and_comments_alone(editor: User) -> None:
    article = ArticleFactory(headline="أول")
    record(article, editor)
    article.headline, article.allows_comments = "ثان", False
    article.save()
    record(article, editor)
    article.publish(by=editor)
    moment = article.published_at

    restore(article, article.revisions.get(number=1), editor)

    article.refresh_from_db()
    assert (article.headline, article.status, article.allows_comments) == ("أول", Status.PUBLISHED, False)
    assert article.published_at == moment


def test_it_restores_without_rows_that_are_gone(editor: User) -> None:
    article = full()
    record(article, editor)
    gone, stays = (tagging.topic for tagging in article.taggings.all())
    article.taggings.all().delete()
    gone.delete()
    restore(article, article.revisions.get(number=1), editor)
    assert list(article.taggings.values_list("topic", flat=True)) == [stays.pk]


def test_it_restores_nothing_over_a_save_that_was_not_seen(client: Client, editor: User) -> None:
    article = ArticleFactory(headline="أول")
    record(article, editor)
    send_as(client, editor, article, headline="ثان")
    assert client.post(address("restore", article, 1), {"newest": "1"}).status_code == 302
    article.refresh_from_db()
    assert article.headline == "ثان"
    assert numbers(article) == [2, 1]


def send_as(client: Client, user: User, article: Article, **typed: object) -> None:
    client.force_login(user)
    assert send(client, address("change", article), "article_form", **typed).status_code == 302
    article.refresh_from_db()


# --- Who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status", "seen", "restored"),
    [
        ("writer", Status.DRAFT, 200, 302),
        ("writer", Status.IN_REVIEW, 200, 403),
        ("writer", Status.PUBLISHED, 200, 403),
        (roles.EDITOR, Status.PUBLISHED, 200, 302),
        (roles.MANAGER, Status.IN_REVIEW, 200, 302),
        (roles.JOURNALIST, Status.PUBLISHED, 403, 403),
        (roles.COMMENT_MODERATOR, Status.PUBLISHED, 403, 403),
        (roles.NEWSLETTER_MANAGER, Status.PUBLISHED, 403, 403),
        (roles.PLACEMENT_MANAGER, Status.DRAFT, 403, 403),
    ],
)
def test_it_shows_and_restores_by_role_and_state(
    client: Client, journalist: User, editor: User, who: str, status: str, seen: int, restored: int
) -> None:
    article = ArticleFactory(created_by=journalist, headline="أول")
    record(article, editor)
    article.headline = "ثان"
    article.save()
    record(article, editor)
    published_at = timezone.now() - timedelta(hours=1)
    Article.objects.filter(pk=article.pk).update(status=status, published_at=published_at)
    client.force_login(journalist if who == "writer" else member("somebody", who))

    assert client.get(address("revisions", article)).status_code == seen
    assert client.get(address("compare", article)).status_code == seen
    assert client.post(address("restore", article, 1), {"newest": "2"}).status_code == restored
    article.refresh_from_db()
    assert article.headline == ("أول" if restored == 302 else "ثان")


def test_it_answers_wrong_methods_and_numbers(client: Client, editor: User) -> None:
    article = ArticleFactory()
    record(article, editor)
    client.force_login(editor)
    assert client.get(address("restore", article, 1)).status_code == 405
    assert client.post(address("revisions", article)).status_code == 405
    assert client.post(address("restore", article, 7)).status_code == 404
    for query in ("old=7", "new=x", f"old={'9' * 30}"):
        assert client.get(f"{address('compare', article)}?{query}").status_code == 404


# --- Queries ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["editor", "signer"])
def test_it_opens_the_form_with_few_queries(client: Client, editor: User, who: str) -> None:
    """The session; the member with all rights; the story with section, picture, signers and who has it; its decisions,
    notes, topics, bylines, related stories, sources; to whom it may be given; the site's name; comments waiting; who
    else has it open; the rules and the register; stories that the text links to; texts never saved; the sections.
    """
    other = ArticleFactory(published=True)
    article = full(body=f'<p><a href="{other.get_absolute_url()}">قبلها</a></p>')
    record(article, editor)
    signer = member("signer", roles.JOURNALIST)
    Author.objects.filter(pk=article.bylines.first().author_id).update(user=signer)
    client.force_login(editor if who == "editor" else signer)
    client.get(address("change", article))
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address("change", article)).context["has_change_permission"]
    assert len(captured) <= 17, [query["sql"][-90:] for query in captured]


def test_it_lists_revisions_with_as_many_queries_however_many(client: Client, editor: User) -> None:
    article = ArticleFactory()
    client.force_login(editor)
    counts = []
    for total in (2, 12):
        while article.revision < total:
            article.headline = f"عنوان {article.revision}"
            article.save()
            record(article, editor)
        client.get(address("revisions", article))
        with CaptureQueriesContext(connection) as captured:
            client.get(address("revisions", article))
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 11
