"""The counts of a conversation, which the database keeps with every change of a comment's state."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from comments.models import Comment, Conversation, Decision
from tests.factories import ArticleFactory, CommentFactory, UserFactory

pytestmark = pytest.mark.django_db


def counted(article) -> int:
    return Conversation.objects.get(article=article).approved


def test_it_counts_what_is_approved() -> None:
    moderator = UserFactory()
    first = CommentFactory()
    second = CommentFactory(article=first.article, approved=True)

    assert counted(first.article) == 1
    assert first.approve(moderator)
    assert counted(first.article) == 2
    assert second.reject(moderator, Decision.Reason.INSULT)
    assert first.mark_spam(moderator)
    assert counted(first.article) == 0


def test_it_counts_changes_that_pass_by_the_verbs() -> None:
    article = ArticleFactory(published=True)
    CommentFactory.create_batch(3, article=article)

    Comment.objects.on(article.pk).update(status="approved")
    assert counted(article) == 3
    Comment.objects.on(article.pk).filter(thread=None).first().delete()
    assert counted(article) == 2


def test_a_removed_parent_keeps_its_place_while_it_has_answers() -> None:
    moderator = UserFactory()
    root = CommentFactory(approved=True)
    answer = CommentFactory(article=root.article, parent=root, approved=True)
    deeper = CommentFactory(article=root.article, parent=answer, approved=True)

    root.reject(moderator)
    root.refresh_from_db()
    assert (root.approved_below, root.is_shown) == (2, True)

    answer.reject(moderator)
    deeper.reject(moderator)
    root.refresh_from_db()
    assert (root.approved_below, root.is_shown) == (0, False)


def test_an_answer_to_the_deepest_stands_beside_it() -> None:
    comment = CommentFactory(approved=True)
    for _ in range(6):
        comment = CommentFactory(article=comment.article, parent=comment, approved=True)

    assert len(comment.path) == 4
    assert comment.path[:3] == comment.parent.path[:3]
    assert comment.path[-1] == comment.pk
    assert comment.thread_id == comment.path[0]


def test_the_second_of_two_moderators_is_told() -> None:
    comment = CommentFactory()
    same = Comment.objects.get(pk=comment.pk)

    assert comment.approve(UserFactory())
    assert not same.approve(UserFactory())
    assert Decision.objects.filter(comment=comment).count() == 1


def test_history_is_neither_changed_nor_deleted() -> None:
    comment = CommentFactory()
    comment.approve(UserFactory())

    for sql in ("UPDATE comments_decision SET note = 'x'", "DELETE FROM comments_decision"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
