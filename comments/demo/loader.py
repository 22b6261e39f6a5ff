"""The comments of the demo newspaper, from `comments.toml` beside this module.

A comment names its story by the key that the demo gives it, what it answers by the `key` of that comment, and how many
minutes it was written after the story was published.
"""

from __future__ import annotations

import tomllib
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from articles import demo
from articles.models import Article
from comments.models import Comment, Contact
from comments.models.comment import next_pk
from mohit.typed_text import stored

FOLDER = Path(__file__).parent
STORIES = Path(demo.__file__).parent / "stories"


@transaction.atomic
def load() -> None:
    articles = articles_by_key()
    made: dict[str, Comment] = {}
    for row in read():
        article = articles.get(row["story"])
        if article is None:  # an editor has changed its headline, or withdrawn it
            continue
        comment = one(row, article, made.get(row.get("answers", "")))
        if "key" in row:
            made[row["key"]] = comment


def read() -> list[dict]:
    return tomllib.loads((FOLDER / "comments.toml").read_text())["comments"]


def articles_by_key() -> dict[str, Article]:
    rows = (tomllib.loads(path.read_text()) for path in STORIES.glob("*.toml"))
    keys = {stored(row["headline"], multiline=False): row["key"] for row in rows}
    return {keys[one.headline]: one for one in Article.objects.published().filter(headline__in=keys)}


def one(row: dict, article: Article, parent: Comment | None) -> Comment:
    at = min(article.published_at + timedelta(minutes=row["minutes"]), timezone.now() - timedelta(minutes=1))
    status = row.get("status", Comment.Status.APPROVED)
    comment = Comment(
        pk=next_pk(),
        article=article,
        parent=parent,
        author_name=row["name"],
        text=row["text"],
        status=status,
        created_at=at,
        decided_at=None if status == Comment.Status.PENDING else at + timedelta(minutes=3),
    )
    comment.save(force_insert=True)
    Contact.objects.create(
        comment=comment,
        email=f"reader{comment.pk}@example.org",
        email_key=f"reader{comment.pk}@example.org",
        source="192.0.2.1",
        agent="Mozilla/5.0",
    )
    return comment
