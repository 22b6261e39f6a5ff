"""An embed in the page of a story: nothing is asked of the network before the reader's click."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

BODY = '<p>شاهد:</p><figure data-embed data-url="https://youtu.be/dQw4w9WgXcQ"></figure>'
FRAME = "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"


@pytest.fixture
def address(live_server: Any) -> str:
    return live_server.url + ArticleFactory(published=True, body=BODY).get_absolute_url()


def test_it_asks_for_the_film_when_the_button_is_pressed(page: Page, address: str, live_server: Any) -> None:
    foreign: list[str] = []
    page.on(
        "request", lambda request: foreign.append(request.url) if is_foreign(request.url, live_server.url) else None
    )
    page.route(
        "https://**", lambda route: route.fulfill(body="<!DOCTYPE html><title>x</title>", content_type="text/html")
    )
    page.goto(address)
    button = page.get_by_role("button", name="عرض المقطع")
    expect(button).to_be_visible()
    assert foreign == []

    with page.expect_request(FRAME):
        button.click()

    frame = page.locator(".embed iframe")
    expect(frame).to_have_attribute("src", FRAME)
    expect(frame).to_have_attribute("title", "مقطع من يوتيوب")
    assert frame.evaluate("frame => frame === document.activeElement")
    expect(page.get_by_text("سيتصل متصفحك")).to_have_count(0)
    page.wait_for_timeout(200)
    assert foreign == [FRAME]


def test_it_leaves_a_link_to_readers_without_script(new_context: Any, address: str) -> None:
    context: BrowserContext = new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)

    link = page.get_by_role("link", name="مقطع على يوتيوب")
    expect(link).to_have_attribute("href", "https://www.youtube.com/watch?v=dQw4w9WgXcQ")
    expect(page.locator(".embed button")).to_be_hidden()


def is_foreign(url: str, ours: str) -> bool:
    return urlsplit(url).scheme in ("http", "https") and not url.startswith(ours)
