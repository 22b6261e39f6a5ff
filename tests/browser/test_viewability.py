"""When a picture in a space was seen: half of its pixels on the screen for one second without a break (MRC).

Time is real here, as a browser that draws sees it; the cases run beside each other on one page.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.template import Context, Template
from playwright.sync_api import Browser, BrowserContext, Page, Route

from articles.frame import the_frame
from tests.articles.newspaper import print_newspaper
from tests.browser.spaces import HIDDEN, Server, offer, shown
from tests.browser.waiting import until

# The server answers from a thread of its own, so rows are committed; what migrations made is put back.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

BOXES = ("article-end", "article-middle", "home-after-lead", "home-end", "section-end", "side")
PAGE = Template(
    "<!doctype html><html lang=ar dir=rtl><link rel=stylesheet href='/static/css/site.css'>"
    "<script type=module src='/static/js/site.js'></script>{% load placements %}"
    "{% for name in names %}{% placement name %}{% endfor %}"
)

# `open(name, share)` leaves that share of the picture to be seen; `wait` is honest about time.
HANDS = """
    window.wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
    window.open = (name, share) => {
        const room = document.querySelector(`[data-space="${name}"] .space-room`);
        const image = room.querySelector("img");
        room.querySelector(".space-words").hidden = true;
        Object.assign(room.style, { display: "block", overflow: "hidden", minBlockSize: 0 });
        room.style.blockSize = `${share * (image?.height ?? 0)}px`;
    };
"""


@pytest.fixture
def server() -> Server:
    return Server({name: offer(name) for name in BOXES})


@pytest.fixture
def page(browser: Browser, server: Server, live_server: Any) -> Iterator[Page]:
    """A page with every space, none of whose pictures can be seen yet."""
    context = browser.new_context(viewport={"width": 1280, "height": 2400})
    server.stand_in(context)
    body = PAGE.render(Context({"frame": the_frame(), "names": BOXES}))
    address = f"{live_server.url}/spaces/"
    context.route(address, lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8"))
    context.add_init_script(HANDS)
    context.add_init_script(
        "document.addEventListener('DOMContentLoaded', () => "
        "document.querySelectorAll('[data-space]').forEach((e) => open(e.dataset.space, 0)))"
    )
    page = context.new_page()
    page.address = address
    yield page
    context.close()


def opened(page: Page) -> Page:
    page.goto(page.address)
    for name in BOXES:
        shown(page, name).wait_for(state="attached")
    return page


def seen(server: Server) -> set[str]:
    return {path.split("/")[0] for path in server.paths() if path.endswith("/viewable/")}


def test_half_of_the_pixels_for_a_second(page: Page, server: Server) -> None:
    large = (1000, 250)  # of 250,000 pixels thirty in a hundred are enough
    server.offers |= {name: offer(name, wide=large) for name in ("home-end", "section-end")}

    took = opened(page).evaluate(
        """async () => {
            const begun = performance.now();
            open("article-end", 0.49);
            open("home-end", 0.29);
            open("home-after-lead", 0.5);
            open("section-end", 0.3);
            const brief = (async () => { open("article-middle", 0.6); await wait(900); open("article-middle", 0); })();
            const twice = (async () => {
                for (const _ of [1, 2]) { open("side", 0.6); await wait(600); open("side", 0.4); await wait(200); }
            })();
            await Promise.all([brief, twice, wait(5000)]);
            return performance.now() - begun;
        }"""
    )

    assert took >= 5_000
    assert seen(server) == {"home-after-lead", "section-end"}
    assert sorted(server.paths()).count("home-after-lead/viewable/") == 1


def test_it_is_seen_after_a_second_and_not_before(page: Page, server: Server) -> None:
    opened(page).evaluate("async () => { open('side', 0.5); await wait(930); }")
    assert seen(server) == set()

    until(page, lambda: seen(server))
    assert server.told[-1] == ("side/viewable/", {"box": "side"})
    assert server.paths().index("side/rendered/") < server.paths().index("side/viewable/")


def test_nothing_is_seen_of_a_hidden_tab(page: Page, server: Server) -> None:
    page.add_init_script("window.isHidden = false")
    page.add_init_script(HIDDEN)
    opened(page).evaluate(
        """async () => {
            open("side", 1);
            await wait(600);
            turn(true);
            open("article-end", 1);
            await wait(1500);
            turn(false);
            await wait(600);
            turn(true);
            await wait(600);
        }"""
    )
    assert seen(server) == set()

    page.evaluate("turn(false)")
    until(page, lambda: seen(server) == {"side", "article-end"})


def test_it_is_told_as_seen_only_after_it_was_told_as_rendered(page: Page, server: Server) -> None:
    held: list[Route] = []
    page.route("**/placements/side/rendered/", lambda route: held.append(route))
    opened(page).evaluate("async () => { open('side', 1); await wait(1400); }")
    assert seen(server) == set()

    held[0].fulfill(status=204)
    until(page, lambda: seen(server) == {"side"})


def test_what_the_server_did_not_take_as_rendered_is_not_told_as_seen(page: Page, server: Server) -> None:
    page.route("**/placements/side/rendered/", lambda route: route.fulfill(status=404))
    opened(page).evaluate("async () => { open('side', 1); open('article-end', 1); await wait(1400); }")

    until(page, lambda: seen(server) == {"article-end"})


def test_a_reader_scrolls_to_it(context: BrowserContext, live_server: Any) -> None:
    """On a page of ours, by scrolling: two pixels less than half of it are not enough, two more are."""
    server = Server({"home-end": offer("end", phone=(320, 100))}).stand_in(context)
    address = live_server.url + print_newspaper(stories=12)["home"]
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(address)
    picture = shown(page, "home-end")
    picture.wait_for(state="attached")
    to = "(less) => scrollTo(0, scrollY + image.getBoundingClientRect().top + 50 - innerHeight + less)"
    picture.evaluate("(image) => (window.image = image)")
    page.evaluate(to, -2)
    page.wait_for_timeout(1_300)
    assert server.paths() == ["end/rendered/"]

    page.evaluate(to, 2)
    until(page, lambda: server.paths() == ["end/rendered/", "end/viewable/"])
