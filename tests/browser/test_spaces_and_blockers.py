"""With a blocker on, nothing of the page is hidden, and reading goes on when it blocks the spaces' own requests."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.articles.newspaper import print_newspaper
from tests.browser.blocker_rules import ADDRESS, ADDRESSES, NAME, NAMES, hit
from tests.browser.spaces import SHIFTS, Server, offer
from tests.browser.test_reader_pages import hang_pictures
from tests.browser.waiting import until
from tests.factories import ArticleFactory

# The server answers from a thread of its own, so rows are committed; what migrations made is put back.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

BODY = f"<p>{'كلمة ' * 60}</p>" * 12


@pytest.fixture
def addresses(live_server: Any) -> list[str]:
    paper = print_newspaper(stories=12)
    story = ArticleFactory(published=True, body=BODY).get_absolute_url()
    return [live_server.url + address for address in (paper["home"], paper["section"], story)]


@pytest.mark.parametrize(
    "name", ["ad", "ads", "ad-top", "top_ad", "side-banner", "sponsored", "AdSlot", "box-728x90", "ad300", "pub"]
)
def test_a_rule_hits_such_a_name(name: str) -> None:
    assert hit(NAME, [name])
    assert hit(ADDRESS, [f"/x/{name}/y.webp"])


@pytest.mark.parametrize("name", ["space", "shadow", "head", "loader", "masthead", "read", "publisher", "add"])
def test_a_rule_lets_words_pass(name: str) -> None:
    assert not hit(NAME, [name])


def test_no_rule_hits_anything_of_our_pages(context: BrowserContext, addresses: list[str]) -> None:
    hang_pictures(context)
    boxes = ("article-end", "article-middle", "home-after-lead", "home-end", "section-end", "side")
    server = Server({box: offer("eyJvIjoxfQ:1tX3:Zm9v", wide=(300, 250)) for box in boxes}).stand_in(context)
    asked: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    for address in addresses:
        page.goto(address)
        page.locator(".space:visible img").last.wait_for(state="attached")

        assert hit(NAME, page.evaluate(NAMES)) == set()
        assert hit(ADDRESS, page.evaluate(ADDRESSES)) == set()
    until(page, lambda: len(server.told) >= 5)
    assert hit(ADDRESS, asked) == set()


def test_reading_goes_on_when_the_requests_are_blocked(context: BrowserContext, addresses: list[str]) -> None:
    hang_pictures(context)
    context.add_init_script(SHIFTS)
    blocked: list[str] = []
    for pattern in ("**/placements/**", "**/media/panels/**", "**/js/spaces*.js"):
        context.route(pattern, lambda route: (blocked.append(route.request.url), route.abort("blockedbyclient")))
    errors: list[str] = []
    context.on("weberror", lambda error: errors.append(str(error.error)))
    page: Page = context.new_page()
    for address in addresses:
        page.goto(address, wait_until="networkidle")

        expect(page.locator(".space-words:visible").first).to_be_visible()
        expect(page.locator("fieldset.theme")).to_be_visible()  # the page's other scripts run
        assert page.evaluate("shifts.reduce((sum, shift) => sum + shift, 0)") < 0.001
    until(page, lambda: len(blocked) == len(addresses))
    assert errors == []


def test_reading_goes_on_when_the_spaces_are_hidden(context: BrowserContext, addresses: list[str]) -> None:
    """A blocker that knows us all the same: nobody is asked for what nobody would see."""
    hang_pictures(context)
    server = Server({}).stand_in(context)
    context.add_init_script(
        "document.addEventListener('DOMContentLoaded', () => { const sheet = new CSSStyleSheet();"
        " sheet.replaceSync('.space { display: none !important }'); document.adoptedStyleSheets = [sheet]; })"
    )
    page = context.new_page()
    for address in addresses:
        page.goto(address, wait_until="networkidle")
        expect(page.locator("main h1, main h2").first).to_be_visible()

    assert server.asked == []
