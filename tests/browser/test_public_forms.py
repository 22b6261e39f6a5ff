"""A public form in a reader's browser, with script and without: tests/public_forms/letterbox.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, BrowserContext, Page, Response, Route, expect

from mohit.models import LimitCount
from tests.browser.waiting import until
from tests.public_forms import letterbox

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.urls("tests.public_forms.letterbox"),
]

EXPECTED = ("the server responded with a status of 4",)  # Chromium calls our 422 and 429 errors of the network


@pytest.fixture
def letter(live_server: Any) -> str:
    cache.clear()
    return f"{live_server.url}/letter/"


@pytest.fixture
def reader(context: BrowserContext) -> Iterator[Page]:
    """A page on which a complaint of the browser, the content policy's too, fails the test."""
    complaints: list[str] = []

    def listen(message: Any) -> None:
        if message.type in ("error", "warning") and not any(words in message.text for words in EXPECTED):
            complaints.append(message.text)

    context.on("console", listen)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    page = context.new_page()
    yield page
    assert complaints == []


@pytest.fixture
def without_script(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    yield page
    context.close()


def field(page: Page, label: str) -> Any:
    """By the name that a screen reader says: the star behind it is for the eye."""
    return page.get_by_role("textbox", name=label, exact=True)


def fill(page: Page, text: str = "سلام") -> None:
    field(page, "الاسم").fill("نادية")
    field(page, "البريد الإلكتروني").fill("nadia@example.com")
    field(page, "الرسالة").fill(text)


def send(page: Page) -> Response:
    with page.expect_navigation() as arrived:
        page.get_by_role("button", name="أرسل الرسالة").click()
    return arrived.value


@pytest.fixture(params=["reader", "without_script"])
def page_either_way(request: pytest.FixtureRequest) -> Page:
    return request.getfixturevalue(request.param)


def test_the_summary_of_errors_takes_the_focus(page_either_way: Page, letter: str) -> None:
    page = page_either_way
    page.goto(letter)
    expect(page.locator(":focus")).to_have_count(0)
    field(page, "الاسم").fill("نادية")

    assert send(page).status == 422
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("لم يرسل النموذج بعد")
    expect(field(page, "الاسم")).to_have_value("نادية")
    expect(summary.get_by_role("link")).to_have_text(
        ["البريد الإلكتروني: هذا الحقل إلزامي.", "الرسالة: هذا الحقل إلزامي."]
    )


def test_an_error_leads_to_its_field_and_is_told_with_it(page_either_way: Page, letter: str) -> None:
    page = page_either_way
    page.goto(letter)
    send(page)
    page.get_by_role("link", name="البريد الإلكتروني: هذا الحقل إلزامي.").click()

    email = field(page, "البريد الإلكتروني")
    expect(email).to_be_focused()
    expect(email).to_have_accessible_name("البريد الإلكتروني")
    expect(email).to_have_accessible_description("لن ينشر. هذا الحقل إلزامي.")
    expect(email).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("checkbox", name="أرسلوا إلي نسخة")).to_have_accessible_description("")


def test_the_message_of_success_shows_and_takes_the_focus(page_either_way: Page, letter: str) -> None:
    page = page_either_way
    page.goto(letter)
    message = page.get_by_text("وصلت رسالتك")
    expect(message).to_be_hidden()
    fill(page)

    assert send(page).status == 200
    assert page.url == f"{letter}#letter-sent"
    expect(message).to_be_visible()
    expect(message).to_be_focused()
    assert page.context.cookies() == []


def test_too_many_are_told_to_wait_and_lose_nothing(page_either_way: Page, letter: str) -> None:
    page = page_either_way
    LimitCount.objects.all().delete()
    for _ in range(3):
        assert letterbox.limit.take("127.0.0.1") == 0
    page.goto(letter)
    fill(page, "نص طويل")

    response = send(page)
    assert response.status == 429
    assert 0 < int(response.headers["retry-after"]) <= 800
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("أرسله من جديد بعد")
    expect(field(page, "الرسالة")).to_have_value("نص طويل")


