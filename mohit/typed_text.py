"""The text that people type into a model's fields, in the form in which it may be stored (AR-4)."""

from __future__ import annotations

from collections.abc import Collection

from django.db import models

from mohit.arabic import clean, skeleton


class TypedText(models.Model):
    """A model whose text is cleaned before anything judges it, and again on every save.

    Judged as typed, it would pass and then fail in the database: a letter that a PDF file joined becomes two, and a
    name of nothing but direction marks is no name.
    """

    LINES: tuple[str, ...] = ()  # names of fields of one line each
    PARAGRAPHS: tuple[str, ...] = ()  # names of fields whose lines are kept

    class Meta:
        abstract = True

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        self.tidy()
        super().clean_fields(exclude=exclude)

    def save(self, **kwargs: object) -> None:
        self.tidy()
        super().save(**kwargs)

    def tidy(self) -> None:
        for name in self.LINES:
            setattr(self, name, stored(getattr(self, name), multiline=False))
        for name in self.PARAGRAPHS:
            setattr(self, name, stored(getattr(self, name)))


def stored(text: str, *, multiline: bool = True) -> str:
    """`text` cleaned, without the spaces round it; empty when nobody would see anything."""
    text = clean(text, multiline=multiline).strip()
    return text if skeleton(text) else ""
