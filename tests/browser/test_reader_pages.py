"""The public pages in a reader's browser: wide and narrow, light and dark, with script and without."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.articles.newspaper import print_newspaper

# The server answers from a thread of its own, so rows are committed; what migrations made is put back.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

# What a finger must hit, in CSS pixels (pages.md). Links inside sentences and headlines are text.
TARGETS = (
    ".menu a, .footer a, .button, .share a, .share button, .topics a, .crumbs a, .bylines a, .theme label, .rubric a, "
    ".letter a, .kicker a"
)
TARGET = 44


def tiny_picture(width: int = 40, height: int = 22) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (width, height), "teal").save(buffer, "WEBP")
    return buffer.getvalue()


PICTURE = tiny_picture()


def hang_pictures(context: BrowserContext) -> None:
    """The newspaper's pictures are rows without files."""

    def answer(route: Route) -> None:
        route.fulfill(body=PICTURE, content_type="image/webp")

    context.route("**/media/renditions/**", answer)


@pytest.fixture
def paper(live_server: Any) -> dict[str, str]:
    """Name → whole address of each kind of page."""
    return {name: live_server.url + address for name, address in print_newspaper(stories=30).items()}


@pytest.fixture
def reader(context: BrowserContext) -> Iterator[Page]:
    """A page on which a complaint of the browser, the content policy's too, fails the test."""
    hang_pictures(context)
    complaints: list[str] = []

    def listen(message: Any) -> None:
        if message.type in ("error", "warning") and "404 (Not Found)" not in message.text:
            complaints.append(message.text)

    context.on("console", listen)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    page = context.new_page()
    yield page
    assert complaints == []


def test_no_page_asks_anybody_else_for_anything(reader: Page, paper: dict[str, str], live_server: Any) -> None:
    asked: list[str] = []
    reader.on("request", lambda request: asked.append(request.url))
    for address in paper.values():
        reader.goto(address, wait_until="networkidle")

    assert len(asked) > len(paper)
    assert [url for url in asked if not url.startswith(live_server.url)] == []


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_no_page_scrolls_sideways(reader: Page, paper: dict[str, str], width: int) -> None:
    reader.set_viewport_size({"width": width, "height": 800})
    for name, address in paper.items():
        reader.goto(address)
        wide = reader.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, name


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_very_long_words_break_in_cards(reader: Page, paper: dict[str, str], width: int) -> None:
    reader.set_viewport_size({"width": width, "height": 800})
    for name in ("home", "section", "latest", "story"):
        reader.goto(paper[name])
        reader.evaluate(
            """document.querySelectorAll('.card-headline a, .card-standfirst, .list-head h1')
                .forEach((e) => (e.textContent = "a".repeat(90)))"""
        )
        assert reader.evaluate("document.documentElement.scrollWidth") <= width, name


def test_a_picture_that_stands_upright_fits_the_screen(reader: Page, paper: dict[str, str]) -> None:
    upright = tiny_picture(22, 66)
    reader.route("**/media/renditions/**", lambda route: route.fulfill(body=upright, content_type="image/webp"))
    reader.set_viewport_size({"width": 1280, "height": 800})
    reader.goto(paper["story"])

    assert 0 < reader.evaluate("document.querySelector('.lead-picture img').offsetHeight") <= 800


def test_a_very_long_word_breaks(reader: Page, paper: dict[str, str]) -> None:
    reader.set_viewport_size({"width": 320, "height": 800})
    reader.goto(paper["story"])
    reader.evaluate("document.querySelector('h1').textContent = 'https://example.org/' + 'a'.repeat(90)")

    assert reader.evaluate("document.documentElement.scrollWidth") <= 320


def test_every_target_is_big_enough_for_a_finger(reader: Page, paper: dict[str, str]) -> None:
    reader.set_viewport_size({"width": 390, "height": 800})
    for name, address in paper.items():
        reader.goto(address)
        small = reader.evaluate(
            """([targets, least]) => [...document.querySelectorAll(targets)]
                .filter((e) => e.offsetHeight && e.getBoundingClientRect().height < least)
                .map((e) => e.textContent + " " + e.getBoundingClientRect().height)""",
            [TARGETS, TARGET],
        )
        assert small == [], name


def test_the_faces_are_ours(reader: Page, paper: dict[str, str]) -> None:
    reader.goto(paper["story"], wait_until="networkidle")

    loaded = reader.evaluate("[...document.fonts].filter((f) => f.status === 'loaded').map((f) => f.family)")
    assert {family.strip('"') for family in loaded} >= {"Mohit Text", "Mohit Headline"}


