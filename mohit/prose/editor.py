"""The form field of rich text: a textarea that static/editor/editor.js turns into an editor.

The page that shows it needs the form's media with the request's nonce, for the import map is an inline script:

    context["media"] = js_asset.Media.from_media(context["media"], nonce=request.csp_nonce)
"""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.forms.widgets import Script
from django_prose_editor.widgets import prose_editor_base_media
from js_asset import ImportMap, Media

from mohit.prose.cleaner import clean_prose
from mohit.prose.embeds import FORMS, NAMES

# Modules name each other by these words, so that each has its hashed address.
MODULES = ImportMap(
    {
        f"mohit/editor/{name}": f"editor/{name}.js"
        for name in ("counter", "dialog", "links", "nodes", "paste", "pickers", "toolbar")
    }
)
MEDIA = Media(
    importmap=MODULES,
    css={"all": ["django_prose_editor/editor.css", "editor/editor.css"]},  # ours after theirs
    js=[Script("editor/editor.js", type="module")],
)


class ProseWidget(forms.Textarea):
    """`options` are those of static/editor/editor.js: `placeholder`, `embeds`, and the addresses of pickers."""

    def __init__(self, attrs: dict[str, Any] | None = None, **options: Any) -> None:
        super().__init__(attrs)
        self.options = options

    @property
    def media(self) -> Media:
        # Added up here, not once: sums compare hashed addresses, which do not exist before the files are collected.
        return prose_editor_base_media + MEDIA

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["data-prose-editor"] = json.dumps(self.editor_options(), ensure_ascii=False)
        return context

    def editor_options(self) -> dict[str, Any]:
        return self.options

    def use_required_attribute(self, initial: Any) -> bool:
        return False  # a browser cannot show a complaint about a textarea that is hidden


class ProseField(forms.CharField):
    """Rich text in its stored form."""

    widget = ProseWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"strip": False, **kwargs})

    def to_python(self, value: Any) -> str:
        return clean_prose(super().to_python(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial) != self.to_python(data)


def prose_widget() -> ProseWidget:
    """The editor of a static page: text, lists, links, tables."""
    return ProseWidget(placeholder="اكتب نص الصفحة هنا…")


def embed_forms() -> list[dict[str, str]]:
    """What the editor needs to tell a known address from another."""
    return [{"name": NAMES[form.provider], "pattern": form.pattern} for form in FORMS]
