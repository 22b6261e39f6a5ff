"""A manager brings a list of old addresses in a real browser, and follows one of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import Page, expect

from newsroom import roles
from newsroom.models import User
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_it_takes_a_file_judges_it_and_stores_it(desk: Page, live_server: Any, editor: User, tmp_path: Path) -> None:
    editor.groups.add(Group.objects.get(name=roles.MANAGER))
    story = ArticleFactory(published=True)
    file = tmp_path / "قديم.csv"
    file.write_text(f"/2021/05/12/%d8%ae%d8%a8%d8%b1/,{story.pk}\n/x,/nowhere/\n", "utf-8")

    desk.goto(f"{live_server.url}/admin/articles/redirect/")
    desk.get_by_role("link", name="استيراد قائمة").click()
    # The browser's own button would say «Choose File» in its own language.
    expect(desk.locator(".file-button")).to_have_text("اختيار ملف")
    desk.locator("#id_file").set_input_files(file)
    expect(desk.locator(".file-button + bdi")).to_have_text("قديم.csv")
    desk.get_by_role("button", name="فحص القائمة").click()
    expect(desk.get_by_role("cell", name="لا صفحة في الموقع بالعنوان الجديد.")).to_be_visible()
    desk.get_by_role("button", name="استيراد السليم: 1").click()
    expect(desk.get_by_text("انتهى الاستيراد. ما حفظ: 1.")).to_be_visible()

    desk.goto(f"{live_server.url}/2021/05/12/%D8%AE%D8%A8%D8%B1?utm_source=x")
    expect(desk).to_have_url(f"{live_server.url}{story.get_absolute_url()}?utm_source=x")
    expect(desk.get_by_role("heading", level=1)).to_have_text(story.headline)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_it_fits_every_screen(desk: Page, live_server: Any, editor: User, width: int) -> None:
    editor.groups.add(Group.objects.get(name=roles.MANAGER))
    desk.set_viewport_size({"width": width, "height": 800})
    for page in ("add/", "import/"):
        desk.goto(f"{live_server.url}/admin/articles/redirect/{page}")
        assert desk.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
