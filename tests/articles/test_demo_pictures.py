"""The demo's pictures come into a library that may hold them already."""

from __future__ import annotations

import pytest

from articles.demo.loader import load_picture, read
from pictures.models import Picture


@pytest.mark.django_db
def test_it_takes_a_picture_that_is_there() -> None:
    row = next(row for row in read("pictures.toml")["picture"] if row["key"] == "medina")

    assert load_picture(row) == load_picture(row)
    assert Picture.objects.count() == 1
