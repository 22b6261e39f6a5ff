"""Links of a page are percent-encoded once, and the page names one address for itself (AR-14)."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlsplit

import pytest
from django.test import Client

from tests.articles.markup import Markup
from tests.articles.newspaper import print_newspaper

pytestmark = pytest.mark.django_db

PAGES = ["home", "latest", "section", "topic", "author", "story", "static"]
ENCODED = re.compile(r"%[0-9A-F]{2}")
TWICE = re.compile(r"%25[0-9A-Fa-f]{2}")


@pytest.fixture
def pages(client: Client) -> dict[str, tuple[str, Markup]]:
    """Name → (address, page) of one page of each kind."""
    addresses = print_newspaper(stories=30)
    return {name: (addresses[name], Markup(client.get(addresses[name]).content.decode())) for name in PAGES}


def test_it_encodes_every_link_once(pages: dict[str, tuple[str, Markup]]) -> None:
    seen = 0
    for name, (_, page) in pages.items():
        for link in (element["href"] for element in page.all("a") if element.get("href").startswith("/")):
            path = urlsplit(link).path
            assert path.isascii(), (name, link)
            assert path == quote(unquote(path)), (name, link)
            assert not TWICE.search(link), (name, link)
            seen += bool(ENCODED.search(path))
    assert seen > 50


def test_it_names_one_whole_address(pages: dict[str, tuple[str, Markup]]) -> None:
    for name, (address, page) in pages.items():
        canonical = [element["href"] for element in page.all("link") if element.get("rel") == "canonical"]
        assert canonical == [f"http://testserver{quote(unquote(address))}"], name
        assert page.meta("og:url") == canonical[0], name


def test_it_answers_at_the_address_it_names(client: Client, pages: dict[str, tuple[str, Markup]]) -> None:
    for name, (_, page) in pages.items():
        path = urlsplit(page.meta("og:url")).path
        assert client.get(path).status_code == 200, name
