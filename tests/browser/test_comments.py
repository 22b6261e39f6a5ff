"""Commenting in a reader's browser, with script and without."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, BrowserContext, Page, expect

from comments.models import Comment
from tests.factories import ArticleFactory, CommentFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

EXPECTED = ("the server responded with a status of 4",)  # Chromium calls our 422 and 429 errors of the network


@pytest.fixture
def root() -> Comment:
    cache.clear()
    article = ArticleFactory(published=True)
    CommentFactory(article=article, approved=True, author_name="سمير", text="أوافق الكاتب")
    return CommentFactory(article=article, approved=True, author_name="ليلى", text="ما رأيكم؟")


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


@pytest.fixture(params=["reader", "without_script"])
def page(request: pytest.FixtureRequest) -> Page:
    return request.getfixturevalue(request.param)


def field(page: Page, label: str) -> Any:
    return page.get_by_role("textbox", name=label, exact=True)


def fill(page: Page, text: str) -> None:
    field(page, "التعليق").fill(text)
    field(page, "الاسم").fill("نادية")
    field(page, "البريد الإلكتروني").fill("nadia@example.com")


def send(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="أرسل التعليق").click()


def test_a_reader_comments_and_is_thanked(page: Page, live_server: Any, root: Comment) -> None:
    address = live_server.url + root.article.get_absolute_url()
    page.goto(address)
    thanks = page.locator("#comment-received")
    expect(thanks).to_be_hidden()

    fill(page, "مقال مفيد")
    send(page)

    assert page.url == f"{address}#comment-received"
    expect(thanks).to_be_visible()
    expect(thanks).to_be_in_viewport()
    comment = Comment.objects.waiting().get()
    assert (comment.text, comment.author_name, comment.parent) == ("مقال مفيد", "نادية", None)
    expect(page.get_by_text("مقال مفيد")).to_have_count(0)


def test_what_is_wrong_takes_the_focus_and_leads_to_its_field(page: Page, live_server: Any, root: Comment) -> None:
    page.goto(live_server.url + root.article.get_absolute_url())
    fill(page, "مقال مفيد")
    field(page, "البريد الإلكتروني").fill("nadia")
    send(page)

    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("البريد الإلكتروني")
    expect(field(page, "التعليق")).to_have_value("مقال مفيد")
    expect(field(page, "البريد الإلكتروني")).to_have_attribute("aria-invalid", "true")
    summary.get_by_role("link").first.click()
    expect(field(page, "البريد الإلكتروني")).to_be_focused()
    assert not Comment.objects.waiting().exists()
    field(page, "البريد الإلكتروني").fill("nadia@example.com")
    send(page)
    expect(page.locator("#comment-received")).to_be_visible()
    assert Comment.objects.waiting().count() == 1


def test_without_script_an_answer_has_a_page(without_script: Page, live_server: Any, root: Comment) -> None:
    page = without_script
    page.goto(live_server.url + root.article.get_absolute_url())

    page.locator(f"#comment-{root.pk}").get_by_role("link", name="رد", exact=True).click()

    assert page.url.endswith(f"/comments/{root.pk}/reply/")
    expect(page.get_by_text("ما رأيكم؟")).to_be_visible()
    fill(page, "رأيي أنه مفيد")
    send(page)
    expect(page.locator("#comment-received")).to_be_visible()
    assert Comment.objects.waiting().get().parent == root


def test_with_script_the_form_answers_in_its_place(reader: Page, live_server: Any, root: Comment) -> None:
    reader.goto(live_server.url + root.article.get_absolute_url())
    field(reader, "التعليق").fill("كتبت هذا قبل أن أرد")
    link = reader.locator(f"#comment-{root.pk}").get_by_role("link", name="رد", exact=True)

    link.click()

    assert "/reply/" not in reader.url
    expect(field(reader, "التعليق")).to_be_focused()
    expect(field(reader, "التعليق")).to_have_value("كتبت هذا قبل أن أرد")
    expect(reader.locator(f"#comment-{root.pk} + form")).to_be_visible()
    expect(reader.get_by_role("heading", name="رد على \u2068ليلى\u2069")).to_be_visible()

    reader.get_by_role("button", name="إلغاء الرد").click()
    expect(link).to_be_focused()
    expect(reader.get_by_role("heading", name="اترك تعليقا")).to_be_visible()
    expect(reader.locator(f"#comment-{root.pk} + form")).to_have_count(0)

    link.press("Enter")
    fill(reader, "رأيي أنه مفيد")
    send(reader)
    expect(reader.locator("#comment-received")).to_be_visible()
    answer = Comment.objects.waiting().get()
    assert (answer.parent, answer.text) == (root, "رأيي أنه مفيد")


def test_after_a_cancelled_answer_it_is_a_comment_on_the_story(reader: Page, live_server: Any, root: Comment) -> None:
    reader.goto(live_server.url + root.article.get_absolute_url())
    reader.locator(f"#comment-{root.pk}").get_by_role("link", name="رد", exact=True).click()
    reader.get_by_role("button", name="إلغاء الرد").click()
    fill(reader, "تعليق على المقال")
    send(reader)

    expect(reader.locator("#comment-received")).to_be_visible()
    assert Comment.objects.waiting().get().parent is None


@pytest.mark.parametrize("width", [320, 390])
def test_nothing_stands_out_of_a_narrow_page(without_script: Page, live_server: Any, root: Comment, width: int) -> None:
    comment = root
    for text in ("https://example.org/" + "x" * 300, "ا" * 400, "كلمة"):
        comment = CommentFactory(article=root.article, parent=comment, approved=True, text=text, author_name="م" * 60)
    page = without_script
    page.set_viewport_size({"width": width, "height": 800})
    for path in (root.article.get_absolute_url(), f"/comments/{comment.pk}/", f"/comments/{comment.pk}/reply/"):
        page.goto(live_server.url + path)
        # Without script nothing can be asked of the page; what stands out makes a picture of it wider.
        box = page.locator(".comments").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        for found in page.locator(".comment, .comment-text, .comment-head").all():
            inner = found.bounding_box()
            assert inner["x"] >= -1, path
            assert inner["x"] + inner["width"] <= width + 1, path
