"""A reader subscribes, confirms, chooses and leaves, in a real browser without script."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from newsletter.links import choices_path, leave_all_path, token_of
from newsletter.models import MailingList, Subscriber
from tests.factories import ArticleFactory
from tests.mail_server import Script
from tests.newsletter.factories import SubscriptionFactory
from tests.newsletter.worker import work

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

READER = "nadia@example.org"


@pytest.fixture(params=[390, 1280])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """Without script, narrow and wide; a complaint of the browser fails the test."""
    page = browser.new_page(java_script_enabled=False, viewport={"width": request.param, "height": 900})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    yield page
    page.close()
    assert [line for line in complaints if "422" not in line] == []


def subscribe_from(page: Page, place: str, address: str) -> None:
    page.locator(f"#newsletter-{place}-email").fill(address)
    page.locator(".join", has=page.locator(f"#newsletter-{place}-email")).get_by_role("button").click()


@pytest.mark.parametrize("place", ["story", "footer"])
def test_a_reader_subscribes_and_confirms(page: Page, live_server: Any, mail_server: Script, place: str) -> None:
    page.goto(live_server.url + ArticleFactory(published=True).get_absolute_url())
    subscribe_from(page, place, READER)

    expect(page.locator("#newsletter-asked")).to_be_visible()
    expect(page.locator("#newsletter-asked")).to_contain_text("بقيت خطوة واحدة")
    expect(page.locator("#newsletter")).to_be_hidden()
    expect(page.locator("body")).not_to_contain_text("لقد تم اشتراكك بنجاح!")
    work()
    (letter,) = mail_server.to(READER)
    (path,) = re.findall(r"http://testserver(/newsletter/confirm/\S+)", letter.text)
    page.goto(live_server.url + path)
    assert Subscriber.objects.get().state == "pending"
    expect(page.get_by_role("button")).to_have_count(1)
    page.get_by_role("button", name="أكد الاشتراك").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("لقد تم اشتراكك بنجاح!")
    assert Subscriber.objects.get().state == "confirmed"
    page.get_by_role("link", name="اختر نشراتك").click()
    expect(page.get_by_label("النشرة اليومية")).to_be_checked()
    page.get_by_label("النشرة الأسبوعية").check()
    page.get_by_role("button", name="احفظ اختياري").click()
    expect(page.locator("#newsletter-saved")).to_be_visible()
    expect(page.get_by_label("النشرة الأسبوعية")).to_be_checked()


def test_a_reader_corrects_an_address(page: Page, live_server: Any) -> None:
    page.goto(live_server.url + "/")
    subscribe_from(page, "footer", "nadia@")

    expect(page.locator(".form-errors h2")).to_have_text("عفواً! حدث خطأ ما، يُرجى المحاولة مرة أخرى.")
    expect(page.locator(".form-errors")).to_be_focused()
    expect(page.locator("#newsletter-email")).to_have_value("nadia@")
    page.locator("#newsletter-email").fill(READER)
    page.get_by_role("button", name="اشترك").click()
    expect(page.locator("#newsletter-asked")).to_be_visible()


def test_a_reader_chooses_lists(page: Page, live_server: Any, mail_server: Script) -> None:
    page.goto(live_server.url + "/newsletter/")
    expect(page.locator("#newsletter-asked")).to_be_hidden()
    page.get_by_label("النشرة اليومية").uncheck()
    page.get_by_role("button", name="اشترك").click()
    expect(page.locator(".form-errors")).to_contain_text("اختر نشرة واحدة على الأقل.")
    page.get_by_label("النشرة الأسبوعية").check()
    page.locator("#newsletter-email").fill(READER)
    page.get_by_role("button", name="اشترك").click()
    expect(page.locator("#newsletter-asked")).to_be_visible()
    work()

    assert "النشرة الأسبوعية" in mail_server.to(READER)[0].text
    assert list(Subscriber.objects.get().subscriptions.values_list("mailing_list__slug", flat=True)) == ["weekly"]


def test_a_reader_leaves_and_comes_back(page: Page, live_server: Any) -> None:
    subscriber = SubscriptionFactory(mailing_list=MailingList.objects.get(slug="daily")).subscriber
    page.goto(live_server.url + leave_all_path(token_of(subscriber)))
    expect(page.get_by_role("button")).to_have_count(1)
    page.get_by_role("button", name="نعم، أوقفوها").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("غادرت كل نشراتنا")
    subscriber.refresh_from_db()
    assert subscriber.state == "left"

    page.get_by_role("button", name="أعيدوني").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("عدت إلينا")
    subscriber.refresh_from_db()
    assert subscriber.state == "confirmed"


def test_a_reader_says_why(page: Page, live_server: Any) -> None:
    subscriber = SubscriptionFactory(mailing_list=MailingList.objects.get(slug="daily")).subscriber
    page.goto(live_server.url + leave_all_path(token_of(subscriber)))
    page.get_by_role("button").click()
    page.get_by_label("الرسائل كثيرة").check()
    page.get_by_role("button", name="أرسل").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("شكرا لك")


def test_a_reader_takes_the_data_along_and_is_forgotten(page: Page, live_server: Any) -> None:
    subscriber = SubscriptionFactory(subscriber__address=READER).subscriber
    page.goto(live_server.url + choices_path(token_of(subscriber)))
    with page.expect_download() as download:
        page.get_by_role("button", name="نزل بياناتك").click()
    assert json.loads(download.value.path().read_text())["address"] == READER

    page.get_by_role("button", name="امحوا بياناتي").click()
    page.get_by_role("button", name="نعم، امحوا بياناتي").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("محيت بياناتك")
    assert Subscriber.objects.get().address == ""


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("path", ["/newsletter/", "/newsletter/archive/", "choices", "leave", "story"])
def test_every_target_is_large_enough(browser: Browser, live_server: Any, width: int, path: str) -> None:
    subscriber = SubscriptionFactory(mailing_list=MailingList.objects.get(slug="daily")).subscriber
    token = token_of(subscriber)
    path = {"choices": choices_path(token), "leave": leave_all_path(token)}.get(path, path)
    if path == "story":
        path = ArticleFactory(published=True).get_absolute_url()
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(live_server.url + path)

    small = page.evaluate(
        """() => [...document.querySelectorAll(":is(main, .join) :is(button, .choice, input[type=email])")]
            .map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
            .filter(([, box]) => box.width && (box.height < 44 || box.width < 44)).map(([html]) => html)"""
    )
    assert small == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


@pytest.mark.parametrize("path", ["/newsletter/", "/newsletter/archive/", "/newsletter/daily/"])
def test_a_name_without_a_space_widens_no_page(browser: Browser, live_server: Any, path: str) -> None:
    MailingList.objects.filter(slug="daily").update(name="ط" * 80)
    page = browser.new_page(viewport={"width": 320, "height": 900})
    page.goto(live_server.url + path)

    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.close()
