"""The bytes of each page's HTML against the budgets of pages.md, with the demo's own stories."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.articles.newspaper import print_newspaper

pytestmark = pytest.mark.django_db

BUDGETS = {
    "home": 26_000,
    "section": 26_000,
    "latest": 26_000,
    "topic": 26_000,
    "author": 26_000,
    "story": 18_000,
    "static": 18_000,
}


def test_its_html_keeps_within_the_budget(client: Client) -> None:
    addresses = print_newspaper()
    for name, budget in BUDGETS.items():
        response = client.get(addresses[name], headers={"accept-encoding": "gzip"})
        assert response.headers["Content-Encoding"] == "gzip", name
        assert len(response.content) <= budget, name
