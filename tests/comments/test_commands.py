"""What is run by hand: counting anew, the demo's comments, comments for benchmarks."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from comments.counting import recount
from comments.demo import loader
from comments.models import Comment, Contact, Conversation
from tests.articles.newspaper import print_newspaper
from tests.comments.talking import talk
from tests.factories import ArticleFactory, CommentFactory


def run(command: str, *arguments: str) -> str:
    out = StringIO()
    call_command(command, *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def counts() -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    return (
        list(Conversation.objects.order_by("pk").values_list("pk", "approved")),
        list(Comment.objects.order_by("pk").values_list("pk", "approved_below")),
    )


@pytest.mark.django_db
def test_it_counts_anew_what_is_wrong_and_says_so() -> None:
    article, other = ArticleFactory(published=True), ArticleFactory(published=True)
    talk(article, 3, answers=2)
    talk(other, 1)
    CommentFactory(article=article, status="spam")
    right = counts()
    assert "وصحح من الأعداد 0." in run("recount_comments")

    Conversation.objects.filter(pk=article.pk).update(approved=77)
    Comment.objects.filter(article=article, thread=None, status="approved").update(approved_below=5)
    told = run("recount_comments")

    assert counts() == right
    assert f"المقال {article.pk}: صححت أعداد (4)" in told
    assert f"المقال {other.pk}" not in told
    Conversation.objects.all().delete()
    run("recount_comments")
    assert counts() == right


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_it_counts_while_moderators_decide() -> None:
    root = CommentFactory(approved=True)
    waiting = [CommentFactory(article=root.article, parent=root) for _ in range(30)]

    def act(n: int) -> None:
        try:
            if n % 3 == 0:
                recount(root.article_id)
            else:
                waiting[n // 3].approve(None) if n % 3 == 1 else waiting[n // 3].reject(None)
        finally:
            connection.close()

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(act, range(90)))

    shown = Comment.objects.approved().count()
    assert Conversation.objects.get().approved == shown
    root.refresh_from_db()
    assert root.approved_below == shown - 1
    assert recount(root.article_id) == 0


@pytest.mark.django_db
def test_it_generates_comments_as_readers_would_write_them(client: Client) -> None:
    article = ArticleFactory(published=True)

    assert "1,200 comments" in run("generate_comments", f"--article={article.pk}", "--count=1200")

    assert Conversation.objects.get(article=article).approved == 1200
    assert recount(article.pk) == 0
    assert {len(path) for path in Comment.objects.values_list("path", flat=True)} == {1, 2, 3, 4}
    assert client.get(article.get_absolute_url()).status_code == 200
    with pytest.raises(CommandError):
        run("generate_comments", "--article=99999999", "--count=1")


@pytest.mark.django_db
def test_it_loads_the_demos_comments_once(client: Client) -> None:
    print_newspaper()

    run("load_demo_comments")

    assert Comment.objects.count() == Contact.objects.count() == len(loader.read()) > 12
    assert Comment.objects.waiting().exists()
    assert Comment.objects.filter(parent__isnull=False).exists()
    for comment in Comment.objects.approved():
        assert client.get(f"/comments/{comment.pk}/").status_code == 200
    with pytest.raises(CommandError):
        run("load_demo_comments")


@pytest.mark.django_db
def test_the_demos_comments_need_no_story() -> None:
    run("load_demo_comments")

    assert not Comment.objects.exists()
