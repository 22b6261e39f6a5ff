"""From the page to the counters and to the advertiser, with the real server between them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from ads.models import Counter, InvalidCount
from ads.sections import Known
from tests.ads.reader import live
from tests.browser.spaces import panel, shown
from tests.browser.test_reads import AGENT
from tests.factories import ArticleFactory, SectionFactory

# The server answers from a thread of its own, so rows are committed; what migrations made is put back.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture(autouse=True)
def unknown_sections(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server's memory of the test before: for some seconds it would know no section that is new."""
    monkeypatch.setattr("ads.views.known", Known())


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser with a person; the images are rows without files."""
    context = browser.new_context(user_agent=AGENT, viewport={"width": 1280, "height": 900})
    picture = panel(300, 250)
    context.route("**/media/panels/**", lambda route: route.fulfill(body=picture, content_type="image/webp"))
    yield context
    context.close()


def counts() -> list[tuple[str, str, int, int, int, int]]:
    rows = Counter.objects.values_list("placement__name", "section", "offered", "rendered", "viewable", "clicked")
    return list(rows)


def test_it_is_counted_from_the_offer_to_the_click(context: BrowserContext, live_server: Any) -> None:
    live(name="حملة الواحة", frequency_cap=1)
    story = ArticleFactory(published=True, section=SectionFactory(slug="society"), body="<p>خبر قصير.</p>")
    page = context.new_page()
    page.goto(live_server.url + story.get_absolute_url())
    picture = shown(page, "article-end")
    with page.expect_response("**/viewable/") as viewable:
        picture.scroll_into_view_if_needed()
    assert viewable.value.status == 204
    assert counts() == [("article-end", "society", 1, 1, 1, 0)]

    # Of what comes by our redirect: the browser by itself tries again what it did not reach.
    asked: list[str] = []
    context.on("request", lambda request: request.redirected_from and asked.append(request.url))
    for _ in range(2):
        with context.expect_page() as opened:
            picture.click()
        opened.value.wait_for_load_state()  # of the browser's own words: the advertiser is on no network
    assert asked == ["https://example.com/offer?x=1"] * 2
    assert counts() == [("article-end", "society", 1, 1, 1, 1)]

    # Its cap is reached: the next page gets nothing.
    with page.expect_response("**/decision/") as decision:
        page.reload()
    assert decision.value.json() == {"boxes": {}}
    assert context.cookies() == []


def test_a_headless_browser_is_counted_apart(browser: Browser, live_server: Any) -> None:
    live()
    story = ArticleFactory(published=True, body="<p>خبر قصير.</p>")
    context = browser.new_context()
    context.route("**/media/panels/**", lambda r: r.fulfill(body=panel(300, 250), content_type="image/webp"))
    page = context.new_page()
    with page.expect_response("**/rendered/") as rendered:
        page.goto(live_server.url + story.get_absolute_url())
    page.wait_for_load_state("networkidle")

    assert rendered.value.status == 204
    labelled = {(row.event, row.reason) for row in InvalidCount.objects.all()}
    assert labelled >= {("offered", "robot"), ("rendered", "robot")}
    assert all(row.rendered == 0 for row in Counter.objects.all())
    context.close()
