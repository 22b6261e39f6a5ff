"""Moderators at work in a real browser: by the keyboard alone, without script, two at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from playwright.sync_api import APIResponse, Browser, BrowserContext, Page, Route, expect

from comments.models import Comment, Decision, Finding
from newsroom import roles
from newsroom.models import User
from tests.browser.waiting import until
from tests.factories import ArticleFactory, CommentFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

WIDER = """Math.max(...[document.documentElement, ...document.querySelectorAll("#main, #content-start")]
  .map((part) => part.scrollWidth - part.clientWidth))"""
EXPECTED = re.compile("409|ERR_FAILED")  # a browser says of itself that a POST was refused, or did not arrive
NAMES = ("خديجة", "سعاد", "منير", "كريم", "أمينة")


@pytest.fixture
def five(transactional_db: None) -> list[Comment]:
    article, now = ArticleFactory(published=True), timezone.now()
    return [
        CommentFactory(article=article, author_name=name, created_at=now - timedelta(hours=9 - place))
        for place, name in enumerate(NAMES)
    ]


def moderator(username: str, name: str) -> User:
    user = UserFactory(username=username, name=name)
    user.groups.add(Group.objects.get(name=roles.COMMENT_MODERATOR))
    return user


def enter(context: BrowserContext, url: str, user: User) -> Page:
    client = Client()
    client.force_login(user)
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}
    context.add_cookies([{**cookie, "url": url}])
    page = context.new_page()
    page.goto(f"{url}/admin/comments/comment/")
    return page


@pytest.fixture
def moderators(browser: Browser, browser_context_args: dict[str, Any], live_server: Any) -> Iterator[Callable]:
    """Opens the queue as somebody, in a browser of their own."""
    contexts, complaints = [], []

    def open_queue(username: str = "mushrif", name: str = "نادية", **options: Any) -> Page:
        context = browser.new_context(**{**browser_context_args, **options})
        contexts.append(context)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        context.on(
            "console",
            lambda said: (
                complaints.append(said.text) if said.type == "error" and not EXPECTED.search(said.text) else None
            ),
        )
        return enter(context, live_server.url, moderator(username, name))

    yield open_queue
    for context in contexts:
        for page in context.pages:  # cards fetched ahead would meet the sweeping of the tables
            page.wait_for_load_state("networkidle")
        context.close()
    assert complaints == []


def shown(page: Page) -> Any:
    return page.locator("[data-card] [data-title]")


def statuses() -> list[str]:
    return list(Comment.objects.order_by("pk").values_list("status", flat=True))


def press(page: Page, *codes: str) -> None:
    """Keys by their place, with the letters of an Arabic keyboard."""
    arabic = {"KeyJ": "ت", "KeyK": "ن", "KeyF": "ب", "KeyD": "ي", "KeyS": "س", "KeyU": "ع", "KeyR": "ق", "KeyX": "ء"}
    for code in codes:
        page.evaluate(
            """([code, key]) => document.activeElement.dispatchEvent(
                 new KeyboardEvent("keydown", { code, key, bubbles: true, cancelable: true }))""",
            [code, arabic.get(code, code[-1])],
        )


def test_it_is_worked_by_the_keyboard_alone(moderators: Callable, five: list[Comment]) -> None:
    page = moderators()
    said = page.locator("[data-said]")
    expect(shown(page)).to_have_text("خديجة")

    press(page, "KeyF")  # publish the first
    expect(shown(page)).to_have_text("سعاد")
    expect(shown(page)).to_be_focused()
    expect(said).to_contain_text("صار منشورا")
    press(page, "KeyD")  # refuse the second for its third reason
    expect(page.locator("[data-digit='0']")).to_be_focused()
    press(page, "Digit3")
    expect(shown(page)).to_have_text("منير")
    expect(said).to_contain_text("صار مرفوضا")
    press(page, "KeyS")  # the third is spam
    expect(shown(page)).to_have_text("كريم")
    expect(said).to_contain_text("المزعج")
    press(page, "KeyU")  # or is it? back to it
    expect(shown(page)).to_have_text("منير")
    expect(said).to_contain_text("عاد كما كان")
    press(page, "KeyJ")
    expect(shown(page)).to_have_text("كريم")
    press(page, "KeyJ")
    expect(shown(page)).to_have_text("أمينة")
    press(page, "KeyK")
    expect(shown(page)).to_have_text("كريم")
    press(page, "KeyF")
    expect(shown(page)).to_have_text("أمينة")
    press(page, "KeyF")
    expect(shown(page)).to_have_text("منير")  # the one that is left
    expect(page.locator(".tabs [data-waiting]")).to_have_text("1")

    assert statuses() == ["approved", "rejected", "pending", "approved", "approved"]
    assert Decision.objects.get(comment=five[1]).reason == Decision.Reason.OFF_TOPIC
    press(page, "KeyS")
    expect(said).to_contain_text("هذا آخر ما في الصفحة")
    assert statuses()[2] == "spam"


def test_it_takes_back_several_decisions_in_turn(moderators: Callable, five: list[Comment]) -> None:
    page = moderators()
    for name in NAMES[1:4]:
        press(page, "KeyF")
        expect(shown(page)).to_have_text(name)
    for name in reversed(NAMES[:3]):
        press(page, "KeyU")
        expect(shown(page)).to_have_text(name)
        expect(page.locator("[data-said]")).to_contain_text(name)
    press(page, "KeyU")
    expect(page.locator("[data-said]")).to_have_text("لا قرار يتراجع عنه.")

    assert statuses() == ["pending"] * 5


def test_it_answers_as_the_newsroom(moderators: Callable, five: list[Comment]) -> None:
    page = moderators()
    press(page, "KeyR")
    text = page.locator("[data-answer] textarea")
    expect(text).to_be_focused()
    text.press("f")  # a letter in a field is a letter
    expect(shown(page)).to_have_text("خديجة")
    text.fill("شكرا، صححنا الخطأ")
    text.press("Control+Enter")
    expect(page.locator("[data-said]")).to_contain_text("نشر ردك")
    expect(shown(page)).to_have_text("سعاد")

    reply = Comment.objects.get(parent=five[0])
    assert (reply.text, reply.author_name, reply.status) == ("شكرا، صححنا الخطأ", "نادية", "approved")


def test_its_help_opens_and_its_keys_can_be_switched_off(moderators: Callable, five: list[Comment]) -> None:
    page = moderators()
    help = page.get_by_role("dialog", name="اختصارات المفاتيح")
    page.keyboard.press("?")
    expect(help).to_be_visible()
    press(page, "KeyF")
    help.get_by_label("اختصارات الحروف تعمل").uncheck()
    page.keyboard.press("Escape")
    expect(help).to_be_hidden()
    press(page, "KeyF", "KeyJ")
    expect(shown(page)).to_have_text("خديجة")

    assert statuses() == ["pending"] * 5


def test_it_works_without_script(moderators: Callable, five: list[Comment]) -> None:
    page = moderators(java_script_enabled=False)
    page.get_by_role("button", name=re.compile("^نشر")).first.click()
    expect(shown(page)).to_have_text("سعاد")
    expect(page.locator(".messagelist")).to_contain_text("صار منشورا")
    page.get_by_role("button", name="تراجع", exact=True).click()
    expect(shown(page)).to_have_text("خديجة")
    page.locator("summary", has_text="رفض").click()
    page.get_by_label("ملاحظة للمشرفين").fill("كلام جارح")
    page.get_by_role("button", name=re.compile("سب أو تجريح")).click()
    expect(shown(page)).to_have_text("سعاد")
    page.locator("summary", has_text="رد").click()
    page.locator("[data-answer] textarea").fill("شكرا")
    page.get_by_role("button", name="نشر التعليق والرد").click()
    expect(page.locator(".messagelist")).to_contain_text("نشر ردك")
    for name in ("كريم", "أمينة"):
        page.get_by_label(f"اختيار تعليق {name}").check()
    page.locator(".together").get_by_role("button", name="مزعج").click()
    expect(page.locator(".messagelist")).to_contain_text("«مزعج»: تعليقان.")

    assert statuses()[:5] == ["rejected", "approved", "pending", "spam", "spam"]
    assert Decision.objects.filter(note="كلام جارح", reason="insult").count() == 1


def test_of_two_moderators_one_decides_and_one_is_told(moderators: Callable, five: list[Comment]) -> None:
    first, second = moderators(), moderators("zamil", "سليم")
    press(first, "KeyF")
    expect(first.locator("[data-said]")).to_contain_text("صار منشورا")
    press(second, "KeyS")
    expect(second.locator("[data-said]")).to_contain_text("سبقك")
    expect(second.locator("[data-said]")).to_contain_text("نادية")
    expect(second.locator("[data-said]")).to_contain_text("ونشره")
    expect(shown(second)).to_have_text("سعاد")  # went on, and nothing jumped back
    expect(second.locator("[data-list] li").first.locator("[data-state]")).to_have_text("منشور")
    expect(second.locator("[data-actions] button")).to_have_count(0)  # nothing of one's own to take back

    assert statuses()[0] == "approved"
    assert Decision.objects.count() == 1


def test_it_counts_rightly_when_an_answer_is_late(moderators: Callable, five: list[Comment]) -> None:
    page = moderators()
    held: list[Route] = []
    late: list[APIResponse] = []

    def first_is_late(route: Route) -> None:
        if held:
            return route.continue_()
        held.append(route)
        late.append(route.fetch())

    page.route("**/decide/", first_is_late)
    press(page, "KeyF")
    expect(shown(page)).to_have_text("سعاد")
    press(page, "KeyF")
    expect(shown(page)).to_have_text("منير")
    until(page, lambda: late)
    page.wait_for_timeout(500)  # so that the second could overtake it
    held[0].fulfill(response=late[0])

    expect(page.locator("[data-said]")).to_contain_text("سعاد")
    expect(page.locator(".tabs [data-waiting]")).to_have_text("3")
    assert statuses() == ["approved"] * 2 + ["pending"] * 3


def test_what_was_decided_arrives_when_the_page_goes(moderators: Callable, five: list[Comment]) -> None:
    page = moderators()
    held: list[Route] = []
    page.route("**/decide/", lambda route: route.continue_() if held else held.append(route))
    press(page, "KeyF")
    expect(shown(page)).to_have_text("سعاد")
    press(page, "KeyF")
    expect(shown(page)).to_have_text("منير")
    until(page, lambda: held)
    page.goto(page.url.partition("comments/")[0])

    until(page, lambda: statuses()[1] == "approved")


SHORT_PATIENCE = """const patience = AbortSignal.timeout.bind(AbortSignal);
AbortSignal.timeout = (longest) => patience(longest / 40)"""
OUT_OF_SIGHT = """() => {
    Object.defineProperty(document, "hidden", { get: () => true });
    document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.mark.parametrize("looks_away", [True, False])
def test_one_that_hangs_does_not_hold_the_others(moderators: Callable, five: list[Comment], looks_away: bool) -> None:
    page = moderators()
    held: list[Route] = []
    page.route("**/decide/", lambda route: route.continue_() if held else held.append(route))
    if not looks_away:
        page.add_init_script(SHORT_PATIENCE)
        page.reload()
    press(page, "KeyF")
    expect(shown(page)).to_have_text("سعاد")
    press(page, "KeyF")
    expect(shown(page)).to_have_text("منير")
    until(page, lambda: held)
    if looks_away:
        page.evaluate(OUT_OF_SIGHT)

    until(page, lambda: statuses()[1] == "approved")
    assert statuses()[0] == "pending"
    if looks_away:
        held[0].abort()


def test_it_says_when_the_decision_did_not_arrive(moderators: Callable, five: list[Comment]) -> None:
    page = moderators()
    expect(shown(page)).to_have_text("خديجة")
    page.route("**/decide/", lambda route: route.abort())
    press(page, "KeyF")
    expect(page.locator("[data-said]")).to_contain_text("لا اتصال")
    expect(page.locator("[data-list] li").first).to_have_attribute("data-status", "pending")

    assert statuses() == ["pending"] * 5


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_never_scrolls_sideways(
    moderators: Callable, five: list[Comment], live_server: Any, width: int, scheme: str
) -> None:
    long = five[0]
    Comment.objects.filter(pk=long.pk).update(text="https://example.org/" + "a" * 300, author_name="ا" * 60, points=40)
    Finding.objects.create(comment=long, rule="links", points=40, start=0, end=200, detail="رابط")
    long.bring_back(None)
    page = moderators(viewport={"width": width, "height": 800}, color_scheme=scheme)
    for address in ("", f"{long.pk}/change/", f"{long.pk}/same/source/", "?state=all&q=ا"):
        page.goto(f"{live_server.url}/admin/comments/comment/{address}")
        assert page.evaluate(WIDER) <= 0, address
