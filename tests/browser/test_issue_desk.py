"""Composing an issue in a real browser: order by keyboard, by drag and without script; the preview; the progress."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, expect

from newsletter.models import Issue, IssueStory
from newsroom import roles
from newsroom.models import User
from tests.browser.test_admin_desk import WIDER
from tests.conftest import member
from tests.factories import ArticleFactory
from tests.newsletter.factories import DeliveryFactory, IssueFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

HEADLINES = ["ميناء وهران", "قطار الجسر", "ثلاثة مصارف"]


def log_in(context: BrowserContext, address: str) -> None:
    client = Client()
    client.force_login(User.objects.filter(username="nashra").first() or member("nashra", roles.NEWSLETTER_MANAGER))
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])


@pytest.fixture
def desk(page: Page, context: BrowserContext, live_server: Any) -> Page:
    """The newsletter's manager, logged in; fails on anything that the console complains of."""
    log_in(context, live_server.url)
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert complaints == []


@pytest.fixture
def issue() -> Issue:
    issue = IssueFactory(subject="أخبار الصباح")
    for position, headline in enumerate(HEADLINES):
        article = ArticleFactory(headline=headline, published=True)
        IssueStory.objects.create(issue=issue, article=article, position=position)
    return issue


def change(live_server: Any, issue: Issue, page: str = "change") -> str:
    return f"{live_server.url}/admin/newsletter/issue/{issue.pk}/{page}/"


def order(issue: Issue) -> list[str]:
    return [row.article.headline for row in issue.placings.order_by("position", "pk").select_related("article")]


def frame(page: Page, name: str) -> FrameLocator:
    return page.frame_locator(f'iframe[name="preview-{name}"]')


def save(page: Page) -> None:
    with page.expect_navigation():
        page.locator("[name=_continue]").click()


def test_it_moves_stories_by_keyboard(desk: Page, live_server: Any, issue: Issue) -> None:
    desk.goto(change(live_server, issue))
    down = desk.locator("#placings-0 .move").nth(1)
    down.focus()
    desk.keyboard.press("Enter")
    expect(down).to_be_focused()
    desk.keyboard.press("Enter")
    save(desk)

    assert order(issue) == [HEADLINES[1], HEADLINES[2], HEADLINES[0]]


def test_it_moves_stories_by_drag(desk: Page, live_server: Any, issue: Issue) -> None:
    desk.goto(change(live_server, issue))
    desk.locator("#placings-2 .grip").hover()
    desk.mouse.down()
    desk.locator("#placings-0").hover(position={"x": 300, "y": 8})
    desk.locator("#placings-0").hover(position={"x": 300, "y": 4})
    desk.mouse.up()
    save(desk)

    assert order(issue) == [HEADLINES[2], HEADLINES[0], HEADLINES[1]]


def test_it_shows_the_mail_while_it_is_typed(desk: Page, live_server: Any, issue: Issue) -> None:
    desk.goto(change(live_server, issue))
    for name in ("360", "640", "text"):
        expect(frame(desk, name).locator("body")).to_contain_text("أخبار الصباح")
    entries = desk.evaluate("history.length")

    desk.locator("#id_subject").fill("أخبار المساء")
    for name in ("360", "640", "text"):
        expect(frame(desk, name).locator("body")).to_contain_text("أخبار المساء")
    desk.locator("#placings-0 .move").nth(1).click()
    for name in ("360", "640"):
        expect(frame(desk, name).locator("h2").first).to_have_text(HEADLINES[1])

    assert desk.evaluate("history.length") == entries
    assert frame(desk, "360").locator("h1").evaluate("h1 => getComputedStyle(h1).direction") == "rtl"
    assert frame(desk, "640").locator("body").evaluate("() => innerWidth") == 640
    issue.refresh_from_db()
    assert (issue.subject, order(issue)) == ("أخبار الصباح", HEADLINES)


def test_it_works_without_script(browser: Browser, live_server: Any, issue: Issue) -> None:
    context = browser.new_context(java_script_enabled=False, locale="ar-DZ")
    log_in(context, live_server.url)
    page = context.new_page()
    page.goto(change(live_server, issue))
    page.locator("#id_placings-0-position").fill("9")
    page.locator("#id_subject").fill("أخبار الظهر")
    page.locator('button[formtarget="preview-640"]').click()
    expect(frame(page, "640").locator("h1")).to_have_text("أخبار الظهر")
    save(page)

    assert order(issue) == [HEADLINES[1], HEADLINES[2], HEADLINES[0]]
    context.close()


def test_it_renews_the_figures(desk: Page, live_server: Any) -> None:
    issue = IssueFactory(sending=True, planned=4, audience_frozen_at=timezone.now())
    rows = [DeliveryFactory(issue=issue) for _ in range(4)]
    desk.goto(change(live_server, issue, "send"))
    expect(desk.locator("[data-progress] progress")).to_have_attribute("value", "0")

    for row in rows[:3]:
        row.state, row.handed_at, row.final_at = 4, timezone.now(), timezone.now()
        row.save()

    expect(desk.locator("[data-progress] progress")).to_have_attribute("value", "75", timeout=30_000)


@pytest.mark.parametrize("name", ["change", "send"])
@pytest.mark.parametrize("width", [1280, 390, 320])
def test_it_fits_the_screen(desk: Page, live_server: Any, issue: Issue, name: str, width: int) -> None:
    desk.set_viewport_size({"width": width, "height": 800})
    desk.goto(change(live_server, issue, name))
    assert desk.evaluate(WIDER) <= 0
