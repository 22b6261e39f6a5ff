"""The library in a real Chromium: the focal point, the browser's own words, and the window of the editor."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from newsroom import roles
from pictures.models import Picture
from pictures.uploads import add_picture
from tests.conftest import member
from tests.factories import jpeg
from tests.pictures.files import upload

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

LISTEN = "window.CKEDITOR = { tools: { callFunction: (...answer) => { window.answer = answer; } } }"


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """The desk of a journalist whose browser speaks English. Any complaint of the browser fails the test."""
    client = Client()
    client.force_login(member("sahafi", roles.JOURNALIST))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    complaints: list[str] = []
    context = browser.new_context(base_url=live_server.url, locale="en-US")
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    context.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    yield context.new_page()
    context.close()
    assert not complaints


def press(page: Page, across: float, down: float) -> None:
    box = page.locator(".focal-stage").bounding_box()
    page.mouse.click(box["x"] + box["width"] * across, box["y"] + box["height"] * down)


def expect_focus(page: Page, x: str, y: str) -> None:
    expect(page.locator("#id_focal_x")).to_have_value(x)
    expect(page.locator("#id_focal_y")).to_have_value(y)


def open_picker(page: Page) -> Page:
    """As the editor opens it (Figure's `pickerUrl`)."""
    page.goto("/admin/")
    page.evaluate(LISTEN)
    with page.expect_popup() as opened:
        page.evaluate("void window.open('/admin/pictures/picture/?_popup=1&CKEditorFuncNum=-7', '_blank', 'width=800')")
    return opened.value


def answer_to(page: Page, picture: Picture) -> None:
    facts = {"id": str(picture.pk), "alternative_text": picture.alt, "caption": picture.caption}
    assert page.evaluate("window.answer") == ["-7", picture.rendition_url(800), facts]


def test_it_picks_the_focal_point_while_uploading(page: Page, tmp_path: Path) -> None:
    (tmp_path / "boats.jpg").write_bytes(jpeg(900, 500))
    page.goto("/admin/pictures/picture/add/")

    page.locator("#id_file").set_input_files(tmp_path / "boats.jpg")
    press(page, 0.75, 0.25)
    expect_focus(page, "0.75", "0.25")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowDown")
    expect_focus(page, "0.74", "0.35")
    page.locator("#id_alt").fill("قوارب صيد")
    page.locator("[name=_save]").click()
    page.wait_for_url("**/admin/pictures/picture/")

    picture = Picture.objects.get()
    assert (picture.focal_x, picture.focal_y) == (0.74, 0.35)


def test_it_moves_the_focal_point_of_a_picture(page: Page) -> None:
    picture = add_picture(upload(jpeg(900, 500)), alt="قوارب صيد", focal_x=0.1, focal_y=0.9)
    page.goto(f"/admin/pictures/picture/{picture.pk}/change/")

    crop = page.locator(".focal-square > :first-child")
    expect(crop).to_have_css("object-position", "10% 90%")
    press(page, 0.5, 0.2)
    expect_focus(page, "0.5", "0.2")
    page.locator("#id_focal_x").fill("0.3")
    expect(crop).to_have_css("object-position", "30% 20%")


def test_it_asks_for_what_is_missing_in_arabic_before_the_file_is_sent(page: Page, tmp_path: Path) -> None:
    (tmp_path / "boats.jpg").write_bytes(jpeg(900, 500))
    page.goto("/admin/pictures/picture/add/")
    expect(page.locator("label.picture-choice")).to_have_text("اختر ملف الصورة أو أفلته هنا")

    page.locator("[name=_save]").click()
    assert page.locator("#id_file").evaluate("field => field.validationMessage") == "اختر ملف الصورة."
    page.locator("#id_file").set_input_files(tmp_path / "boats.jpg")
    expect(page.locator(".picture-name")).to_have_text("boats.jpg")
    page.locator("[name=_save]").click()

    assert page.locator("#id_alt").evaluate("field => field.validationMessage").startswith("اكتب النص البديل")
    assert page.url.endswith("/add/")
    assert not Picture.objects.exists()


def test_it_gives_the_editor_a_picture_after_a_search(page: Page) -> None:
    add_picture(upload(jpeg(900, 500)), alt="قوارب صيد", caption="ميناء الجزائر")
    picture = add_picture(upload(jpeg(901, 500)), alt='صف "الأطفال"', caption="تلاميذ المدرسة")
    window = open_picker(page)

    window.locator("#searchbar").fill("المدرسه")
    window.keyboard.press("Enter")
    expect(window.locator(".picture-card")).to_have_count(1)
    assert "CKEditorFuncNum" not in window.url
    with window.expect_event("close"):
        window.locator("#result_list a").click()

    answer_to(page, picture)


def test_it_gives_the_editor_a_picture_that_is_uploaded_there(page: Page, tmp_path: Path) -> None:
    (tmp_path / "boats.jpg").write_bytes(jpeg(900, 500))

    for _ in range(2):  # the second time the library has it, and offers that one
        window = open_picker(page)
        window.locator(".addlink").click()
        window.locator("#id_file").set_input_files(tmp_path / "boats.jpg")
        window.locator("#id_alt").fill("قوارب صيد")
        if not Picture.objects.exists():
            with window.expect_event("close"):
                window.locator("[name=_save]").click()
        else:
            window.locator("[name=_save]").click()
            with window.expect_event("close"):
                window.locator(".errorlist a").click()
        answer_to(page, Picture.objects.get())


def test_it_opens_a_picture_outside_the_editor(page: Page) -> None:
    picture = add_picture(upload(jpeg(900, 500)), alt="قوارب صيد")
    page.goto("/admin/pictures/picture/")

    page.locator("#result_list a").click()

    page.wait_for_url(f"**/{picture.pk}/change/**")
