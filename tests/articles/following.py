"""Asking for addresses as a server hands them on, and following where they lead."""

from __future__ import annotations

from urllib.parse import unquote, unquote_to_bytes

from django.http import HttpResponse
from django.test import Client

from articles.models import Author, Redirect, Section, Topic


def place(response: HttpResponse) -> str:
    """Where one 301 leads, decoded."""
    assert response.status_code == 301
    return unquote(response.headers["Location"])


def ask(client: Client, path: str, query: str = "") -> HttpResponse:
    """GET an encoded path as a server hands it on (PEP 3333); the test client's own reading of it is too kind."""
    return client.generic("GET", "/", PATH_INFO=unquote_to_bytes(path).decode("latin-1"), QUERY_STRING=query)


def lead(address: str, **target: object) -> Redirect:
    return Redirect.objects.create(address=address, **target)


def rename(row: Section | Topic | Author, slug: str) -> None:
    row.slug = slug
    row.save()
