"""What readers see of the spaces, whatever becomes of the answer: nothing moves, nothing complains."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from ads.models.notice import HOUSE_MESSAGE
from articles.models import Article
from tests.articles.newspaper import print_newspaper
from tests.browser.spaces import HIDDEN, SHIFTS, Server, offer, shown
from tests.browser.test_reader_pages import hang_pictures
from tests.browser.waiting import until
from tests.factories import ArticleFactory, SectionFactory, TopicFactory

# The server answers from a thread of its own, so rows are committed; what migrations made is put back.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

SENTENCE = "تسير القاطرة ببطء بين الحقول ويلوح الركاب لمن يقفون على جانبي السكة في الصباح. "
BODY = "".join(f"<p>{n}. {SENTENCE * 3}</p>" for n in range(1, 13))
PHONE = {"width": 390, "height": 800}


@pytest.fixture
def server(context: BrowserContext) -> Server:
    """It offers something for every space, to the pages of `context`."""
    rooms = {
        "article-end": ((300, 250), (728, 90)),
        "article-middle": ((300, 250), (336, 280)),
        "home-after-lead": ((320, 100), (970, 250)),
        "home-end": ((320, 100), (970, 90)),
        "section-end": ((320, 100), (728, 90)),
        "side": ((300, 250), (300, 600)),
    }
    hang_pictures(context)
    return Server({name: offer(name, *room) for name, room in rooms.items()}).stand_in(context)


@pytest.fixture
def complaints(context: BrowserContext) -> list[str]:
    """What the browser says of our scripts; that something was not fetched it says itself."""
    said: list[str] = []
    context.on("weberror", lambda error: said.append(str(error.error)))
    context.on(
        "console",
        lambda message: said.append(message.text) if "Failed to load resource" not in message.text else None,
    )
    return said


@pytest.fixture
def reader(context: BrowserContext, server: Server) -> Page:
    context.add_init_script(SHIFTS)
    page = context.new_page()
    page.set_viewport_size(PHONE)
    return page


@pytest.fixture
def story(transactional_db: None) -> Article:
    section = SectionFactory(name="مجتمع", slug="society")
    first, *_ = [ArticleFactory(published=True, section=section, body=BODY) for _ in range(3)]
    return first


@pytest.fixture
def address(live_server: Any, story: Article) -> str:
    return live_server.url + story.get_absolute_url()


def words(page: Page, name: str) -> Any:
    return page.locator(f'[data-space="{name}"] .space-words')


# --- One question, and what it shows ---


def test_it_asks_once_for_all_and_tells_what_it_showed(
    reader: Page, server: Server, address: str, complaints: list[str]
) -> None:
    reader.goto(address)
    for name in ("article-middle", "article-end", "side"):
        shown(reader, name).wait_for(state="attached")

    asked = {"boxes": ["article-middle", "article-end", "side"], "section": "society", "sensitive": False, "seen": []}
    assert server.asked == [asked]
    until(reader, lambda: len(server.told) == 3)
    assert sorted(server.told) == [(f"{n}/rendered/", {"box": n}) for n in ("article-end", "article-middle", "side")]
    assert complaints == []


def test_it_is_a_labelled_link_with_an_image(reader: Page, address: str) -> None:
    reader.goto(address)
    picture = shown(reader, "article-end")
    picture.wait_for(state="attached")
    link = reader.locator('[data-space="article-end"] a')

    assert link.get_attribute("href") == "/placements/article-end/go/"
    assert set(link.get_attribute("rel").split()) == {"sponsored", "nofollow", "noopener"}
    assert (picture.get_attribute("alt"), picture.get_attribute("width")) == ("عرض نهاية السنة", "300")
    expect(reader.locator('[data-space="article-end"] .space-label')).to_have_text("إشهار: شركة الواحة")
    expect(words(reader, "article-end")).to_be_hidden()
    assert picture.bounding_box()["width"] == 300


@pytest.mark.parametrize(
    ("width", "scheme", "choice", "file"),
    [
        (390, "light", "", "li/012c00fa"),
        (390, "dark", "", "da/012c00fa"),
        (390, "dark", "light", "li/012c00fa"),
        (390, "light", "dark", "da/012c00fa"),
        (1280, "dark", "", "li/02d8005a"),  # it has no dark one for the wide screen
    ],
)
def test_it_shows_the_image_for_the_screen_and_the_colours(
    reader: Page, address: str, width: int, scheme: str, choice: str, file: str
) -> None:
    reader.set_viewport_size({"width": width, "height": 800})
    reader.emulate_media(color_scheme=scheme)
    reader.add_init_script(f"if ('{choice}') localStorage.setItem('theme', '{choice}')")
    reader.goto(address)
    picture = shown(reader, "article-end")
    picture.wait_for(state="attached")

    assert picture.evaluate("(image) => image.currentSrc").endswith(f"/media/panels/{file}.webp")


def test_beside_a_long_story_stands_the_one_of_the_column(reader: Page, server: Server, address: str) -> None:
    reader.set_viewport_size({"width": 1280, "height": 800})
    reader.goto(address)
    shown(reader, "side").wait_for(state="attached")

    assert server.asked[0]["boxes"] == ["article-end", "side"]
    expect(reader.locator(".space-article-middle")).to_be_hidden()


# --- Nothing moves ---


TROUBLES = {
    "failing": {"answer": lambda route: route.fulfill(status=500)},
    "nonsense": {"answer": lambda route: route.fulfill(status=200, body="<html>")},
    "nothing": {"offers": {}},
    "blocked": {"answer": lambda route: route.abort("blockedbyclient")},
    "blocked image": {"picture": lambda route: route.abort("blockedbyclient")},
    "no image": {"picture": lambda route: route.fulfill(body="x", content_type="image/webp")},
}


@pytest.fixture
def pages(context: BrowserContext, server: Server, live_server: Any) -> list[Page]:
    """Home, section and a long story, on a telephone and on a wide screen, none of them opened yet."""
    paper = print_newspaper(stories=12)
    story = ArticleFactory(published=True, body=BODY).get_absolute_url()
    context.add_init_script(SHIFTS)
    pages = []
    for size in (PHONE, {"width": 1280, "height": 800}):
        for address in (paper["home"], paper["section"], story):
            page = context.new_page()
            page.set_viewport_size(size)
            page.address = live_server.url + address
            pages.append(page)
    return pages


def looked_at(page: Page) -> Page:
    """With its first space on the screen; the faces are there, which is another matter (tests of the fonts)."""
    page.goto(page.address, wait_until="load")
    page.evaluate("document.fonts.ready")
    page.locator(".space:visible").first.scroll_into_view_if_needed()
    page.evaluate("shifts.length = 0")
    return page


def moved(page: Page) -> float:
    return page.evaluate("shifts.reduce((sum, shift) => sum + shift, 0)")


@pytest.mark.parametrize("trouble", TROUBLES)
def test_nothing_moves(pages: list[Page], server: Server, complaints: list[str], trouble: str) -> None:
    vars(server).update(TROUBLES[trouble])
    for number, page in enumerate(pages, 1):
        looked_at(page)
        until(page, lambda number=number: len(server.asked) == number)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(200)

        assert moved(page) == 0
        for box in page.locator(".space-words:visible").all():
            assert box.text_content() == HOUSE_MESSAGE
        assert page.locator(".space-words:visible").count() >= 1
    assert len(server.asked) == len(pages)
    assert server.told == []
    assert complaints == []


def test_nothing_moves_when_the_answer_takes_three_seconds(
    pages: list[Page], server: Server, complaints: list[str]
) -> None:
    held: list[Route] = []
    server.answer = lambda route: held.append(route)
    heights = [looked_at(page).evaluate("document.documentElement.scrollHeight") for page in pages]
    until(pages[0], lambda: len(held) == len(pages))
    pages[0].wait_for_timeout(3_000)
    for route in held:
        server.give(route)

    for page, height in zip(pages, heights, strict=True):
        expect(page.locator(".space:visible img").first).to_be_visible()
        page.wait_for_timeout(200)
        assert moved(page) == 0
        assert page.evaluate("document.documentElement.scrollHeight") == height
    assert complaints == []


@pytest.mark.parametrize("width", [320, 768, 1040, 1200, 1440])
def test_no_space_is_wider_than_the_page(reader: Page, address: str, live_server: Any, width: int) -> None:
    reader.set_viewport_size({"width": width, "height": 800})
    for page in (address, f"{live_server.url}/", f"{live_server.url}/society/"):
        reader.goto(page)
        reader.locator(".space:visible img").last.wait_for(state="attached")
        assert reader.evaluate("document.documentElement.scrollWidth") <= width
        for picture in reader.locator(".space:visible img").all():
            box = picture.bounding_box()
            assert (box["width"], box["height"]) == tuple(
                picture.evaluate(
                    "(i) => { const s = [...i.parentNode.children].find((s) => s.media && matchMedia(s.media).matches);"
                    " return [(s ?? i).width, (s ?? i).height]; }"
                )
            )


def test_the_room_stays_and_the_words_are_there_without_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(address)

    for name in ("article-middle", "article-end"):
        expect(words(page, name)).to_be_visible()
        expect(words(page, name)).to_have_text(HOUSE_MESSAGE)
        assert page.locator(f".space-{name} .space-room").bounding_box()["height"] == 250
    context.close()


def test_paper_has_no_spaces(reader: Page, address: str) -> None:
    reader.emulate_media(media="print")
    reader.goto(address)

    expect(reader.locator(".space").first).to_be_hidden()


# --- Pages that nobody looks at ask nothing ---


@pytest.mark.parametrize(
    "script",
    [
        "Object.defineProperty(document, 'prerendering', { get: () => true })",
        "Object.defineProperty(navigator, 'connection', { get: () => ({ saveData: true }) })",
        HIDDEN,
    ],
)
def test_it_asks_for_nobody(reader: Page, server: Server, address: str, script: str) -> None:
    reader.add_init_script(script)
    reader.goto(address)
    reader.wait_for_timeout(500)
    assert server.asked == []

    if script == HIDDEN:
        reader.evaluate("turn(false)")
        shown(reader, "article-end").wait_for(state="attached")
        assert len(server.asked) == 1


def test_the_preview_of_an_editor_asks_for_nobody(
    context: BrowserContext, desk: Page, server: Server, story: Article, live_server: Any
) -> None:
    desk.goto(f"{live_server.url}/admin/articles/article/{story.pk}/preview/", wait_until="networkidle")

    expect(words(desk, "article-end")).to_be_attached()
    assert server.asked == []


def test_a_page_that_comes_back_asks_again_only_if_it_got_nothing(reader: Page, server: Server, address: str) -> None:
    back = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"
    server.answer = lambda route: route.abort()
    reader.goto(address, wait_until="networkidle")
    server.answer = None
    reader.evaluate(back)
    until(reader, lambda: "article-end/rendered/" in server.paths())
    reader.evaluate(back)
    reader.wait_for_timeout(300)

    assert len(server.asked) == 2
    assert server.paths().count("article-end/rendered/") == 1


# --- How often one reader sees a campaign ---


def test_a_reader_sees_a_campaign_as_often_as_its_cap(reader: Page, server: Server, address: str) -> None:
    server.offers = {"article-end": offer("end", cap=2)}
    for times in (1, 2):
        reader.goto(address)
        shown(reader, "article-end").scroll_into_view_if_needed()
        until(reader, lambda times=times: server.paths().count("end/viewable/") == times)
    reader.goto(address)
    until(reader, lambda: len(server.asked) == 3)
    assert [asked["seen"] for asked in server.asked] == [[], [], [12]]

    # Tomorrow is another day.
    reader.evaluate('localStorage.spaces = localStorage.spaces.replace(/"day":"[^"]+"/, \'"day":"yesterday"\')')
    reader.reload()
    until(reader, lambda: len(server.asked) == 4)
    assert server.asked[-1]["seen"] == []


@pytest.mark.parametrize(
    "storage",
    [
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('closed'); } })",
        "localStorage.setItem('spaces', '{')",
        "localStorage.setItem('spaces', JSON.stringify({ day: new Date().toDateString() }))",
        *(
            f"localStorage.setItem('spaces', JSON.stringify({{ day: new Date().toDateString(), seen: {seen} }}))"
            for seen in (
                "5",
                "'x'",
                "[null]",
                "{ 7: null }",
                "{ x: { times: 9, cap: 1 } }",
                "{ 0: { times: 9, cap: 1 } }",
            )
        ),
        "localStorage.setItem('spaces', JSON.stringify({ day: new Date().toDateString(), seen: Object.fromEntries("
        "Array.from({ length: 300 }, (_, n) => [n + 1000, { times: 1, cap: 1 }])) }))",
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }",
    ],
)
def test_a_storage_that_is_closed_or_broken_is_no_trouble(
    reader: Page, server: Server, address: str, complaints: list[str], storage: str
) -> None:
    server.offers = {"article-end": offer("end", cap=2)}
    reader.add_init_script(storage)
    reader.goto(address)
    shown(reader, "article-end").scroll_into_view_if_needed()
    until(reader, lambda: len(server.told) == 2)

    assert server.paths() == ["end/rendered/", "end/viewable/"]
    assert complaints == []
    (seen,) = [asked["seen"] for asked in server.asked]
    assert len(seen) <= 200
    assert all(type(campaign) is int and campaign > 0 for campaign in seen)


# --- Sensitive stories ---


def test_a_sensitive_story_keeps_no_room(reader: Page, server: Server, story: Article, address: str) -> None:
    server.offers = {}
    story.topics.add(TopicFactory(name="زلزال", is_sensitive=True))
    reader.goto(address)
    until(reader, lambda: server.asked)
    reader.wait_for_load_state("networkidle")

    assert server.asked[0]["sensitive"] is True
    assert reader.locator(".space:visible").count() == 0
    gaps = reader.evaluate(
        "(() => { const p = [...document.querySelectorAll('.prose > p')].map((e) => e.getBoundingClientRect());"
        " return p.slice(1).map((r, n) => Math.round(r.top - p[n].bottom)); })()"
    )
    assert len(set(gaps)) == 1


def test_what_may_stand_there_opens_below_the_screen_only(
    reader: Page, server: Server, story: Article, address: str, live_server: Any
) -> None:
    story.topics.add(TopicFactory(name="زلزال", is_sensitive=True))
    held: list[Route] = []
    server.answer = lambda route: held.append(route)
    reader.goto(address)
    reader.locator(".prose > p").nth(5).scroll_into_view_if_needed()
    until(reader, lambda: held)
    server.give(held[0])
    shown(reader, "article-end").wait_for(state="attached")

    expect(reader.locator(".space-article-middle")).to_be_hidden()
    expect(reader.locator(".space-article-end")).to_be_visible()
    assert "article-middle/rendered/" not in server.paths()
    assert moved(reader) == 0
