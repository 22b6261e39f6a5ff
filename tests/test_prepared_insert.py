"""`PreparedInsert`: a row stored by a statement that is planned once."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from comments.models import Comment, Contact
from comments.models.comment import next_pk
from mohit.prepared import PreparedInsert
from tests.factories import ArticleFactory, CommentFactory

pytestmark = pytest.mark.django_db


def test_it_stores_what_the_orm_would_store() -> None:
    article = ArticleFactory(published=True)
    insert = PreparedInsert(Comment, "RETURNING id")
    rows = [Comment(article=article, author_name="ليلى", text="نص", pk=next_pk()) for _ in range(2)]
    for row in rows:
        row.make_ready()

    assert insert(rows[0]) == [(rows[0].pk,)]
    rows[1].save()

    first, second = (
        Comment.objects.filter(pk=row.pk).values(*(f.attname for f in Comment._meta.concrete_fields)).get()
        for row in rows
    )
    for name in ("id", "path", "created_at"):
        first.pop(name), second.pop(name)
    assert first == second


def test_an_expression_stands_in_for_a_column() -> None:
    key = CommentFactory().pk
    insert = PreparedInsert(Contact, "ON CONFLICT (submission) DO NOTHING RETURNING comment_id", comment_id=str(key))

    assert insert(Contact(submission="x")) == [(key,)]
    assert insert(Contact(submission="x")) == []


def test_the_database_judges_the_row() -> None:
    row = Comment(article=ArticleFactory(published=True), author_name="", text="نص", pk=next_pk())
    row.make_ready()

    with pytest.raises(IntegrityError), transaction.atomic():
        PreparedInsert(Comment)(row)
