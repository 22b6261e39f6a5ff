"""What somebody typed into a story's form, as the browser sent it: kept, shown again, read as a state.

    {"fields": {"headline": ["…"], "published_at_0": ["2026-11-25"], …},
     "parts": {"bylines": ["8"], "sources": ['{"outlet": "…", …}'], …}}

It holds half-written values too: nothing is judged before it is saved.
"""

from __future__ import annotations

import json
from copy import copy
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import BoundField, ModelForm
from django.http import QueryDict

from articles.models import Article
from articles.revisions.state import PARTS, Part, State, as_json, fields, fields_of, state_of

Typed = dict[str, dict[str, list[str]]]

IN_ROWS = [part for part in PARTS if part.accessor != "taggings"]  # formsets; topics are a field of the form
MOST_ROWS = 200


def typed_in(post: QueryDict) -> Typed:
    rows = tuple(f"{part.accessor}-" for part in IN_ROWS)
    return {
        "fields": {
            name: post.getlist(name)
            for name in post
            if not name.startswith(("_", *rows)) and name != "csrfmiddlewaretoken"
        },
        "parts": {part.accessor: (told if part.columns else chosen)(post, part) for part in IN_ROWS},
    }


def holds_gone_rows(post: QueryDict, article: Article) -> bool:
    """Whether somebody deleted a row that this form still has: its key leads nowhere, and no form with it is valid."""
    for part in IN_ROWS:
        kept = [prefix for prefix in prefixes(post, part) if not post.get(f"{prefix}DELETE")]
        keys = {post.get(f"{prefix}id", "") for prefix in kept} - {""}
        if keys and not keys <= set(map(str, getattr(article, part.accessor).values_list("pk", flat=True))):
            return True
    return False


def prefixes(post: QueryDict, part: Part) -> list[str]:
    count = post.get(f"{part.accessor}-TOTAL_FORMS", "0")
    rows = min(int(count), MOST_ROWS) if count.isdecimal() and len(count) < 9 else 0
    return [f"{part.accessor}-{row}-" for row in range(rows)]


def told(post: QueryDict, part: Part) -> list[str]:
    """What the rows of a formset say, each as JSON; without those in which nobody wrote."""
    rows = []
    for prefix in prefixes(post, part):
        row = {name: post.get(f"{prefix}{name}", "") for name in part.columns}
        written = any(text.strip() for name, text in row.items() if not part.model._meta.get_field(name).choices)
        if written and not post.get(f"{prefix}DELETE"):
            rows.append(json.dumps(row, ensure_ascii=False))
    return rows


def chosen(post: QueryDict, part: Part) -> list[str]:
    """The keys in the rows of a formset, in the order of their positions."""
    found = []
    for row, prefix in enumerate(prefixes(post, part)):
        key, position = post.get(f"{prefix}{part.field}", ""), post.get(f"{prefix}position", "")
        if key and not post.get(f"{prefix}DELETE"):
            found.append((int(position) if position.isdecimal() and len(position) < 9 else 0, row, key))
    return [key for _, _, key in sorted(found)]


def as_post(typed: Typed, article: Article | None) -> QueryDict:
    """The form as it would be sent with this text, whatever rows the story has by now."""
    post = QueryDict(mutable=True)
    for name, values in typed["fields"].items():
        post.setlist(name, values)
    for part in IN_ROWS:
        if part.columns:
            tell(post, part, typed["parts"].get(part.accessor), article)
            continue
        wanted = list(dict.fromkeys(typed["parts"].get(part.accessor, [])))
        stored = list(getattr(article, part.accessor).values_list("pk", f"{part.field}_id")) if article else []
        rows = [(str(pk), str(key)) for pk, key in stored]
        rows += [("", key) for key in wanted if key not in {key for _, key in rows}]
        for number, (pk, key) in enumerate(rows):
            prefix = f"{part.accessor}-{number}-"
            post[f"{prefix}id"], post[f"{prefix}{part.field}"] = pk, key
            post[f"{prefix}article"] = str(article.pk) if article else ""
            post[f"{prefix}position"] = str(wanted.index(key) if key in wanted else number)
            if key not in wanted:
                post[f"{prefix}DELETE"] = "on"
        manage(post, part, len(rows), len(stored))
    return post


