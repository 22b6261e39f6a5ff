"""Every rule that the database holds for the stories and what they are filed under, each provoked by its name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import (
    Article,
    Author,
    Byline,
    Decision,
    Illustration,
    SearchRevision,
    Section,
    StopWord,
    Synonyms,
    Tagging,
    Topic,
    WholeWord,
)
from tests.factories import ArticleFactory, AuthorFactory, PictureFactory, SectionFactory, TopicFactory, UserFactory

pytestmark = pytest.mark.django_db


def change(rows: Callable[[], object], **values: object) -> Callable[[], object]:
    """A change of a fresh row behind the model's back."""

    def act() -> object:
        row = rows()
        return type(row).objects.filter(pk=row.pk).update(**values)

    return act


def sign_twice() -> object:
    article, author = ArticleFactory(), AuthorFactory()
    return Byline.objects.bulk_create(Byline(article=article, author=author) for _ in range(2))


def file_twice() -> object:
    article, topic = ArticleFactory(), TopicFactory()
    return Tagging.objects.bulk_create(Tagging(article=article, topic=topic) for _ in range(2))


def show_twice() -> object:
    article, picture = ArticleFactory(), PictureFactory()
    return Illustration.objects.bulk_create(Illustration(article=article, picture=picture) for _ in range(2))


def decide_something_else() -> object:
    return Decision.objects.create(
        article=ArticleFactory(), by=UserFactory(), verb="burn", before="draft", after="draft"
    )


PROVOCATIONS = {
    "article_has_a_headline": change(ArticleFactory, headline=""),
    "article_status_is_known": change(ArticleFactory, status="lost"),
    "article_kind_is_known": change(ArticleFactory, kind="rumour"),
    "article_published_has_a_time": change(ArticleFactory, status="published"),
    "article_time_is_of_our_age": change(ArticleFactory, published_at=datetime(206, 11, 22, tzinfo=UTC)),
    "article_update_has_a_note": change(
        lambda: ArticleFactory(published=True), updated_at=timezone.now() + timedelta(hours=1)
    ),
    "byline_once_per_article": sign_twice,
    "tagging_once_per_article": file_twice,
    "illustration_once_per_article": show_twice,
    "decision_verb_is_known": decide_something_else,
    "section_has_a_name": change(SectionFactory, name=""),
    "section_has_a_slug": change(SectionFactory, slug=""),
    "section_slug_is_free": change(SectionFactory, slug="admin"),
    "topic_has_a_name": change(TopicFactory, name=""),
    "topic_has_a_slug": change(TopicFactory, slug=""),
    "author_has_a_name": change(AuthorFactory, name=""),
    "author_has_a_slug": change(AuthorFactory, slug=""),
    "synonyms_has_terms": change(lambda: Synonyms.objects.create(terms="غوغل\nجوجل"), terms=""),
    "whole_word_has_a_word": change(lambda: WholeWord.objects.create(word="لبنان"), word=""),
    "stop_word_has_a_word": change(lambda: StopWord.objects.create(word="عاجل"), word=""),
    "search_revision_is_one_row": lambda: SearchRevision.objects.create(pk=2),
}


@pytest.mark.parametrize("name", PROVOCATIONS)
def test_it_is_refused_by_the_database(name: str) -> None:
    with pytest.raises(IntegrityError, match=f'"{name}"'), transaction.atomic():
        PROVOCATIONS[name]()


def test_it_provokes_every_constraint_there_is() -> None:
    named = {c.name for model in apps.get_app_config("articles").get_models() for c in model._meta.constraints}
    assert named == set(PROVOCATIONS)


@pytest.mark.parametrize("slug", ["2026", "7"])
def test_it_keeps_the_short_links_free_of_sections(slug: str) -> None:
    with pytest.raises(IntegrityError, match="section_slug_is_free"), transaction.atomic():
        change(SectionFactory, slug=slug)()


def test_it_dates_no_update_before_the_publication() -> None:
    article = ArticleFactory(published=True)
    early = article.published_at - timedelta(minutes=1)
    with pytest.raises(IntegrityError, match="article_update_has_a_note"), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(updated_at=early, update_note="صحح الرقم")


@pytest.mark.parametrize("model", [Section, Topic])
def test_it_holds_one_name_in_all_its_spellings(model: type) -> None:
    model.objects.create(name="الجزائر", slug="one")
    with pytest.raises(IntegrityError, match="name_key"), transaction.atomic():
        model.objects.create(name="الجـزائر\u200f", slug="two")


@pytest.mark.parametrize("factory", [SectionFactory, TopicFactory, AuthorFactory])
def test_it_keeps_what_stories_are_filed_under(factory: type) -> None:
    row = factory()
    article = ArticleFactory(**({"section": row} if isinstance(row, Section) else {}))
    if isinstance(row, Topic):
        Tagging.objects.create(article=article, topic=row)
    if isinstance(row, Author):
        Byline.objects.create(article=article, author=row)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()
