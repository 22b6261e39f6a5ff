"""The one story that a reader opens, by a query compiled once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from django.db.models import Model, QuerySet
from django.utils import timezone

from articles.models import Article, Section
from mohit.prepared import MOMENT, NUMBER, Prepared
from pictures.models import Picture

UNREAD = {"search_key", "file"}  # what no reader sees


def columns(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if field.attname not in UNREAD]


def one_story(at: datetime, pk: int) -> QuerySet:
    stories = Article.objects.published(at).filter(pk=pk).with_signatures().with_labels()
    return stories.values_list(
        "signatures",
        "labels",
        *columns(Article),
        *(f"section__{name}" for name in columns(Section)),
        *(f"picture__{name}" for name in columns(Picture)),
    )


story = Prepared(one_story, at=MOMENT, pk=NUMBER)


def public_article(pk: int) -> Article | None:
    """The story `pk` as `ArticleQuerySet.for_reading()` would give it, if readers may see it: one query."""
    rows = story(at=timezone.now(), pk=pk)
    if not rows:
        return None
    values = iter(rows[0])
    signatures, labels = next(values), next(values)
    article = read(Article, values)
    article.section = read(Section, values)
    article.picture = read(Picture, values) if article.picture_id else None
    article.signatures = [json.loads(text) for text in signatures]
    article.labels = [json.loads(text) for text in labels]
    return article


def read(model: type[Model], values: Iterator[object]) -> Model:
    """The next row of `model` out of `values`."""
    names = columns(model)
    return model.from_db("default", names, list(islice(values, len(names))))
