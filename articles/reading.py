"""The one story, section, topic or author that a reader opens, by queries compiled once."""

from __future__ import annotations

import json
from datetime import datetime

from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils import timezone

from articles.models import Article, Author, Section, Topic
from mohit.prepared import MOMENT, NUMBER, WORD, Prepared, columns, take
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


AUTHOR = columns(Author)
TOPIC = columns(Topic)

section_named = Prepared(lambda slug: Section.objects.filter(slug=slug).values_list(*SECTION), slug=WORD)
topic_named = Prepared(lambda slug: Topic.objects.filter(slug=slug).values_list(*TOPIC), slug=WORD)
author_named = Prepared(
    lambda slug: Author.objects.filter(slug=slug).values_list(*AUTHOR, *(f"picture__{name}" for name in PICTURE)),
    slug=WORD,
)


def public_section(slug: str) -> Section:
    return only(Section, SECTION, section_named(slug=slug))


def public_topic(slug: str) -> Topic:
    return only(Topic, TOPIC, topic_named(slug=slug))


def public_author(slug: str) -> Author:
    """With the picture."""
    rows = author_named(slug=slug)
    author = only(Author, AUTHOR, rows)
    author.picture = take(Picture, PICTURE, iter(rows[0][len(AUTHOR) :])) if author.picture_id else None
    return author


def only(model: type[Model], names: list[str], rows: list[tuple]) -> Model:
    """The one row of `model`; without one the page does not exist."""
    if not rows:
        raise Http404(f"no such {model._meta.model_name}")
    return take(model, names, iter(rows[0]))
