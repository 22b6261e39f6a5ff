"""A journalist tells from one browser, a reader reads in another: the page asks, and nothing moves unasked."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from articles.models import Article, LiveCoverage, LiveEntry
from newsroom.models import User
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_it_reaches_a_reader(desk: Page, browser: Browser, live_server: Any, editor: User) -> None:
    story = ArticleFactory(status=Article.Status.PUBLISHED, published_at=timezone.now(), headline="زلزال عند الفجر")
    coverage = LiveCoverage.open(story, editor)
    first = coverage.post(editor, headline="الأول")
    reader = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    reader.clock.install(time=0)
    reader.clock.pause_at(1_000)  # it stands still, however long the desk takes
    asked: list[str] = []
    reader.on("request", lambda request: asked.append(request.url) if request.url.endswith("/live/") else None)
    reader.goto(live_server.url + story.get_absolute_url())
    button = reader.get_by_role("status").get_by_role("button")
    entries = reader.locator(".live-entries > li")

    # Told in the admin, with the box and the keyboard.
    desk.goto(f"{live_server.url}/admin/articles/article/{story.pk}/live/")
    desk.get_by_label("العنوان").fill("الثاني")
    desk.get_by_role("textbox", name="النص").fill("وصل المسعفون")
    desk.get_by_role("button", name="انشر الخبر").click()
    expect(desk.get_by_text("وصل الخبر إلى القراء.")).to_be_visible()
    expect(desk.get_by_label("العنوان")).to_have_value("")
    assert asked == []

    reader.clock.run_for(15_100)
    expect(button).to_have_text("تحديث جديد")
    assert len(asked) == 1
    expect(entries).to_have_count(1)  # nothing comes in unasked
    coverage.post(editor, headline="الثالث")
    reader.clock.run_for(15_100)
    expect(button).to_have_text("تحديثان جديدان")
    button.press("Enter")
    expect(entries).to_have_count(3)
    expect(entries.first).to_be_focused()
    expect(entries.nth(1)).to_contain_text("وصل المسعفون")

    # What is corrected and withdrawn is followed without a press.
    coverage.correct(LiveEntry.objects.get(pk=first.pk), editor, headline="مصحح", body="", is_key=False, edition=1)
    coverage.withdraw(LiveEntry.objects.get(headline="الثاني"), editor, "خطأ")
    reader.clock.run_for(15_100)
    expect(entries).to_have_count(2)
    expect(entries.last).to_contain_text("مصحح")

    # Hidden, it asks nothing; seen again, at once.
    reader.evaluate(
        """() => { Object.defineProperty(document, "hidden", { get: () => window.away, configurable: true });
                   window.away = true; document.dispatchEvent(new Event("visibilitychange")) }"""
    )
    before = len(asked)
    reader.clock.run_for(120_000)
    assert len(asked) == before
    coverage.close(editor, "انتهى بخير")
    reader.evaluate("window.away = false; document.dispatchEvent(new Event('visibilitychange'))")
    reader.clock.run_for(100)
    expect(button).to_have_text("انتهت التغطية: اقرأ الخلاصة")
    before = len(asked)
    reader.clock.run_for(60_000)
    assert len(asked) == before
    button.click()
    expect(reader.get_by_text("انتهى بخير")).to_be_visible()
    reader.context.close()


def test_what_was_typed_outlives_a_lost_session(desk: Page, live_server: Any, editor: User) -> None:
    story = ArticleFactory(status=Article.Status.PUBLISHED, published_at=timezone.now())
    LiveCoverage.open(story, editor)
    address = f"{live_server.url}/admin/articles/article/{story.pk}/live/"
    desk.goto(address)
    desk.get_by_label("العنوان").fill("من الشارع")
    desk.get_by_role("textbox", name="النص").fill("نص طويل")
    cookies = desk.context.cookies()
    desk.context.clear_cookies(name=next(row["name"] for row in cookies if "session" in row["name"]))
    desk.get_by_role("button", name="انشر الخبر").click()
    desk.wait_for_url("**/login/**")
    desk.context.add_cookies(cookies)
    desk.goto(address)
    expect(desk.get_by_label("العنوان")).to_have_value("من الشارع")
    expect(desk.get_by_role("textbox", name="النص")).to_have_text("نص طويل")
    assert desk.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    desk.get_by_role("button", name="انشر الخبر").click()
    expect(desk.get_by_text("وصل الخبر إلى القراء.")).to_be_visible()
    assert LiveEntry.objects.get().headline == "من الشارع"
