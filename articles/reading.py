"""The one story, section, topic or author that a reader opens, by queries compiled once."""

from __future__ import annotations

import json
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import Count, Func, IntegerField, Model, OuterRef, QuerySet, TextField
from django.http import Http404
from django.utils import timezone

from articles.live.reading import coverage_of
from articles.models import Article, Author, Section, Tagging, Topic
from articles.models.querysets import FiledQuerySet
from mohit import dates
from mohit.prepared import MOMENT, NUMBER, WORD, Prepared, columns, take
from pictures.models import Picture

ARTICLE = columns(Article, "assignee_id", "embargoed_until", "gone_at", "erased_at")  # the desk's own business
SECTION = columns(Section)
PICTURE = columns(Picture, "search_key", "file")


def one_story(at: datetime, pk: int) -> QuerySet:
    stories = Article.objects.published(at).filter(pk=pk).with_signatures().with_labels()
    stories = stories.with_origins().with_relatives()
    return stories.values_list(
        "signatures",
        "labels",
        "origins",
        "chosen",
        "nearest",
        coverage_of(),
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
    signatures, labels, origins, chosen, nearest, coverage = (next(values) for _ in range(6))
    article = take(Article, ARTICLE, values)
    article.section = take(Section, SECTION, values)
    article.picture = take(Picture, PICTURE, values) if article.picture_id else None
    article.signatures = [json.loads(text) for text in signatures]
    article.labels = [json.loads(text) for text in labels]
    article.origins = [json.loads(text) for text in origins]
    article.chosen, article.nearest = chosen, nearest
    article.coverage_row = coverage
    return article


AUTHOR = columns(Author)
TOPIC = columns(Topic)

COUNTED = 200  # stories of a topic; of more its page says «more than»
NEIGHBOURS = 6  # topics with stories in common
AMONG_NEWEST = 30  # stories of a topic in which they are looked for


def one_topic(at: datetime, slug: str) -> QuerySet:
    """The topic with its picture, how many public stories it has, and the topics of its newest ones."""
    filed = Tagging.objects.filter(topic=OuterRef("pk")).published(at)
    newest = Tagging.objects.filter(topic=OuterRef(OuterRef("pk"))).published(at).newest_first()
    others = (
        Tagging.objects.filter(article__in=newest.values("article")[:AMONG_NEWEST])
        .exclude(topic=OuterRef("pk"))
        .order_by()
        .values("topic__name", "topic__slug")
        .annotate(shared=Count("pk"))
        .order_by("-shared", "topic__name")
    )
    return (
        Topic.objects.filter(slug=slug)
        .order_by()
        .values_list(
            *TOPIC,
            *(f"picture__{name}" for name in PICTURE),
            counted(filed, COUNTED),
            ArraySubquery(others.values(pair=NameAndSlug("topic__name", "topic__slug"))[:NEIGHBOURS]),
        )
    )


def counted(filed: FiledQuerySet, most: int) -> Func:
    """How many `filed` rows there are, or `most` + 1: their index is read so far and no further."""
    keys = ArraySubquery(filed.newest_first().values("article")[: most + 1])
    return Func(keys, function="cardinality", output_field=IntegerField())


def stories_in_words(count: int, most: int) -> str:
    """3 مقالات, or «أكثر من 200 مقال» when they were counted to `most` only."""
    return dates.count(count, "article") if count <= most else f"أكثر من {dates.count(most, 'article')}"


class NameAndSlug(Func):
    """Both as an array, which psycopg reads as a list."""

    template = "ARRAY[%(expressions)s]::text[]"
    output_field = ArrayField(TextField())


topic_named = Prepared(one_topic, at=MOMENT, slug=WORD)
section_named = Prepared(lambda slug: Section.objects.filter(slug=slug).values_list(*SECTION), slug=WORD)
author_named = Prepared(
    lambda slug: Author.objects.filter(slug=slug).values_list(*AUTHOR, *(f"picture__{name}" for name in PICTURE)),
    slug=WORD,
)


def public_section(slug: str) -> Section:
    return only(Section, SECTION, section_named(slug=slug))


def public_topic(slug: str) -> Topic:
    """With the picture, `how_many` stories in words, and `neighbours`: (name, slug) of topics of the same stories."""
    rows = topic_named(slug=slug, at=timezone.now())
    topic = only(Topic, TOPIC, rows)
    *picture, stories, neighbours = rows[0][len(TOPIC) :]
    topic.picture = take(Picture, PICTURE, iter(picture)) if topic.picture_id else None
    topic.how_many = stories_in_words(stories, COUNTED)
    topic.neighbours = [tuple(row) for row in neighbours]
    return topic


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