def test_nobody_meets_the_trap(page_either_way: Page, letter: str) -> None:
    page = page_either_way
    page.goto(letter)

    expect(page.locator("main [name=details]")).to_be_hidden()
    field(page, "الاسم").focus()
    page.keyboard.press("Shift+Tab")
    assert page.locator(":focus").get_attribute("name") is None


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_fingers_hit_every_part(reader: Page, letter: str, width: int) -> None:
    reader.set_viewport_size({"width": width, "height": 800})
    reader.goto(letter)
    send(reader)

    for part in reader.locator("main :is(.choice, .button, input[type=text], input[type=email], textarea)").all():
        if part.is_visible():
            box = part.bounding_box()
            assert box["height"] >= 44, part.get_attribute("class")
    for link in reader.locator(".form-errors a").all():
        assert link.bounding_box()["height"] >= 44
    assert reader.evaluate("document.documentElement.scrollWidth") <= width


# --- What script adds ----------------------------------------------------------------------------------------------


def instances(page: Page) -> list[str]:
    """The numbers of the forms that this page sends from now on, each a UUID. No answer takes it away from its page."""
    sent: list[str] = []

    def answer(route: Route) -> None:
        (number,) = parse_qs(route.request.post_data)["instance"]
        assert UUID(number).version == 4
        sent.append(number)
        route.fulfill(status=204)

    page.route("**/letters/", answer)
    return sent


def test_two_clicks_send_one_form(reader: Page, letter: str) -> None:
    reader.goto(letter)
    fill(reader)
    sent = instances(reader)
    button = reader.get_by_role("button", name="أرسل الرسالة")
    for _ in range(3):
        button.click(force=True)

    until(reader, lambda: sent)
    reader.wait_for_timeout(300)
    assert len(sent) == 1
    expect(button).to_have_attribute("aria-disabled", "true")


def test_a_form_is_the_same_one_until_it_is_changed(reader: Page, letter: str) -> None:
    reader.goto(letter)
    fill(reader)
    sent = instances(reader)
    for text in (None, None, "رسالة أخرى", None):
        if text:
            field(reader, "الرسالة").fill(text)
        with reader.expect_response("**/letters/"):
            reader.get_by_role("button", name="أرسل الرسالة").click()
        reader.evaluate("dispatchEvent(new Event('pageshow'))")  # as when the reader comes back to it

    first, again, other, other_again = sent
    assert first == again != other == other_again


def test_what_was_typed_survives_until_it_has_arrived(reader: Page, letter: str) -> None:
    reader.goto(letter)
    fill(reader, "سطر\nوسطر")
    reader.goto(letter)
    expect(field(reader, "الرسالة")).to_have_value("سطر\nوسطر")
    expect(field(reader, "البريد الإلكتروني")).to_have_value("nadia@example.com")

    send(reader)
    expect(field(reader, "الرسالة")).to_have_value("")
    reader.goto(letter)
    expect(field(reader, "الرسالة")).to_have_value("")


def test_an_error_does_not_bring_back_what_was_deleted(reader: Page, letter: str) -> None:
    reader.goto(letter)
    fill(reader, "قديم")
    field(reader, "الرسالة").fill("")
    send(reader)

    expect(field(reader, "الرسالة")).to_have_value("")
    expect(field(reader, "الاسم")).to_have_value("نادية")


# --- A browser that says nothing of itself -------------------------------------------------------------------------


def test_a_person_confirms_what_a_silent_browser_sent(reader: Page, letter: str, live_server: Any) -> None:
    address = f"{live_server.url}/plain/"
    form = {"text": " سطر\r\nوآخر\n\nوثالث & <b>", "empty": ""}
    page = reader.request.post(address, form=form)
    assert page.status == 409
    reader.route(address, lambda route: route.fulfill(body=page.text(), content_type="text/html; charset=utf-8"))
    reader.goto(address)
    reader.unroute(address)
    with reader.expect_request(address) as request:
        reader.get_by_role("button", name="نعم، أرسل").click()

    # As that browser would send it, without a header that tells where it comes from.
    again = reader.request.post(
        address, data=request.value.post_data, headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert again.status == 200
    assert again.text() == " سطر\r\nوآخر\r\n\r\nوثالث & <b>"
