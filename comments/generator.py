"""Many synthetic comments on one story, for benchmarks: threads of every depth, stored as readers' own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from django.db import connection
from django.utils import timezone

from articles.models import Article
from comments.generator_words import NAMES, sentence
from comments.models import Comment
from comments.models.comment import DEEPEST
from comments.scoring.same_text import text_key

BATCH = 500  # rows a transaction: the story's count is one row, which each comment of a batch writes anew
ANSWERS = 0.45  # the share of comments that answer another


def generate(article: Article, count: int, seed: int) -> Iterator[int]:
    """Add `count` approved comments, the last a minute ago, yielding after each batch how many are in."""
    random = Random(seed)  # noqa: S311  (nothing secret hangs on it)
    start = timezone.now() - timedelta(seconds=count + 60)
    recent: list[Comment] = []
    for done in range(0, count, BATCH):
        keys = reserve_keys(min(BATCH, count - done))
        rows = []
        for number, pk in enumerate(keys, start=done):
            parent = random.choice(recent) if recent and random.random() < ANSWERS else None
            comment = one(article, pk, parent, random)
            comment.created_at = comment.decided_at = start + timedelta(seconds=number)
            rows.append(comment)
            if len(comment.path) < DEEPEST:
                recent = [*recent[-40:], comment]
        Comment.objects.bulk_create(rows)
        yield done + len(rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE comments_comment")


def one(article: Article, pk: int, parent: Comment | None, random: Random) -> Comment:
    text = sentence(random, pk, random.randint(1, 5))
    comment = Comment(pk=pk, article=article, parent=parent, author_name=random.choice(NAMES), text=text)
    comment.status = Comment.Status.APPROVED
    comment.text_key = text_key(text)
    comment.make_ready()
    return comment


def reserve_keys(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('comments_comment_id_seq') FROM generate_series(1, %s)", [count])
        return [key for (key,) in cursor.fetchall()]
