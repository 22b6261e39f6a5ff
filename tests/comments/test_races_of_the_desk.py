"""Moderators, erasure and reports at the same moment: nobody waits in a circle, and the counts stay right."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from comments.models import Comment, Contact, Conversation
from comments.models.report import report
from comments.person import erase
from tests.comments.test_concurrency import at_once
from tests.factories import ArticleFactory, CommentFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

NADIA = "nadia@example.org"


def family(approved: bool = True) -> list[Comment]:
    """Four levels by one person; the moments of imported comments may tell another order."""
    article = ArticleFactory(published=True)
    every: list[Comment] = []
    for _ in range(4):
        every.append(CommentFactory(article=article, parent=every[-1] if every else None, approved=approved))
        Comment.objects.filter(pk=every[-1].pk).update(created_at=timezone.now() - timedelta(hours=len(every)))
    Contact.objects.bulk_create(Contact(comment=one, email=NADIA, email_key=NADIA) for one in every)
    return every


def counts_are_right(article_pk: int) -> None:
    rows = list(Comment.objects.on(article_pk))
    approved = [row for row in rows if row.is_public]
    assert Conversation.objects.get(article=article_pk).approved == len(approved)
    for row in rows:
        below = sum(row.pk in other.path[:-1] for other in approved)
        assert row.approved_below == below


def test_bulk_decisions_in_two_orders() -> None:
    """As together.chosen does it, from the first and from the last, over two stories."""
    every = [*family(approved=False), *family(approved=False)]
    by = UserFactory()

    def act(n: int) -> int:
        order = every if n % 2 else every[::-1]
        return sum(getattr(Comment.objects.get(pk=one.pk), ("approve", "bring_back")[n // 2 % 2])(by) for one in order)

    assert sum(at_once(8, act)) > 0
    for article in {one.article_id for one in every}:
        counts_are_right(article)


def test_erasing_while_moderators_decide_and_readers_report() -> None:
    every = family()
    by = UserFactory()

    def act(n: int) -> object:
        if n < 2:
            return erase(NADIA, keep_text=False)
        one = Comment.objects.get(pk=every[n % 4].pk)
        if n % 3 == 0:
            return report(one, f"192.0.2.{n}", "insult")
        return one.bring_back(by) or one.approve(by) or one.reject(by)

    at_once(20, act)

    assert not Contact.objects.exists()
    assert set(Comment.objects.values_list("author_name", flat=True)) == {"قارئ"}
    counts_are_right(every[0].article_id)
