"""Writing revisions down, and bringing one back."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction

from articles.models import Article, Revision
from articles.revisions.state import PARTS, Part, State, changed, fields, from_json, names_of, state_of
from articles.search.index import index

# What speaks to readers about time, or was decided for reasons of its own, does not come back with an old text.
STAYS = frozenset({"published_at", "update_note", "allows_comments", "allows_placements"})


class Overtaken(Exception):
    """Somebody has saved the story since; what was to be written is not."""


def record(article: Article, by: models.Model | None, *, key: str = "", restored: int | None = None) -> Revision | None:
    """Write down what `article` is now; None when its newest revision says so already.

    Raises Overtaken when the database knows a newer revision than `article` does.
    """
    state = state_of(article)
    newest = article.revisions.order_by("-number").first()
    if newest and not changed(newest.state, state) and restored is None:
        return None
    number = article.revision + 1
    with transaction.atomic():
        if not Article.objects.filter(pk=article.pk, revision=article.revision).update(revision=number):
            raise Overtaken
        article.revision = number
        return write(article, number, state, by, key, restored)


def record_what_was_there(article: Article) -> None:
    """Before a stored story is saved: a revision of what nobody wrote down.

    That is the story before its first one, as number 0, or one that a program has changed since its newest.
    """
    newest = article.revisions.order_by("-number").first()
    if newest:
        record(article, None)
    else:
        write(article, 0, state_of(article), None)


def write(article: Article, number: int, state: State, by: Any, key: str = "", restored: int | None = None) -> Revision:
    return Revision.objects.create(
        article=article, number=number, state=state, names=names_of(state), by=by, key=key, restored=restored
    )


def restore(article: Article, revision: Revision, by: models.Model) -> Revision:
    """Make `article` what `revision` says, as a new revision; its state and its times stay. Raises Overtaken.

    `article` is the row as its reader saw it. Rows that are gone since (a topic that was merged) stay away.
    """
    with transaction.atomic():
        now = Article.objects.select_for_update().get(pk=article.pk)
        if now.revision != article.revision:
            raise Overtaken
        record_what_was_there(now)
        written = []
        for field in fields():
            if field.name in revision.state and field.name not in STAYS and still_there(field, revision.state):
                setattr(now, field.attname, from_json(field, revision.state[field.name]))
                written.append(field.name)
        now.save(update_fields=[*written, "saved_at"])
        for part in PARTS:
            if part.name in revision.state:
                put(now, part, revision.state[part.name])
        index([now.pk])
        return record(now, by, restored=revision.number)


def still_there(field: models.Field, state: State) -> bool:
    key = state[field.name]
    return not field.is_relation or key is None or field.related_model._default_manager.filter(pk=key).exists()


def put(article: Article, part: Part, wanted: list[Any]) -> None:
    """Make the rows of a part what `wanted` says, in that order."""
    rows = getattr(article, part.accessor)
    if part.of(article) == wanted:
        return
    rows.all().delete()
    part.model.objects.bulk_create(described(article, part, wanted) if part.columns else named(article, part, wanted))


def described(article: Article, part: Part, wanted: list[dict[str, Any]]) -> list[models.Model]:
    columns = [part.model._meta.get_field(name) for name in part.columns]
    return [
        part.model(
            article=article, **{field.name: from_json(field, row[field.name]) for field in columns if field.name in row}
        )
        for row in wanted
    ]


def named(article: Article, part: Part, keys: list[int]) -> list[models.Model]:
    there = set(part.target._default_manager.filter(pk__in=keys).values_list("pk", flat=True))
    return [
        part.model(article=article, **{f"{part.field}_id": key}, **({"position": position} if part.ordered else {}))
        for position, key in enumerate(key for key in keys if key in there)
    ]
