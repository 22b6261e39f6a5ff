"""An editor sets «عاجل» while a reader reads; it is there at the next page, moves nothing, and ends by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from articles.models import Article, Breaking
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

SHIFTS = """() => new Promise((done) => {
  let sum = 0
  const add = (list) => list.getEntries().forEach((entry) => (sum += entry.value))
  new PerformanceObserver(add).observe({ type: "layout-shift", buffered: true })
  setTimeout(() => done(sum), 300)
})"""


@pytest.mark.parametrize("width", [390, 1280])
def test_it_is_set_and_ends(
    desk: Page, browser: Browser, live_server: Any, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = ArticleFactory(status=Article.Status.PUBLISHED, published_at=timezone.now(), headline="زلزال عند الفجر")
    reader = browser.new_context(viewport={"width": width, "height": 844}).new_page()
    reader.route("**/*.woff2", lambda route: route.abort())  # letters move by a hair when their face comes late
    bar = reader.get_by_role("complementary", name="خبر عاجل")
    reader.goto(live_server.url)
    expect(bar).to_have_count(0)

    desk.goto(f"{live_server.url}/admin/articles/article/{story.pk}/change/")
    desk.get_by_role("link", name="عاجل", exact=True).click()
    desk.get_by_label("النص").fill("زلزال يضرب الساحل الغربي، ولا أنباء عن ضحايا")
    desk.get_by_role("button", name="ضعه على الموقع الآن").click()
    expect(desk.get_by_text("على الموقع الآن")).to_be_visible()

    reader.reload()
    expect(bar).to_contain_text("زلزال يضرب الساحل الغربي")
    assert reader.evaluate(SHIFTS) == 0
    assert reader.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    bar.get_by_role("link").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("زلزال عند الفجر")
    expect(bar).to_be_visible()

    now, over = timezone.now, Breaking.objects.get().expires_at - timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now() + over)
    reader.reload()
    expect(bar).to_have_count(0)
    assert Breaking.objects.get().ended_at is None  # by the clock alone
    assert over > timedelta(minutes=59)
    reader.context.close()
