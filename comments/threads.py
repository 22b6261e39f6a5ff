"""What readers see of the comments, by queries compiled once.

Each comment comes as JSON that PostgreSQL writes: it is read only when it was not shown before (comments/markup.py).
Of a comment that is not approved neither text nor name leaves the database.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    F,
    Lookup,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import JSONObject, Left
from django.utils import timezone

from articles.models import Article
from comments.models import Comment, Conversation, Policy
from comments.models.comment import DEEPEST
from mohit.keyset import Cursor, PreparedPages
from mohit.prepared import MOMENT, NUMBER, NUMBERS, Prepared

THREADS = 20  # on a page, newest first
ANSWERS = 3  # of each thread, as they were written; the others are on the thread's own page
PAGE_SIZE = 40  # comments on a thread's own page
# Letters, so that the bytes under a story are bounded; the whole stands on the comment's own page.
LONGEST_COMMENT, LONGEST_ANSWER = 700, 350


def shown_as(most: int | None, **more: object) -> JSONObject:
    """A comment as `comments.markup` reads it; of a longer text than `most` one letter more, to tell."""
    text = F("text") if most is None else Left("text", most + 1)
    is_approved = Q(status="approved")
    return JSONObject(
        pk="pk",
        path="path",
        parent="parent_id",
        name=Case(When(is_approved, then=F("author_name"))),
        text=Case(When(is_approved, then=text), output_field=TextField()),
        most=Value(most),
        at="created_at",
        member=Case(When(member__isnull=False, then=True), default=False, output_field=BooleanField()),
        below="approved_below",
        to=Case(
            When(path__len=DEEPEST, parent__status="approved", then=F("parent__author_name")), output_field=CharField()
        ),
        **more,
    )


def as_thread() -> JSONObject:
    answers = Comment.objects.shown().filter(thread=OuterRef("pk")).order_by("path")
    return shown_as(LONGEST_COMMENT, answers=ArraySubquery(answers.values(json=shown_as(LONGEST_ANSWER))[:ANSWERS]))


def count_on(article: object) -> Subquery:
    return Subquery(Conversation.objects.filter(article=article).values("approved"))


def closing() -> Subquery:
    return Subquery(Policy.objects.filter(pk=1).values("close_after_days"))


def one_conversation(article: int) -> QuerySet:
    roots = Comment.objects.on(article).shown().roots().newest_first()
    threads = ArraySubquery(roots.values(json=as_thread())[: THREADS + 1])
    return Policy.objects.filter(pk=1).values_list("close_after_days", count_on(article), threads)


conversation = Prepared(one_conversation, article=NUMBER)


@dataclass(frozen=True, slots=True)
class Talk:
    """The comments of one story as its page shows them."""

    count: int
    threads: list[str]
    older: str  # the cursor of the threads that are not here
    is_open: bool


def under(article: Article) -> Talk:
    """One query. Without the row of the policy (a flushed database) nobody comments."""
    rows = conversation(article=article.pk)
    days, count, found = rows[0] if rows else (0, 0, [])
    older = cursor_of(found[THREADS - 1]) if len(found) > THREADS else ""
    is_open = bool(rows) and takes_comments(article.allows_comments, article.published_at, days, timezone.now())
    return Talk(count or 0, found[:THREADS], older, is_open)


def takes_comments(allows: bool, published_at: datetime, days: int, at: datetime) -> bool:
    """Whether a story that is public is open for comments `at` this moment: the editors' word, and the policy's."""
    return allows and (not days or at < published_at + timedelta(days=days))


def cursor_of(written: str) -> str:
    row = json.loads(written)
    return str(Cursor(datetime.fromisoformat(row["at"]), row["pk"]))


class Story(NamedTuple):
    """The public story to which comments belong, without its text."""

    pk: int
    slug: str
    section_slug: str
    headline: str
    allows_comments: bool
    published_at: datetime
    close_after_days: int
    count: int

    def get_absolute_url(self) -> str:
        article = Article(pk=self.pk, slug=self.slug)
        article.section = Article._meta.get_field("section").related_model(slug=self.section_slug)
        return article.get_absolute_url()

    @property
    def title(self) -> str:
        return f"التعليقات على: {self.headline}"

    @property
    def description(self) -> str:
        return f"ما كتبه القراء تعليقا على مقال «{self.headline}»."

    @property
    def is_open(self) -> bool:
        return takes_comments(self.allows_comments, self.published_at, self.close_after_days, timezone.now())


STORY = ("pk", "slug", "section__slug", "headline", "allows_comments", "published_at")


def one_story(at: datetime, article: int) -> QuerySet:
    return Article.objects.published(at).filter(pk=article).values_list(*STORY, closing(), count_on(OuterRef("pk")))


story = Prepared(one_story, at=MOMENT, article=NUMBER)


def public_story(article: int) -> Story | None:
    rows = story(at=timezone.now(), article=article)
    return read_story(rows[0]) if rows else None


def read_story(row: tuple) -> Story:
    *facts, days, count = row
    return Story(*facts, days or 0, count or 0)


class Thread(NamedTuple):
    created_at: datetime
    pk: int
    written: str


def threads_of(article: int) -> QuerySet:
    return Comment.objects.on(article).shown().roots().values_list("created_at", "pk", as_thread())


threads = PreparedPages(threads_of, Thread._make, THREADS, moment="created_at", article=NUMBER)


@dataclass(frozen=True)
class Place:
    """A public comment and where it stands."""

    pk: int
    path: list[int]
    written: str
    story: Story

    @cached_property
    def row(self) -> dict:
        return json.loads(self.written)

    @property
    def title(self) -> str:
        return f"تعليق {self.row['name']} على: {self.story.headline}"

    def as_parent(self) -> Comment:
        """What an answer needs of the comment that it answers."""
        return Comment(pk=self.pk, path=self.path, article_id=self.story.pk)

    def get_absolute_url(self) -> str:
        return f"/comments/{self.pk}/"

    @property
    def reply_url(self) -> str:
        return f"/comments/{self.pk}/reply/"


def one_place(at: datetime, pk: int) -> QuerySet:
    return (
        Comment.objects.approved()
        .filter(pk=pk, article__in=Article.objects.published(at).order_by().values("pk"))
        .order_by()
        .values_list(
            "path",
            shown_as(None),
            *(f"article__{name}" for name in STORY),
            closing(),
            count_on(OuterRef("article")),
        )
    )


place = Prepared(one_place, at=MOMENT, pk=NUMBER)


def public_comment(pk: int) -> Place | None:
    """The comment that everybody may read, or None: of one that waits nobody learns that it is there."""
    rows = place(at=timezone.now(), pk=pk)
    if not rows:
        return None
    path, written, *rest = rows[0]
    return Place(pk, path, written, read_story(tuple(rest)))


@ArrayField.register_lookup
class Beyond(Lookup):
    """`path__beyond=[1, 2]`: later in a thread. ArrayField's own `gt` lets PostgreSQL guess the type of the numbers."""

    lookup_name = "beyond"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: list[int], connection: object) -> tuple[str, list[list[int]]]:
        return "%s", [value]

    def as_sql(self, compiler: object, connection: object) -> tuple[str, list[object]]:
        left, left_parameters = self.process_lhs(compiler, connection)
        right, right_parameters = self.process_rhs(compiler, connection)
        return f"{left} > {right}::bigint[]", [*left_parameters, *right_parameters]


