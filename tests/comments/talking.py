"""Many comments at once, as rows."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from articles.models import Article
from comments.models import Comment
from comments.models.comment import next_pk


def talk(article: Article, count: int, *, answers: int = 0, text: str = "شكرا على هذا المقال") -> list[Comment]:
    """`count` approved threads, oldest first, with so many `answers` each."""
    start = timezone.now() - timedelta(minutes=count + 1)
    roots = [row(article, text=f"{text} {n}", created_at=start + timedelta(minutes=n)) for n in range(count)]
    Comment.objects.bulk_create(roots)
    for root in roots if answers else ():
        thread(root, answers, text=text)
    return roots


def thread(root: Comment, count: int, text: str = "أوافقك الرأي") -> list[Comment]:
    """`count` approved answers to `root`."""
    return Comment.objects.bulk_create(row(root.article, parent=root, text=text) for _ in range(count))


def row(article: Article, **values: object) -> Comment:
    comment = Comment(article=article, author_name="خديجة من وهران", status="approved", **values)
    comment.pk = next_pk()
    comment.make_ready()
    return comment
