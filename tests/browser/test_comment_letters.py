"""Reporting, confirming and «بياناتي» in a browser without script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from comments.letters import send_due
from comments.models import Comment, Mailbox, Report
from tests.comments.correspondents import NADIA, link, write
from tests.mail_server import Script

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def plain_page(browser: Browser, live_server: object, settings: object) -> Iterator[Page]:
    """A reader who has switched scripts off."""
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url, locale="ar")
    yield context.new_page()
    context.close()


@pytest.fixture
def comment(db: None) -> Comment:
    return write(NADIA, approved=True, wants_replies=True)


def test_a_reader_reports_a_comment(plain_page: Page, comment: Comment) -> None:
    plain_page.goto(f"/comments/{comment.pk}/report/")
    plain_page.get_by_role("button", name="أرسل البلاغ").click()
    expect(plain_page.locator("[aria-invalid]").first).to_be_visible()
    plain_page.get_by_label("معلومة كاذبة").check()
    plain_page.get_by_label("تفصيل للمشرفين").fill("الرقم خطأ")
    plain_page.get_by_role("button", name="أرسل البلاغ").click()

    expect(plain_page.get_by_role("heading", name="شكرا، وصلنا بلاغك")).to_be_visible()
    plain_page.get_by_role("link", name="عد إلى المقال").click()
    expect(plain_page.locator("h1")).to_contain_text(comment.article.headline[:20])
    assert [(row.reason, row.words) for row in Report.objects.all()] == [("false", "الرقم خطأ")]


def test_an_address_is_confirmed(plain_page: Page, comment: Comment, mail_server: Script) -> None:
    send_due()
    plain_page.goto(link(mail_server.taken[0], "/comments/confirm/"))
    assert Mailbox.objects.confirmed().count() == 0
    plain_page.get_by_role("button", name="نعم، هذا بريدي").click()

    expect(plain_page.get_by_role("heading", name="شكرا، تأكد بريدك")).to_be_visible()
    assert Mailbox.objects.confirmed().count() == 1


def test_a_person_sees_and_erases_what_we_hold(plain_page: Page, comment: Comment, mail_server: Script) -> None:
    plain_page.goto("/comments/my-data/")
    expect(plain_page.locator("#my-data-sent")).to_be_hidden()
    plain_page.locator("#my-data").get_by_label("بريدك الإلكتروني").fill(NADIA)
    plain_page.get_by_role("button", name="أرسلوا إلي الرابط").click()
    expect(plain_page.locator("#my-data-sent")).to_be_visible()

    send_due()
    (mail,) = [mail for mail in mail_server.to(NADIA) if mail.message["Subject"] == "بياناتك لدينا"]
    plain_page.goto(link(mail, "/comments/my-data/"))
    expect(plain_page.get_by_text(comment.text)).to_be_visible()
    plain_page.get_by_label("امحوا ما كتبته أيضا").check()
    plain_page.get_by_role("button", name="امحوا بياناتي").click()

    expect(plain_page.get_by_role("heading", name="محونا بياناتك")).to_be_visible()
    comment.refresh_from_db()
    assert comment.author_name == "قارئ"
