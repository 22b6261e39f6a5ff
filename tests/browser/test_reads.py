"""A story that a reader looks at is counted once; a page that nobody sees is not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request

from articles.beacon import of_one_story
from articles.models import Article, Readership
from tests.factories import ArticleFactory, SectionFactory

# The server answers from a thread of its own, so rows are committed; what migrations made is put back.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

AGENT = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36"
)
IN_SIGHT = 5_000  # milliseconds, as in static/js/site.js

HIDDEN = """
    window.isHidden = true;
    Object.defineProperty(document, "hidden", { get: () => window.isHidden });
    window.turn = (hidden) => {
        window.isHidden = hidden;
        document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    };
"""


@pytest.fixture
def story() -> Article:
    of_one_story.ends_at = 0  # the server's memory of the test before
    return ArticleFactory(published=True, section=SectionFactory(name="مجتمع", slug="society"))


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser with a person: headless ones say so in their name."""
    context = browser.new_context(user_agent=AGENT)
    yield context
    context.close()


@pytest.fixture
def sent(context: BrowserContext) -> list[Request]:
    """What the page tells the server."""
    requests: list[Request] = []
    context.on("request", lambda request: requests.append(request) if request.url.endswith("/reads/") else None)
    return requests


@pytest.fixture
def reader(context: BrowserContext) -> Page:
    return paused(context.new_page())


def paused(page: Page) -> Page:
    """Its clock stands still until `stay` moves it, however slow the machine is."""
    page.clock.install(time=0)
    page.clock.pause_at(1_000)
    return page


def stay(page: Page, milliseconds: int) -> None:
    page.clock.run_for(milliseconds)
    page.wait_for_timeout(0)
    page.wait_for_load_state("networkidle")


def counted(story: Article) -> int:
    return Readership.objects.filter(article=story).values_list("total", flat=True).first() or 0


def test_a_reader_counts_once(reader: Page, sent: list[Request], story: Article, live_server: Any) -> None:
    reader.goto(live_server.url + story.get_absolute_url())
    stay(reader, IN_SIGHT - 500)
    assert sent == []
    with reader.expect_response("**/reads/") as answer:
        stay(reader, 600)
    stay(reader, 10 * IN_SIGHT)

    assert answer.value.status == 204
    assert len(sent) == 1
    assert counted(story) == 1


def test_it_sends_the_number_and_nothing_else(
    reader: Page, context: BrowserContext, sent: list[Request], story: Article, live_server: Any
) -> None:
    context.add_cookies([{"name": "sessionid", "value": "secret", "url": live_server.url}])
    reader.goto(live_server.url + story.get_absolute_url() + "?utm_source=x")
    with reader.expect_response("**/reads/") as answer:
        stay(reader, IN_SIGHT + 100)

    (request,) = sent
    headers = request.all_headers()
    assert (request.method, request.post_data) == ("POST", str(story.pk))
    assert "cookie" not in headers
    assert "set-cookie" not in answer.value.all_headers()
    assert reader.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_a_hidden_page_does_not_count(reader: Page, sent: list[Request], story: Article, live_server: Any) -> None:
    reader.add_init_script(HIDDEN)
    reader.goto(live_server.url + story.get_absolute_url())
    stay(reader, 3 * IN_SIGHT)
    assert sent == []

    reader.evaluate("turn(false)")
    stay(reader, IN_SIGHT - 500)
    reader.evaluate("turn(true)")
    stay(reader, IN_SIGHT)
    assert sent == []
    assert counted(story) == 0

    reader.evaluate("turn(false)")
    with reader.expect_response("**/reads/"):
        stay(reader, IN_SIGHT + 100)
    reader.evaluate("turn(true)")
    reader.evaluate("turn(false)")
    stay(reader, 3 * IN_SIGHT)
    assert len(sent) == 1
    assert counted(story) == 1


def test_a_page_made_ahead_does_not_count(reader: Page, sent: list[Request], story: Article, live_server: Any) -> None:
    reader.add_init_script('Object.defineProperty(document, "prerendering", { get: () => true })')
    reader.goto(live_server.url + story.get_absolute_url())
    stay(reader, 3 * IN_SIGHT)

    assert sent == []


def test_no_other_page_counts(reader: Page, sent: list[Request], story: Article, live_server: Any) -> None:
    for address in ("/", "/latest/", "/society/", "/most-read/"):
        reader.goto(live_server.url + address)
        stay(reader, 3 * IN_SIGHT)

    assert sent == []


def test_the_preview_of_an_editor_does_not_count(
    desk: Page, sent: list[Request], story: Article, live_server: Any
) -> None:
    paused(desk).goto(f"{live_server.url}/admin/articles/article/{story.pk}/preview/")
    stay(desk, 3 * IN_SIGHT)

    assert desk.locator("[data-read]").count() == 1
    assert sent == []


def test_a_headless_browser_is_not_counted(browser: Browser, story: Article, live_server: Any) -> None:
    context = browser.new_context(user_agent=AGENT.replace("Chrome/", "HeadlessChrome/"))
    page = paused(context.new_page())
    page.goto(live_server.url + story.get_absolute_url())
    with page.expect_response("**/reads/") as answer:
        stay(page, IN_SIGHT + 100)

    assert answer.value.status == 204
    assert counted(story) == 0
    context.close()
