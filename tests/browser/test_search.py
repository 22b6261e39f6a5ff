"""A reader searches, with a keyboard that has other letters, with script and without."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from articles.search import rules, vocabulary
from tests.articles.search.conftest import story
from tests.browser.test_reader_pages import reader  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

HEADLINE = "القطار الكهربائي يصل إلى ميناء الجزائر"


@pytest.fixture(autouse=True)
def archive(live_server: Any) -> None:
    rules.forget()
    vocabulary.forget()
    story(HEADLINE, "رحلة أولى")
    story("خبر آخر", "لا شأن له")


@pytest.mark.parametrize(
    "typed",
    [
        "كهربائي",
        "الكَهرَبائِيّ",  # with tashkeel
        "الكهـــربائي",  # with tatweel
        "الکهربائی",  # with the keheh and yeh of a Persian keyboard
        "ﺍﻟﻜﻬﺮﺑﺎﺋﻲ",  # as a PDF file gives it
        "ميناءُ الجزاير",
    ],
)
def test_a_reader_finds_a_story_whatever_the_keyboard(reader: Page, live_server: Any, typed: str) -> None:  # noqa: F811
    reader.goto(live_server.url)
    reader.get_by_role("link", name="بحث").click()
    expect(reader.get_by_role("searchbox")).to_be_focused()
    reader.get_by_role("searchbox").fill(typed)
    reader.keyboard.press("Enter")

    hits = reader.locator(".list-cards .card")
    expect(hits).to_have_count(1)
    expect(hits.locator(".card-headline")).to_have_text(HEADLINE)
    expect(hits.locator("mark").first).to_be_visible()
    hits.get_by_role("link").first.click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(HEADLINE)


def test_a_reader_narrows_without_script(browser: Browser, live_server: Any) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{live_server.url}/search/?q=خبر")
    expect(page.locator(".list-cards .card")).to_have_count(1)

    page.locator("summary").click()
    page.get_by_label("إلى يوم").fill("2020-01-01")
    page.get_by_role("button", name="ابحث").click()

    expect(page.locator(".search-none")).to_contain_text("لم نجد شيئا")
    expect(page.locator("details")).to_have_attribute("open", "")
    page.get_by_role("link", name="ابحث في كل الأقسام والتواريخ").click()
    expect(page.locator(".search-count")).to_have_text("نتيجة واحدة")
    page.close()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_every_target_is_large_enough(reader: Page, live_server: Any, width: int) -> None:  # noqa: F811
    reader.set_viewport_size({"width": width, "height": 900})
    reader.goto(f"{live_server.url}/search/?q=الجزائر&sort=date")

    small = reader.evaluate(
        """() => [...document.querySelectorAll(".search-link, .search-form :is(input, select, button, summary)")]
            .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
            .filter(([, box]) => box.height < 44 || box.width < 44).map(([html]) => html)"""
    )
    assert small == []
    assert reader.evaluate("document.documentElement.scrollWidth") <= width
