"""Addresses under /media/ that name no file."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.mark.parametrize(
    "name", ["a" * 5000, "%00", "../settings.py", "%2e%2e/settings.py", "renditions/", "//etc/passwd"]
)
def test_it_answers_that_there_is_none(client: Client, name: str) -> None:
    assert client.get(f"/media/{name}").status_code in (400, 404)
