"""The main job, on what `make run` gives a new user: a journalist writes, an editor publishes, a reader reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.writing import focus
from tests.factories import jpeg
from tests.launcher import site as launcher
from tests.launcher.conftest import folder

__all__ = ["folder"]  # a fixture

LOGIN = re.compile(r"muharrir\s+password\s+(\S+)")
FIRST_START = 300  # seconds: demo newspaper, pictures and static files are made while other tests run


class FreshSite(launcher.Site):
    """What a new user gets: the demo newspaper, and static files hashed and compressed as in production."""

    def environment(self) -> dict[str, str]:
        return super().environment() | {"DEMO": "yes", "STATIC_MANIFEST": "yes"}

    def password_of(self, username: str, role: str) -> str:
        command = self.launch("manage", "make_member", username, "--role", role)
        words = command.communicate(timeout=launcher.PATIENCE)[0].decode()
        return re.search(r"password\s+(\S+)", words)[1]


@pytest.fixture
def fresh_site(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FreshSite]:
    monkeypatch.setattr(launcher, "PATIENCE", FIRST_START)
    site = FreshSite(folder / "fresh").start()
    yield site
    site.kill_everything()


def desk_of(browser: Browser, site: FreshSite, username: str, password: str, complaints: list[str]) -> Page:
    """A browser of its own in which `username` has logged in."""
    page = browser.new_context(locale="en-US", viewport={"width": 1280, "height": 900}).new_page()
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(f"http://127.0.0.1:{site.port}/admin/")
    page.get_by_label("اسم المستخدم").fill(username)
    page.get_by_label("كلمة المرور").fill(password)
    page.get_by_role("button", name="ابدأ الدخول").or_(page.locator("[type=submit]")).first.click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.get_by_role("link", name="مقال جديد").first.wait_for()
    return page


def upload_picture(page: Page, site: FreshSite) -> None:
    page.goto(f"http://127.0.0.1:{site.port}/admin/pictures/picture/add/")
    page.locator("input[type=file]").set_input_files(
        {"name": "harbour.jpg", "mimeType": "image/jpeg", "buffer": jpeg(1280, 720)}
    )
    page.locator("#id_alt").fill("قوارب صيد راسية عند الفجر")
    page.locator("#id_caption").fill("ميناء الصيد صباح اليوم")
    page.locator("#id_credit").fill("سليم قادري")
    page.locator("[name=_save]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def write_story(page: Page, site: FreshSite) -> None:
    page.goto(f"http://127.0.0.1:{site.port}/admin/articles/article/add/")
    page.locator("#id_headline").fill("صيادو الميناء يعودون إلى البحر وOpenAI تراقب C++")
    page.locator("#id_standfirst").fill("بعد أسبوع من العواصف خرجت القوارب فجر اليوم.")
    page.locator("#id_section").select_option(label="الجزائر")
    text = page.locator(".field-body .ProseMirror").last
    bar = page.locator(".field-body .prose-menubar")
    text.press_sequentially("خرجت القوارب الأولى قبل الفجر.")
    page.keyboard.press("Enter")
    text.press_sequentially("البحر لا ينتظر أحدا.")
    bar.get_by_role("button", name=re.compile("^مقتطف بارز")).click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    with page.expect_popup() as popup:
        bar.get_by_role("button", name=re.compile("^صورة")).click()
    popup.value.locator("#result_list a").first.click()
    expect(text.locator(".card.picture .card-caption")).to_have_text("ميناء الصيد صباح اليوم")
    focus(text)
    page.keyboard.press("Control+End")
    bar.get_by_role("button", name=re.compile("^مقطع أو منشور")).click()
    question = page.get_by_role("dialog")
    question.get_by_label("العنوان").fill("https://www.youtube.com/watch?v=dQw4w9WgXcQ")
    question.get_by_role("button", name="إدراج").click()
    expect(text.locator(".card.embed")).to_contain_text("يوتيوب")


def test_a_journalist_writes_an_editor_publishes_a_reader_reads(browser: Browser, fresh_site: FreshSite) -> None:
    complaints: list[str] = []
    editor_password = LOGIN.search(fresh_site.words())[1]
    journalist_password = fresh_site.password_of("sahafiya", "صحفي")

    journalist = desk_of(browser, fresh_site, "sahafiya", journalist_password, complaints)
    upload_picture(journalist, fresh_site)
    write_story(journalist, fresh_site)
    expect(journalist.get_by_role("button", name="نشر", exact=True)).to_have_count(0)
    journalist.get_by_role("button", name="إرسال للمراجعة").click()
    expect(journalist.locator(".messagelist")).to_contain_text("أرسل للمراجعة")

    editor = desk_of(browser, fresh_site, "muharrir", editor_password, complaints)
    editor.get_by_role("link", name=re.compile("^صيادو الميناء")).first.click()
    editor.get_by_role("button", name="نشر", exact=True).click()
    message = editor.locator(".messagelist")
    expect(message).to_contain_text("نشر")
    address = message.get_by_role("link").first.get_attribute("href")

    reader = browser.new_context(locale="en-US", viewport={"width": 390, "height": 844}).new_page()
    asked: list[str] = []
    reader.on("request", lambda request: asked.append(request.url))
    reader.goto(f"http://127.0.0.1:{fresh_site.port}{address.partition(f':{fresh_site.port}')[2] or address}")
    expect(reader.get_by_role("heading", level=1)).to_have_text("صيادو الميناء يعودون إلى البحر وOpenAI تراقب C++")
    expect(reader.locator(".prose .pull-quote")).to_have_text("البحر لا ينتظر أحدا.")
    expect(reader.locator(".prose figure.figure")).to_contain_text("ميناء الصيد صباح اليوم")
    expect(reader.locator(".prose figure.figure")).to_contain_text("سليم قادري")
    expect(reader.locator(".prose figure.embed")).to_contain_text("يوتيوب")
    picture = reader.locator(".prose figure.figure img")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => image.naturalWidth") > 0
    assert reader.context.cookies() == []
    assert [url for url in asked if f"127.0.0.1:{fresh_site.port}/" not in url] == []

    reader.goto(f"http://127.0.0.1:{fresh_site.port}/")
    expect(reader.get_by_role("link", name=re.compile("^صيادو الميناء")).first).to_be_visible()
    assert complaints == []
