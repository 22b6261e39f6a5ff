"""/ads.txt, and what else a reader's browser may see of the word."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from ads import urls
from ads.models import Notice

pytestmark = pytest.mark.django_db

LINES = "example.com, 1234, DIRECT, f08c47fec0942fa0\ncontact=ads@example.com"


def test_it_says_who_may_sell(client: Client) -> None:
    Notice.objects.update(ads_txt=LINES)

    response = client.get("/ads.txt")

    assert response.status_code == 200
    assert response.content.decode() == f"{LINES}\n"
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.headers["Cache-Control"].startswith("public")
    assert not response.cookies
    assert client.head("/ads.txt").status_code == 200
    assert client.post("/ads.txt").status_code == 405


def test_it_is_not_there_while_it_is_empty(client: Client) -> None:
    assert client.get("/ads.txt").status_code == 404


def test_it_makes_one_query(client: Client, django_assert_num_queries: object) -> None:
    Notice.objects.update(ads_txt=LINES)
    with django_assert_num_queries(1):
        client.get("/ads.txt")


def test_nothing_else_public_says_what_it_is_about() -> None:
    words = re.compile(r"(?<![a-z])(ads?|adverts?|banners?|sponsor\w*|promo\w*)(?![a-z])|\d+x\d+", re.IGNORECASE)

    public = [str(pattern.pattern) for pattern in [*urls.urlpatterns, *urls.of_placements]]

    assert [address for address in public if words.search(address)] == ["ads.txt"]
