"""`/favicon.ico`, for what asks without reading the page."""

from __future__ import annotations

from django.contrib.staticfiles import finders
from django.test import Client


def test_it_leads_to_the_icon_without_a_query(client: Client) -> None:
    response = client.get("/favicon.ico")

    assert response.status_code == 302
    assert response.headers["Cache-Control"].startswith("public")
    assert finders.find(response.headers["Location"].removeprefix("/static/"))


def test_it_is_only_read(client: Client) -> None:
    assert client.post("/favicon.ico").status_code == 405
