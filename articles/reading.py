"""The one story that a reader opens, by a query compiled once."""

from __future__ import annotations

import json
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from articles.models import Article, Section
from mohit.prepared import MOMENT, NUMBER, Prepared, columns, take
from pictures.models import Picture

ARTICLE = columns(Article, "search_key")
SECTION = columns(Section)
PICTURE = columns(Picture, "search_key", "file")


def one_story(at: datetime, pk: int) -> QuerySet:
    stories = Article.objects.published(at).filter(pk=pk).with_signatures().with_labels()
    return stories.values_list(
        "signatures",
        "labels",
        *ARTICLE,
        *(f"section__{name}" for name in SECTION),
        *(f"picture__{name}" for name in PICTURE),
    )


story = Prepared(one_story, at=MOMENT, pk=NUMBER)


def public_article(pk: int) -> Article | None:
    """The story `pk` as `ArticleQuerySet.for_reading()` would give it, if readers may see it: one query."""
    rows = story(at=timezone.now(), pk=pk)
    if not rows:
        return None
    values = iter(rows[0])
    signatures, labels = next(values), next(values)
    article = take(Article, ARTICLE, values)
    article.section = take(Section, SECTION, values)
    article.picture = take(Picture, PICTURE, values) if article.picture_id else None
    article.signatures = [json.loads(text) for text in signatures]
    article.labels = [json.loads(text) for text in labels]
    return article
