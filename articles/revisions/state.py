"""A story's state: all that its form holds, as JSON. What is compared, kept, merged and restored is this.

    {"headline": "…", "section": 3, "published_at": "2026-11-25T10:00:00+00:00", …, "topics": [5, 2], "authors": [8],
     "sources": [{"outlet": "…", …}]}

A field of the model is in it unless OUTSIDE names it, so a new one needs no line here; what hangs on the story by rows
of its own is in PARTS.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from django.db import models

from articles.models import Article, Byline, RelatedChoice, Source, Tagging
from articles.models.querysets import ORIGIN

State = dict[str, Any]

# Nobody writes these: verbs, the clock and the database do.
OUTSIDE = frozenset(
    {"id", "status", "revision", "created_by", "created_at", "saved_at", "updated_at"}
    | {"assignee", "embargoed_until", "corrected_at", "gone_at", "erased_at"}
)


class Part(NamedTuple):
    """Rows that hang on a story in an order: `field` of `model` names what each is about.

    Of rows that are about nothing else, `columns` are what they say; a state holds them whole.
    """

    name: str
    label: str
    model: type[models.Model]
    accessor: str
    field: str = ""
    ordered: bool = False  # by a column `position`; else by the keys of the rows
    columns: tuple[str, ...] = ()

    @property
    def target(self) -> type[models.Model]:
        return self.model._meta.get_field(self.field).related_model

    def of(self, article: Article) -> list[Any]:
        """What a state says of the rows: one query."""
        rows = getattr(article, self.accessor)
        if self.columns:
            return [{name: as_json(row[name]) for name in self.columns} for row in rows.values(*self.columns)]
        return list(rows.values_list(f"{self.field}_id", flat=True))


PARTS = (
    Part("authors", "الكتاب", Byline, "bylines", "author", ordered=True),
    Part("topics", "المواضيع", Tagging, "taggings", "topic"),
    Part("related", "مواضيع ذات صلة", RelatedChoice, "related_choices", "other", ordered=True),
    Part("sources", "المصادر", Source, "sources", columns=ORIGIN),
)

# The order of a comparison; what is not named follows.
FIRST = ("headline", "short_headline", "standfirst", "body", "section", "topics", "authors", "kind", "place", "picture")


def fields() -> list[models.Field]:
    return [field for field in Article._meta.concrete_fields if field.name not in OUTSIDE]


def labels() -> dict[str, str]:
    """What each entry of a state is called, in the order of a comparison."""
    named = {field.name: str(field.verbose_name) for field in fields()} | {part.name: part.label for part in PARTS}
    order = [*(name for name in FIRST if name in named), *(name for name in named if name not in FIRST)]
    return {name: named[name] for name in order}


def state_of(article: Article) -> State:
    """The state of a stored article: one query for each part."""
    return fields_of(article) | {part.name: part.of(article) for part in PARTS}


def fields_of(article: Article) -> State:
    return {field.name: as_json(getattr(article, field.attname)) for field in fields()}


def as_json(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def from_json(field: models.Field, value: Any) -> Any:
    if value and isinstance(field, models.DateTimeField):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if value and isinstance(field, models.DateField) else value


def changed(old: State, new: State) -> list[str]:
    """The entries in which they differ; one that either lacks was unknown when it was written, and is no change."""
    return [name for name in labels() if name in old and name in new and old[name] != new[name]]


def names_of(state: State) -> dict[str, dict[str, str]]:
    """What the rows that a state names by key are called: {"section": {"3": "رياضة"}, …}; at most five queries."""
    wanted: dict[str, tuple[type[models.Model], list[int]]] = {
        field.name: (field.related_model, [state[field.name]])
        for field in fields()
        if field.is_relation and state.get(field.name)
    }
    wanted |= {part.name: (part.target, state[part.name]) for part in PARTS if part.field and state.get(part.name)}
    return {name: called(model, keys) for name, (model, keys) in wanted.items()}


def called(model: type[models.Model], keys: list[int]) -> dict[str, str]:
    rows = model._default_manager.filter(pk__in=[key for key in keys if isinstance(key, int) and key < 2**63])
    if model is Article:  # of a colleague's draft nobody learns the headline by its number
        rows = rows.published().only("headline")
    return {str(row.pk): str(row) for row in rows}
