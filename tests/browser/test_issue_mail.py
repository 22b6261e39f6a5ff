"""The mail of an issue on a telephone: nothing is wider than the screen, with its pictures and with them blocked."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route

GOLDEN = Path(__file__).parents[1] / "newsletter" / "golden"
NARROW = {"width": 360, "height": 800}
# One white point, which the mail draws at its picture's width.
PICTURE = base64.b64decode("R0lGODdhAQABAIAAAP///////ywAAAAAAQABAAACAkQBADs=")


@pytest.mark.parametrize("case", ["ten", "mixed", "long", "opinion", "plain"])
@pytest.mark.parametrize("shows_pictures", [True, False])
def test_nothing_is_wider_than_a_telephone(page: Page, case: str, shows_pictures: bool) -> None:
    def answer(route: Route) -> None:
        route.fulfill(body=PICTURE, content_type="image/gif") if shows_pictures else route.abort()

    page.route("http://testserver/**", answer)
    page.set_viewport_size(NARROW)
    page.goto((GOLDEN / f"{case}.html").as_uri())

    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
