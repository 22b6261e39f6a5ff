"""Readers and moderators at the same moment, over connections of their own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from articles.models import Article
from comments.models import Comment, Contact, Conversation, Decision, Policy
from newsroom.models import User
from tests.factories import ArticleFactory, CommentFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

AT_A_TIME = 20  # PostgreSQL's own limit of connections leaves room for the other workers


def at_once(count: int, act: Callable[[int], object]) -> list[object]:
    """What `act` gave for each number below `count`; the first AT_A_TIME start at the same moment."""
    barrier = Barrier(min(count, AT_A_TIME))

    def run(number: int) -> object:
        if number < AT_A_TIME:
            barrier.wait(30)
        try:
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_A_TIME) as pool:
        return list(pool.map(run, range(count)))


def send(article: Article, source: str, **typed: object) -> tuple[int, str]:
    values = {"author_name": "نادية", "email": "nadia@example.org", "text": "شكرا", **typed}
    headers = {"sec-fetch-site": "same-origin"}
    response = Client().post(f"/comments/on/{article.pk}/", values, headers=headers, REMOTE_ADDR=source)
    return response.status_code, response.headers.get("Location", "")


def test_twenty_replays_are_one_comment_and_one_answer() -> None:
    article = ArticleFactory(published=True)

    answers = at_once(20, lambda n: send(article, "192.0.2.1"))

    assert set(answers) == {(303, f"{article.get_absolute_url()}#comment-received")}
    assert Comment.objects.count() == Contact.objects.count() == 1


def test_twenty_replays_over_the_limit_are_all_told_so() -> None:
    article = ArticleFactory(published=True)
    for n in range(5):
        assert send(article, "192.0.2.1", text=f"قبله {n}")[0] == 303

    answers = at_once(20, lambda n: send(article, "192.0.2.1"))

    assert {status for status, _ in answers} == {429}
    assert Comment.objects.count() == 5


def test_a_burst_passes_what_the_limit_allows() -> None:
    article = ArticleFactory(published=True)

    answers = at_once(40, lambda n: send(article, "192.0.2.1", text=f"تعليق {n}"))

    statuses = [status for status, _ in answers]
    assert (statuses.count(303), statuses.count(429)) == (5, 35)
    assert Comment.objects.count() == 5


@pytest.mark.parametrize("moderation", ["before", "when_held"])
def test_two_hundred_comments_on_one_story_are_all_kept(moderation: str) -> None:
    Policy.objects.update(moderation=moderation)
    article = ArticleFactory(published=True)
    root = CommentFactory(article=article, approved=True)

    answers = at_once(200, lambda n: send(article, f"192.0.2.{n}", text=f"تعليق {n}", parent=root.pk if n % 2 else ""))

    assert {status for status, _ in answers} == {303}
    assert {*Comment.objects.exclude(pk=root.pk).values_list("text", flat=True)} == {f"تعليق {n}" for n in range(200)}
    shown = Comment.objects.approved().count()
    assert shown == (201 if moderation == "when_held" else 1)
    assert Conversation.objects.get(article=article).approved == shown
    root.refresh_from_db()
    assert root.approved_below == (100 if moderation == "when_held" else 0)


def test_of_fifty_approvals_one_acts() -> None:
    comment = CommentFactory()
    moderators = [UserFactory(username=f"mushrif{n}") for n in range(5)]

    def approve(n: int) -> bool:
        return Comment.objects.get(pk=comment.pk).approve(User.objects.get(pk=moderators[n % 5].pk))

    assert sum(at_once(50, approve)) == 1
    assert Decision.objects.count() == 1
    assert Conversation.objects.get(article=comment.article_id).approved == 1


def test_approvals_and_answers_at_once_keep_the_counts() -> None:
    root = CommentFactory(approved=True)
    waiting = [CommentFactory(article=root.article, parent=root) for _ in range(20)]

    def act(n: int) -> object:
        if n % 2:
            return waiting[n // 2].approve(None)
        return send(root.article, f"192.0.2.{n}", text=f"تعليق {n}", parent=root.pk)

    at_once(40, act)

    root.refresh_from_db()
    assert root.approved_below == 20
    assert Conversation.objects.get(article=root.article).approved == 21
    assert Comment.objects.count() == 41