def test_the_menu_shows_the_section_one_reads(reader: Page, paper: dict[str, str]) -> None:
    reader.set_viewport_size({"width": 390, "height": 800})
    reader.goto(paper["latest"])

    expect(reader.locator(".menu [aria-current]")).to_be_in_viewport(ratio=0.9)


def test_the_keyboard_meets_the_skip_link_first(reader: Page, paper: dict[str, str]) -> None:
    reader.goto(paper["story"])
    reader.keyboard.press("Tab")
    expect(reader.locator(".skip").first).to_be_focused()
    expect(reader.locator(".skip").first).to_be_in_viewport()
    reader.keyboard.press("Enter")

    expect(reader.locator("#content")).to_be_focused()


def test_a_link_is_copied(reader: Page, context: BrowserContext, paper: dict[str, str]) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader.goto(paper["story"])
    button = reader.locator("[data-copy]")
    button.click()

    expect(reader.get_by_role("status")).to_have_text("نُسخ الرابط")
    assert reader.evaluate("navigator.clipboard.readText()") == button.get_attribute("data-copy")


def test_paper_is_white_and_has_no_menus(reader: Page, paper: dict[str, str]) -> None:
    reader.emulate_media(media="print", color_scheme="dark")
    reader.goto(paper["story"])

    assert reader.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    for hidden in (".menu", ".share", ".footer", ".rail", ".embed button"):
        expect(reader.locator(hidden)).to_be_hidden()
    expect(reader.locator(".paper-only")).to_be_visible()


# --- Light and dark ---

PAPER = "getComputedStyle(document.documentElement).backgroundColor"
LIGHT, DARK = "rgb(255, 255, 255)", "rgb(15, 23, 29)"


@pytest.mark.parametrize(("scheme", "colour"), [("light", LIGHT), ("dark", DARK)])
def test_the_colours_follow_the_device(reader: Page, paper: dict[str, str], scheme: str, colour: str) -> None:
    reader.emulate_media(color_scheme=scheme)
    reader.goto(paper["home"])

    assert reader.evaluate(PAPER) == colour


def test_the_choice_of_colours_stays_and_comes_before_the_first_paint(reader: Page, paper: dict[str, str]) -> None:
    reader.add_init_script(
        """new MutationObserver(() => {
            if (document.body && !("atBody" in window)) window.atBody = document.documentElement.dataset.theme;
        }).observe(document, { childList: true, subtree: true });"""
    )
    reader.emulate_media(color_scheme="light")
    reader.goto(paper["home"])
    reader.get_by_label("داكن").check()
    assert reader.evaluate(PAPER) == DARK

    reader.goto(paper["story"])
    assert reader.evaluate("window.atBody") == "dark"
    assert reader.evaluate(PAPER) == DARK
    expect(reader.get_by_label("داكن")).to_be_checked()

    reader.get_by_label("حسب الجهاز").check()
    assert reader.evaluate(PAPER) == LIGHT
    reader.reload()
    assert reader.evaluate("localStorage.length") == 0
    assert reader.evaluate(PAPER) == LIGHT


# --- Without script ---


@pytest.fixture
def plain_reader(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    hang_pictures(context)
    yield context.new_page()
    context.close()


def test_without_script_one_reads_from_the_menu_to_the_story(plain_reader: Page, paper: dict[str, str]) -> None:
    plain_reader.goto(paper["home"])
    plain_reader.locator(".menu").get_by_role("link", name="الجزائر").click()
    expect(plain_reader.get_by_role("heading", level=1)).to_have_text("الجزائر")
    plain_reader.locator(".card-headline a").first.click()

    expect(plain_reader.locator(".prose p").first).to_be_visible()
    expect(plain_reader.get_by_role("link", name="واتساب")).to_be_visible()


def test_without_script_the_lists_have_pages(plain_reader: Page, paper: dict[str, str]) -> None:
    plain_reader.goto(paper["latest"])
    plain_reader.get_by_role("link", name="الأقدم").click()
    expect(plain_reader.get_by_role("link", name="الأحدث")).to_be_visible()


def test_without_script_nothing_that_needs_it_shows(plain_reader: Page, paper: dict[str, str]) -> None:
    plain_reader.goto(paper["story"])

    for hidden in (".theme", "[data-copy]", "[data-share]", ".embed button"):
        expect(plain_reader.locator(hidden)).to_be_hidden()
    expect(plain_reader.locator(".embed a")).to_be_visible()
