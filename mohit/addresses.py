"""Addresses with Arabic words: Unicode path converters, for Django's know ASCII only (arabic.md, section 2)."""

from __future__ import annotations

from django.conf import settings
from django.urls import register_converter
from django.utils.encoding import iri_to_uri


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


def absolute(path: str) -> str:
    """The whole address of a path of this site, percent-encoded once (AR-14)."""
    return path if path.startswith("https://") else settings.SITE_URL + iri_to_uri(path)
