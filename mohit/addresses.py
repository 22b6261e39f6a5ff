"""Unicode path converters: Django's `slug` converter knows ASCII only (arabic.md, section 2)."""

from __future__ import annotations

from django.urls import register_converter


class UnicodeSlugConverter:
    """One path segment of letters of any script. Anything without a slash matches; the view decides.

    But no NUL, which PostgreSQL refuses in a text.
    """

    regex = r"[^/\x00]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(UnicodeSlugConverter, "uslug")
