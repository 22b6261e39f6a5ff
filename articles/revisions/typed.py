"""What somebody typed into a story's form, as the browser sent it: kept, shown again, read as a state.

    {"fields": {"headline": ["…"], "published_at_0": ["2026-11-25"], …}, "parts": {"bylines": ["8"], …}}

It holds half-written values too: nothing is judged before it is saved.
"""

from __future__ import annotations

from copy import copy
from typing import Any

from django.forms import ModelForm
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
        "parts": {part.accessor: chosen(post, part) for part in IN_ROWS},
    }


def chosen(post: QueryDict, part: Part) -> list[str]:
    """The keys in the rows of a formset, in the order of their positions."""
    count = post.get(f"{part.accessor}-TOTAL_FORMS", "0")
    found = []
    for row in range(min(int(count), MOST_ROWS) if count.isdecimal() else 0):
        prefix = f"{part.accessor}-{row}-"
        key, position = post.get(f"{prefix}{part.field}", ""), post.get(f"{prefix}position", "")
        if key and not post.get(f"{prefix}DELETE"):
            found.append((int(position) if position.isdecimal() else 0, row, key))
    return [key for _, _, key in sorted(found)]


def as_post(typed: Typed, article: Article | None) -> QueryDict:
    """The form as it would be sent with this text, whatever rows the story has by now."""
    post = QueryDict(mutable=True)
    for name, values in typed["fields"].items():
        post.setlist(name, values)
    for part in IN_ROWS:
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
        post[f"{part.accessor}-TOTAL_FORMS"], post[f"{part.accessor}-INITIAL_FORMS"] = str(len(rows)), str(len(stored))
        post[f"{part.accessor}-MIN_NUM_FORMS"], post[f"{part.accessor}-MAX_NUM_FORMS"] = "0", "1000"
    return post


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
    for name in sent:
        if name in form.cleaned_data:
            setattr(told, name, form.cleaned_data[name])
    told.tidy()
    state = fields_of(told)
    state |= {name: " ".join(data.getlist(name)) for name in sent if name not in form.cleaned_data}
    return state | parts_of(typed, article)


def parts_of(typed: Typed, article: Article | None) -> State:
    parts: dict[str, Any] = {
        part.name: as_keys(typed["parts"][part.accessor]) for part in IN_ROWS if part.accessor in typed["parts"]
    }
    parts["topics"] = as_keys(typed["fields"].get("chosen_topics", []))
    return parts


def as_keys(values: list[str]) -> list[int]:
    return list(dict.fromkeys(int(value) for value in values if value.isdecimal() and len(value) < 19))


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
    return {"fields": values, "parts": {part.accessor: [str(key) for key in state[part.name]] for part in IN_ROWS}}


def as_text(value: Any) -> str:
    return "" if value is None else str(as_json(value))
