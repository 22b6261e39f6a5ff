"""Stories to search in, and the search as readers meet it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from articles.models import Article
from articles.search import rules, vocabulary
from tests.factories import ArticleFactory

Find = Callable[..., list[int]]


@pytest.fixture(autouse=True)
def fresh_process() -> Iterator[None]:
    """Nothing remembered of rows that the test before rolled back."""
    rules.forget()
    vocabulary.forget()
    yield
    rules.forget()
    vocabulary.forget()


@pytest.fixture
def find(client: Client) -> Find:
    """Keys of the stories on a page of hits, in their order."""

    def find(q: str, **narrowed: object) -> list[int]:
        response = client.get("/search/", {"q": q, **narrowed})
        assert response.status_code == 200
        results = response.context["results"]
        return [hit.pk for hit in results.page.rows] if results else []

    return find


def story(headline: str = "خبر", body: str = "", **facts: object) -> Article:
    """A public story that says nothing but this."""
    facts = {"published": True, "standfirst": "", **facts}
    return ArticleFactory(headline=headline, body=f"<p>{body}</p>" if body else "", **facts)