# A thread is read in the order of its paths.
beyond = Prepared(
    lambda thread, start: (
        Comment.objects.shown()
        .filter(thread=thread, path__beyond=start)
        .order_by("path")
        .values_list(shown_as(None))[: PAGE_SIZE + 1]
    ),
    thread=NUMBER,
    start=[NUMBER - 5],
)
chain = Prepared(
    lambda keys: Comment.objects.filter(pk__among=keys).order_by("path").values_list(shown_as(None)), keys=NUMBERS
)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a thread: the comments that lead to it, its own, and the path of its last if there are more."""

    above: list[dict]
    rows: list[dict]
    after: str


def part_from(place: Place, after: list[int] | None = None) -> Part:
    """The thread of `place` from that comment on, or from beyond the path `after`: two queries at most."""
    found = read(beyond(thread=place.path[0], start=after or place.path))
    rows = found[:PAGE_SIZE]
    last = rows[-1]["path"] if len(found) > PAGE_SIZE else []
    first = place.path if after is None else rows[0]["path"] if rows else after
    above = read(chain(keys=first[:-1])) if len(first) > 1 else []
    return Part(above, rows if after else [place.row, *rows], "-".join(map(str, last)))


def read(rows: list[tuple[str]]) -> list[dict]:
    return [json.loads(written) for (written,) in rows]
