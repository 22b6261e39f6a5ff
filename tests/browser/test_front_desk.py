"""A front arranged without a mouse, while a reader looks at it and a second editor has it open too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from articles.fronts.keeping import save_draft, seen_now
from articles.fronts.layout import Chosen, Part, layout_of
from articles.models import FrontEdition
from newsroom import roles
from newsroom.models import User
from tests.browser.test_two_at_a_story import cookie
from tests.factories import ArticleFactory, SectionFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

HOME = "/admin/articles/frontedition/home/"


@pytest.fixture
def colleague(browser: Browser, live_server: Any, transactional_db: None) -> Iterator[Page]:
    user = UserFactory(username="zamila", name="سلمى حداد")
    user.groups.add(Group.objects.get(name=roles.EDITOR))
    context = browser.new_context(locale="ar-DZ", viewport={"width": 390, "height": 844})
    context.add_cookies([cookie(user, live_server.url)])
    yield context.new_page()
    context.close()


def press(page: Page, selector: str, key: str = "Enter") -> None:
    page.locator(selector).focus()
    page.keyboard.press(key)


def test_it_is_arranged_by_keyboard_before_a_reader_and_a_second_editor(
    desk: Page, colleague: Page, browser: Browser, live_server: Any
) -> None:
    now = timezone.now()
    section = SectionFactory(name="الجزائر")
    ArticleFactory(
        published=True, headline="قصة قديمة من الجنوب", section=section, published_at=now - timedelta(days=9)
    )
    for n in range(9):
        ArticleFactory(
            published=True, headline=f"خبر جديد {n}", section=section, published_at=now - timedelta(hours=n + 1)
        )
    reader = browser.new_context().new_page()
    reader.goto(live_server.url)
    expect(reader.locator(".front-lead .card-headline").first).to_have_text("خبر جديد 0")
    colleague.goto(live_server.url + HOME)
    expect(colleague.locator("fieldset.front-part")).to_have_count(5)
    assert colleague.evaluate("document.documentElement.scrollWidth <= innerWidth")

    # A story is found by typing, and gets another headline for this place.
    desk.goto(live_server.url + HOME)
    expect(desk.locator("fieldset.front-part")).to_have_count(5)  # the empty one is for those without a script
    press(desk, "#front_form .front-part:nth-child(1) .slot:nth-child(1) .slot-story .select2-selection")
    desk.keyboard.type("الجنوب")
    expect(desk.locator(".select2-results__option--highlighted")).to_contain_text("قصة قديمة من الجنوب")
    desk.keyboard.press("Enter")
    press(desk, "#front_form .front-part:nth-child(1) .slot:nth-child(1) summary")
    desk.keyboard.press("Tab")
    desk.keyboard.type("عنوان هذا المكان")

    # The list goes to the end, button by button, and each step is read out.
    desk.locator("#front_form .front-part:nth-child(2) > .ways .down").focus()
    for place in (3, 4, 5):
        desk.keyboard.press("Enter")
        expect(desk.locator("#moved")).to_contain_text(f"المكان {place} من 5")
    assert desk.evaluate("document.activeElement.matches('.up')")  # there is no further down

    press(desk, "button[name=_publish]")
    expect(desk.locator(".messagelist")).to_contain_text("نشرت الواجهة")
    assert [part.kind for part in layout_of(FrontEdition.objects.get())] == [
        "lead",
        "opinion",
        "most_read",
        "grid",
        "list",
    ]
    reader.reload()
    expect(reader.locator(".front-lead .card-headline").first).to_have_text("عنوان هذا المكان")
    reader.context.close()

    # Who opened it before is told, and has lost nothing.
    colleague.locator("#id_c-0-title").fill("عنواني أنا")
    press(colleague, "button[name=_save]")
    expect(colleague.locator("#conflict")).to_be_focused()
    expect(colleague.locator("#conflict")).to_contain_text("أمينة بن علي")
    expect(colleague.locator("#conflict")).to_contain_text("عنوان هذا المكان")
    expect(colleague.locator("#id_c-0-title")).to_have_value("عنواني أنا")
    assert FrontEdition.objects.count() == 1


def test_stories_are_taken_out_and_others_put_in_as_often_as_one_likes(
    desk: Page, editor: User, live_server: Any
) -> None:
    old = [ArticleFactory(published=True, headline=f"قديمة {n}") for n in range(12)]
    fresh = [ArticleFactory(published=True, headline=f"جديدة رقم {n}") for n in range(7)]
    chosen = tuple(Chosen(story.pk, "عنوان هنا" if story == old[0] else "") for story in old)
    save_draft(None, seen_now(None), [Part("list", "newest", 12, slots=chosen)], editor)
    desk.goto(live_server.url + HOME)
    part = desk.locator("#front_form .front-part").first
    more = part.locator(":scope > button.add")
    rows = part.locator(".slot:visible")
    expect(rows).to_have_count(13)  # the last is offered empty

    for left in range(12, 4, -1):
        rows.first.locator(".take").click()
        expect(rows).to_have_count(left)
    rows.last.locator(".take").click()
    for count, story in enumerate(fresh, start=5):
        more.click()
        expect(rows).to_have_count(count)
        desk.keyboard.press("Enter")
        expect(desk.locator(".select2-search__field")).to_be_focused()
        desk.keyboard.type(story.headline)
        expect(desk.locator(".select2-results__option--highlighted")).to_contain_text(story.headline)
        desk.keyboard.press("Enter")
        expect(rows.last).to_contain_text(story.headline)
        expect(rows.last.locator("[name$='-headline']")).to_have_value("")
    more.click()
    expect(rows).to_have_count(12)
    expect(more).to_be_hidden()
    rows.last.locator(".take").click()
    expect(more).to_be_visible()

    desk.locator("button[name=_save]").click()
    expect(desk.locator(".messagelist")).to_contain_text("حفظت المسودة")
    slots = layout_of(FrontEdition.objects.get())[0].slots
    assert slots == tuple(Chosen(story.pk) for story in [*old[8:], *fresh])
