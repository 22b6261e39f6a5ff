"""Two people, one story: handed in to an editor, taken, talked about, published; each sees what the other did."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import Browser, Page, expect

from articles.models import Article
from newsroom import roles
from newsroom.models import User
from tests.browser.test_two_at_a_story import cookie, form
from tests.factories import ArticleFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def journalist(transactional_db: None) -> User:
    user = UserFactory(username="sahafi", name="كريم")
    user.groups.add(Group.objects.get(name=roles.JOURNALIST))
    return user


@pytest.fixture
def writer(browser: Browser, live_server: Any, journalist: User) -> Iterator[Page]:
    """The journalist, in a browser context of his own."""
    context = browser.new_context(locale="ar-DZ", viewport={"width": 1280, "height": 900})
    context.add_cookies([cookie(journalist, live_server.url)])
    yield context.new_page()
    context.close()


def test_it_goes_from_hand_to_hand(desk: Page, writer: Page, live_server: Any, editor: User, journalist: User) -> None:
    story = ArticleFactory(created_by=journalist, headline="قصة من الميناء")
    writer.goto(form(live_server, story))
    writer.get_by_label("إلى", exact=True).select_option(label=str(editor))
    writer.get_by_role("button", name="إرسال للمراجعة").click()
    expect(writer.locator(".messagelist .success")).to_contain_text("أرسل للمراجعة")

    desk.goto(f"{live_server.url}/admin/articles/article/?view=assigned")
    desk.get_by_role("link", name="قصة من الميناء").click()
    desk.get_by_label("ملاحظة جديدة").fill("أضف رقم السفينة في المرة القادمة")
    desk.get_by_role("button", name="حفظ ومتابعة").click()
    expect(desk.locator("#notes")).to_contain_text("أضف رقم السفينة")
    with desk.expect_navigation():
        desk.get_by_role("button", name="نشر", exact=True).click()
    story.refresh_from_db()
    assert (story.status, story.assignee) == (Article.Status.PUBLISHED, editor)

    writer.goto(form(live_server, story))
    expect(writer.locator(".badge").first).to_have_text("منشور")
    expect(writer.locator("#notes")).to_contain_text("أضف رقم السفينة")
    expect(writer.locator("ol.decisions").first).to_contain_text("نشر")
    expect(writer.get_by_role("button", name="حفظ")).to_have_count(0)
    public = writer.goto(live_server.url + story.get_absolute_url())
    assert public.status == 200
    assert "رقم السفينة" not in writer.content()
