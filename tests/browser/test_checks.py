"""The checks while writing, in a real browser: the panel follows what is typed, leads to the place, and tidies what is
chosen only."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from articles.models import Article, RegisteredName
from tests.browser.writing import Story

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

SELECTED = "() => getSelection().toString()"
BODY = (
    "<p>وصلت السفينة فجرا.</p><p>قال الوزير, و ذهب <strong>ولجوجل</strong> رأي 😀 ثم صمت...</p>"
    '<p><a href="https://example.com/a,b">Apple, Google, Meta</a> باقية كما هي.</p>'
)


@pytest.fixture
def story(desk: Page, live_server: Any) -> Story:
    RegisteredName.objects.create(chosen="غوغل", rejected="جوجل")
    story = Story(desk, live_server.url, BODY)
    Article.objects.filter(pk=story.article.pk).update(standfirst="مقدمة")
    desk.reload()
    story.text.wait_for()
    expect(chip(desk)).to_contain_text("4")
    return story


def chip(page: Page) -> Locator:
    return page.get_by_role("button", name=re.compile("^الفحص"))


def panel(page: Page) -> Locator:
    return page.get_by_role("region", name="الفحص")


def test_it_follows_what_is_typed(desk: Page, story: Story) -> None:
    chip(desk).click()
    expect(panel(desk).locator(".check")).to_have_count(4)
    story.write_at_end(" هل هذا صحيح?")
    expect(panel(desk).get_by_text("علامة استفهام لاتينية في نص عربي")).to_be_visible()
    desk.locator("#id_headline").fill("خبر  من وهران")
    expect(panel(desk).get_by_text("أكثر من مسافة")).to_be_visible()
    expect(chip(desk)).to_contain_text("6")


def test_it_leads_to_the_place(desk: Page, story: Story) -> None:
    chip(desk).click()
    panel(desk).locator(".check-name button").click()
    assert desk.evaluate(SELECTED) == "ولجوجل"
    panel(desk).locator(".check-ellipsis button").click()
    assert desk.evaluate(SELECTED) == "..."
    desk.locator("#id_headline").fill("قال الوزير, ثم")
    panel(desk).get_by_role("button", name=re.compile("^العنوان ")).click()
    box = desk.locator("#id_headline")
    assert box.evaluate("box => box.value.slice(box.selectionStart, box.selectionEnd)") == ","


def test_it_changes_what_is_chosen_and_nothing_before(desk: Page, story: Story) -> None:
    before = story.text.inner_text()
    chip(desk).click()
    panel(desk).get_by_role("button", name="تنقيح النص").click()
    dialog = desk.get_by_role("dialog", name="تنقيح النص")
    expect(dialog.get_by_role("checkbox")).to_have_count(4)
    expect(dialog).to_contain_text("ولغوغل")
    assert story.text.inner_text() == before

    dialog.get_by_role("checkbox", name=re.compile("علامة الحذف")).uncheck()
    dialog.get_by_role("button", name="تطبيق المختار (3)").click()

    expect(story.text).to_contain_text("قال الوزير، وذهب ولغوغل رأي 😀 ثم صمت...")
    expect(story.text.locator("strong")).to_have_text("ولغوغل")
    expect(story.text.locator("a")).to_have_text("Apple, Google, Meta")
    expect(panel(desk).locator("[data-checks-status]")).to_contain_text("نقح 3")
    expect(panel(desk).locator(".check")).to_have_count(1)

    story.button("تراجع").click()
    expect(story.text).to_contain_text("قال الوزير, و ذهب ولجوجل رأي")


def test_it_changes_nothing_when_the_dialog_is_left(desk: Page, story: Story) -> None:
    before = story.text.inner_text()
    chip(desk).click()
    panel(desk).get_by_role("button", name="تنقيح النص").click()
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("dialog")).to_have_count(0)
    assert story.text.inner_text() == before
    chip(desk).focus()
    desk.get_by_role("button", name="إغلاق الفحص").click()
    expect(panel(desk)).to_be_hidden()


def test_it_asks_before_publishing_and_lets_the_editor_decide(desk: Page, story: Story) -> None:
    story.write_at_end(" انتهى.")
    Article.objects.filter(pk=story.article.pk).update(
        body='<p>وصلت <a href="/999999/">السفينة</a>.</p>', headline="خبر"
    )
    desk.reload()
    expect(chip(desk)).to_have_class(re.compile("asked"))
    desk.get_by_role("button", name="نشر", exact=True).click()
    expect(panel(desk)).to_be_visible()
    expect(desk.locator(".messagelist")).to_contain_text("حفظ المقال ولم ينشر")
    panel(desk).get_by_label("قرأتها").check()
    desk.get_by_role("button", name="نشر", exact=True).click()
    expect(desk.locator(".messagelist")).to_contain_text("نشر: ")
    assert Article.objects.get(pk=story.article.pk).is_public()


def test_it_fits_a_telephone(desk: Page, story: Story) -> None:
    desk.set_viewport_size({"width": 390, "height": 800})
    chip(desk).click()
    expect(panel(desk)).to_be_visible()
    panel(desk).get_by_role("button", name="تنقيح النص").click()
    dialog = desk.get_by_role("dialog")
    expect(dialog).to_be_visible()
    box = dialog.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert desk.evaluate("() => document.documentElement.scrollWidth") <= 390
