"""The editor of an article's body: with pictures of the library, embeds and links to other stories."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from mohit.prose.editor import ProseField, ProseWidget, embed_forms


class BodyWidget(ProseWidget):
    def editor_options(self) -> dict[str, Any]:
        return {
            "embeds": embed_forms(),
            "pictures": reverse("admin:pictures_picture_changelist"),
            "stories": reverse("admin:articles_article_changelist"),
            **self.options,
        }


def body_widget() -> BodyWidget:
    return BodyWidget(placeholder="اكتب نص المقال هنا…")


class BodyField(ProseField):
    widget = BodyWidget(placeholder="اكتب نص المقال هنا…")