def tell(post: QueryDict, part: Part, rows: list[str] | None, article: Article | None) -> None:
    """The rows in the places of the stored ones, in their order: they are known by what they say, not by a key.

    A text from before there was such a part leaves the stored ones as they are.
    """
    if rows is None:
        rows = [as_typed(part, row) for row in part.of(article)] if article else []
    stored = list(getattr(article, part.accessor).values_list("pk", flat=True)) if article else []
    for number in range(max(len(rows), len(stored))):
        prefix = f"{part.accessor}-{number}-"
        post[f"{prefix}id"] = str(stored[number]) if number < len(stored) else ""
        post[f"{prefix}article"] = str(article.pk) if article else ""
        if number < len(rows):
            post.update({f"{prefix}{name}": str(value) for name, value in json.loads(rows[number]).items()})
        else:
            post[f"{prefix}DELETE"] = "on"
    manage(post, part, max(len(rows), len(stored)), len(stored))


def manage(post: QueryDict, part: Part, total: int, initial: int) -> None:
    post[f"{part.accessor}-TOTAL_FORMS"], post[f"{part.accessor}-INITIAL_FORMS"] = str(total), str(initial)
    post[f"{part.accessor}-MIN_NUM_FORMS"], post[f"{part.accessor}-MAX_NUM_FORMS"] = "0", "1000"


def typed_state(typed: Typed, article: Article | None, form_class: type[ModelForm]) -> State:
    """The state that saving this text would make; what is not valid yet stands in it as typed."""
    data = as_post(typed, None)
    form = form_class(data, instance=copy(article) if article else Article())
    form.is_valid()
    told = copy(article) if article else Article()
    names = {field.name for field in fields()}
    sent = [
        name
        for name, field in form.fields.items()
        if name in names and not field.widget.value_omitted_from_data(data, {}, form.add_prefix(name))
    ]
    judged = [name for name in sent if name in form.cleaned_data and has_json(form.cleaned_data[name])]
    for name in judged:
        setattr(told, name, form.cleaned_data[name])
    told.tidy()
    state = fields_of(told)
    state |= {name: in_one_line(form[name]) for name in sent if name not in judged}
    return state | parts_of(typed, article)


def has_json(value: Any) -> bool:
    """False of the first hours of the year 1: in Greenwich it was another year, which Python does not know."""
    try:
        as_json(value)
    except OverflowError:
        return False
    return True


def in_one_line(field: BoundField) -> str:
    """What was typed into a field of a sent form, both halves of a moment."""
    value = field.data
    return " ".join(str(part) for part in (value if isinstance(value, list) else [value]) if part).strip()


def parts_of(typed: Typed, article: Article | None) -> State:
    parts: dict[str, Any] = {
        part.name: as_rows(part, rows) if part.columns else as_keys(rows)
        for part in IN_ROWS
        if (rows := typed["parts"].get(part.accessor)) is not None
    }
    parts["topics"] = as_keys(typed["fields"].get("chosen_topics", []))
    return parts


def as_keys(values: list[str]) -> list[int]:
    return list(dict.fromkeys(int(value) for value in values if value.isdecimal() and len(value) < 19))


def as_rows(part: Part, rows: list[str]) -> list[dict[str, Any]]:
    return [as_row(part, json.loads(row)) for row in rows]


def as_row(part: Part, typed: dict[str, str]) -> dict[str, Any]:
    """What a row would say if it were saved; what is not valid yet stands in it as typed."""
    row, wrong = part.model(), {}
    for name in part.columns:
        field = part.model._meta.get_field(name)
        as_web = {"assume_scheme": "https"} if isinstance(field, models.URLField) else {}
        try:
            setattr(row, name, field.formfield(**as_web).clean(typed.get(name, "")))
        except ValidationError:
            wrong[name] = typed.get(name, "")
    row.tidy()
    return {name: wrong.get(name, as_json(getattr(row, name))) for name in part.columns}


def typed_of(article: Article, form_class: type[ModelForm]) -> Typed:
    """What the form of a stored story would send if nobody touched it."""
    form = form_class(instance=article)
    values = {}
    for name in form.fields:
        field = form[name]
        value = field.value()
        if hasattr(field.field.widget, "widgets"):
            for number, part in enumerate(field.field.widget.decompress(value)):
                values[f"{name}_{number}"] = [as_text(field.field.widget.widgets[number].format_value(part))]
        elif isinstance(value, bool):
            if value:
                values[name] = ["on"]
        elif isinstance(value, (list, tuple)):
            values[name] = [str(key) for key in value]
        else:
            values[name] = [as_text(value)]
    state = state_of(article)
    return {
        "fields": values,
        "parts": {part.accessor: [as_typed(part, row) for row in state[part.name]] for part in IN_ROWS},
    }


def as_typed(part: Part, row: Any) -> str:
    if not part.columns:
        return str(row)
    return json.dumps({name: as_text(value) for name, value in row.items()}, ensure_ascii=False)


def as_text(value: Any) -> str:
    return "" if value is None else str(as_json(value))
