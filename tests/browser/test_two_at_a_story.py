"""Two people, or two tabs, at one story: presence, the refused overwrite, text that outlives its page and server."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.parse import quote_plus
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client
from playwright.sync_api import Browser, BrowserType, Page, expect

from articles.models import Article, KeptText, Presence
from newsroom import roles
from newsroom.models import User
from tests.browser.waiting import until
from tests.chromium import find_chromium
from tests.factories import ArticleFactory, UserFactory
from tests.processes import start

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def cookie(user: User, url: str) -> dict[str, Any]:
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}


@pytest.fixture
def colleague(browser: Browser, live_server: Any, transactional_db: None) -> Iterator[Page]:
    """A second editor in a browser context of her own."""
    user = UserFactory(username="zamila", name="سلمى حداد")
    user.groups.add(Group.objects.get(name=roles.EDITOR))
    context = browser.new_context(locale="ar-DZ", viewport={"width": 1280, "height": 900})
    context.add_cookies([cookie(user, live_server.url)])
    yield context.new_page()
    context.close()


@pytest.fixture
def writer(browser: Browser, live_server: Any, editor: User) -> Iterator[Page]:
    """The first editor, in a browser that may complain: an answer of 409 is an error to its console."""
    context = browser.new_context(locale="ar-DZ", viewport={"width": 1280, "height": 900})
    context.add_cookies([cookie(editor, live_server.url)])
    yield context.new_page()
    context.close()


def form(live_server: Any, article: Article) -> str:
    return f"{live_server.url}/admin/articles/article/{article.pk}/change/"


def kept(headline: str, within: float = 15) -> KeptText:
    """The kept text with this headline, once it is there."""
    ends = monotonic() + within
    while monotonic() < ends:
        for row in KeptText.objects.all():
            if row.typed["fields"]["headline"] == [headline]:
                return row
        sleep(0.2)
    raise AssertionError([row.typed["fields"]["headline"] for row in KeptText.objects.all()])


def write(page: Page, words: str) -> None:
    """At the end of the body, as a writer does."""
    text = page.locator(".ProseMirror")
    text.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def test_it_shows_who_else_has_the_story_open(desk: Page, colleague: Page, live_server: Any) -> None:
    article = ArticleFactory()
    colleague.goto(form(live_server, article))
    with colleague.expect_response(re.compile("/presence/")):
        colleague.reload()
    desk.goto(form(live_server, article))
    expect(desk.locator(".others li")).to_contain_text("سلمى حداد يعمل على هذا المقال")
    colleague.goto("about:blank")
    until(desk, lambda: not Presence.objects.filter(user__username="zamila").exists())
    with desk.expect_response(re.compile("/presence/")):
        desk.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(desk.locator(".others li")).to_have_count(0)


def test_it_refuses_to_overwrite_and_merges(writer: Page, colleague: Page, live_server: Any) -> None:
    article = ArticleFactory(headline="عنوان أصلي", body="<p>الفقرة الأولى.</p><p>الفقرة الأخيرة.</p>")
    writer.goto(form(live_server, article))
    colleague.goto(form(live_server, article))
    colleague.locator("#id_headline").fill("عنوان سلمى")
    with colleague.expect_navigation():
        colleague.locator("[name=_continue]").click()
    writer.locator("#id_headline").fill("عنوان المحرر")
    write(writer, " زيادة المحرر.")
    with writer.expect_response(re.compile("/presence/")):
        writer.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(writer.locator(".newer")).to_contain_text("حفظ سلمى حداد نسخة أحدث")
    with writer.expect_navigation():
        writer.locator("[name=_save]").click()

    expect(writer.locator(".errornote")).to_contain_text("حفظ سلمى حداد هذا المقال")
    headline = writer.locator("fieldset", has_text="العنوان").first
    expect(headline).to_contain_text("سلمى")
    expect(headline).to_contain_text("المحرر")
    article.refresh_from_db()
    assert article.headline == "عنوان سلمى"
    headline.get_by_label("المحفوظ", exact=False).check()
    with writer.expect_navigation():
        writer.get_by_role("button", name="ادمج").click()
    expect(writer.locator("#id_headline")).to_have_value("عنوان سلمى")
    with writer.expect_navigation():
        writer.locator("[name=_save]").click()

    article.refresh_from_db()
    assert article.headline == "عنوان سلمى"
    assert "زيادة المحرر." in article.body
    assert not KeptText.objects.exists()


def test_it_keeps_nothing_of_a_form_that_was_only_looked_at(desk: Page, live_server: Any) -> None:
    article = ArticleFactory(body="<ul><li>بند</li></ul>")
    desk.goto(form(live_server, article))
    expect(desk.locator(".ProseMirror")).to_be_visible()
    desk.wait_for_timeout(6000)
    desk.goto("about:blank")
    desk.wait_for_timeout(500)
    assert not KeptText.objects.exists()


def test_it_brings_back_what_was_typed_before_the_page_died(desk: Page, live_server: Any) -> None:
    article = ArticleFactory(headline="محفوظ")
    desk.goto(form(live_server, article))
    desk.locator("#id_headline").fill("لم يحفظ")
    write(desk, " كلمات لم تحفظ")
    expect(desk.locator(".kept-state")).to_contain_text("حفظ ما كتبته تلقائيا", timeout=10_000)
    kept("لم يحفظ")
    context = desk.context
    desk.close(run_before_unload=False)

    page = context.new_page()
    page.goto(form(live_server, article))
    expect(page.locator(".offered")).to_contain_text("عندك نص لم يحفظ")
    page.locator(".offered a").first.click()
    expect(page.locator(".difference-headline ins")).to_contain_text("لم يحفظ")
    page.get_by_role("button", name="متابعة الكتابة").click()
    expect(page.locator("#id_headline")).to_have_value("لم يحفظ")
    expect(page.locator(".ProseMirror")).to_contain_text("كلمات لم تحفظ")
    with page.expect_navigation():
        page.locator("[name=_save]").click()
    article.refresh_from_db()
    assert article.headline == "لم يحفظ"
    assert not KeptText.objects.exists()


def test_it_asks_nothing_while_nobody_looks(desk: Page, live_server: Any) -> None:
    article = ArticleFactory()
    asked: list[str] = []
    desk.add_init_script("Object.defineProperty(document, 'hidden', { get: () => true })")
    desk.on("request", lambda request: asked.append(request.url) if "/presence/" in request.url else None)
    desk.goto(form(live_server, article))
    desk.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    desk.wait_for_timeout(1000)
    assert asked == []


def test_it_offers_at_once_what_only_this_browser_has(writer: Page, live_server: Any) -> None:
    article = ArticleFactory(headline="محفوظ")
    writer.goto(form(live_server, article))
    writer.route("**/keep/", lambda route: route.abort())
    writer.locator("#id_headline").fill("في المتصفح وحده")
    expect(writer.locator(".kept-state")).to_contain_text("لم يصل ما كتبته إلى الخادم", timeout=10_000)
    assert not KeptText.objects.exists()
    page = writer.context.new_page()
    writer.close()
    page.goto(form(live_server, article))
    expect(page.locator(".offered")).to_be_visible()
    assert kept("في المتصفح وحده").article == article


OLDER = """typed => {
    const { person, keep } = document.querySelector(".together").dataset
    localStorage.setItem(`mohit-kept:${person}:${keep}:older`, typed)
}"""
LEFT = "() => Object.keys(localStorage).filter(name => name.startsWith('mohit-kept:')).length"
FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }"


def test_a_text_that_only_this_browser_has_takes_no_message_away(writer: Page, live_server: Any) -> None:
    article = ArticleFactory(headline="محفوظ")
    writer.goto(form(live_server, article))
    writer.evaluate(OLDER, "_key=older&_base=1&headline=كتب من قبل")
    writer.locator("[name=_continue]").click()
    expect(writer.locator(".kept-state")).to_contain_text("عندك نص لم يحفظ من قبل")
    kept("كتب من قبل")
    expect(writer.locator(".messagelist")).to_be_visible()
    writer.reload()
    expect(writer.locator(".offered")).to_be_visible()


def test_nothing_of_a_story_stays_in_a_browser_that_others_use(desk: Page, live_server: Any) -> None:
    article = ArticleFactory(headline="محفوظ")
    desk.goto(form(live_server, article))
    desk.get_by_label("ملاحظة جديدة").fill("سر المصدر")
    desk.locator("[name=_continue]").click()
    expect(desk.locator(".messagelist .success")).to_be_visible()
    until(desk, lambda: desk.evaluate(LEFT) == 0)
    desk.get_by_label("ملاحظة جديدة").fill("سر آخر")
    desk.locator("[name=_save]").click()
    expect(desk.locator("#result_list")).to_be_visible()
    until(desk, lambda: desk.evaluate(LEFT) == 0)
    assert not KeptText.objects.exists()

    desk.goto(form(live_server, article))
    desk.evaluate(OLDER, "_key=older&_base=1&headline=لم يصل")
    desk.goto(f"{live_server.url}/admin/")
    kept("لم يصل")
    until(desk, lambda: desk.evaluate(LEFT) == 0)


def test_what_its_story_no_longer_takes_is_offered_for_a_new_one(writer: Page, live_server: Any) -> None:
    article = ArticleFactory(headline="محفوظ")
    writer.goto(form(live_server, article))
    writer.evaluate(OLDER, "_key=older&_base=1&headline=لم يصل")
    article.delete()
    writer.goto(f"{live_server.url}/admin/")
    assert kept("لم يصل").article is None
    until(writer, lambda: writer.evaluate(LEFT) == 0)


def test_it_says_when_what_is_typed_is_nowhere(writer: Page, live_server: Any) -> None:
    writer.add_init_script(FULL)
    writer.goto(form(live_server, ArticleFactory()))
    writer.route("**/keep/", lambda route: route.abort())
    writer.locator("#id_headline").fill("لا مكان له")
    expect(writer.locator(".kept-state")).to_contain_text("لا تغلق الصفحة", timeout=10_000)
    asked: list[str] = []
    writer.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    writer.close(run_before_unload=True)
    writer.wait_for_timeout(500)
    assert asked == ["beforeunload"]


# --- Killed -----------------------------------------------------------------------------------------------------------


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def serve(port: int) -> subprocess.Popen[str]:
    """The site in a process of its own, to be killed."""
    server = start(
        "manage.py",
        "runserver",
        "--noreload",
        f"127.0.0.1:{port}",
        DEBUG="yes",
        ALLOWED_HOSTS="127.0.0.1",
        SITE_URL=f"http://127.0.0.1:{port}",
    )
    ends = monotonic() + 60
    while monotonic() < ends:
        try:
            urlopen(f"http://127.0.0.1:{port}/admin/login/", timeout=5).read()
        except OSError:
            sleep(0.3)
        else:
            return server
    server.kill()
    raise AssertionError(server.communicate()[0])


def kill_browser(folder: Path) -> None:
    """Without a word of warning: the process that has this profile open."""
    for line in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = line.read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue
        if f"--user-data-dir={folder}" in words and not any(word.startswith("--type=") for word in words):
            os.kill(int(line.parent.name), signal.SIGKILL)


def on_disk(profile: Path, words: str) -> bool:
    """Whether a browser has written this into its local storage. It takes its time: up to a minute for one origin."""
    typed = quote_plus(words).encode()
    return any(typed in log.read_bytes() for log in profile.glob("Default/Local Storage/leveldb/*.log"))


def test_typed_text_survives_the_death_of_server_and_browser(
    browser_type: BrowserType, editor: User, tmp_path: Path
) -> None:
    article = ArticleFactory(headline="محفوظ")
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    address = f"{url}/admin/articles/article/{article.pk}/change/"
    server = serve(port)
    launch = {
        "executable_path": find_chromium(),
        "args": ["--no-sandbox", "--disable-background-networking", "--no-first-run"],
    }
    context = browser_type.launch_persistent_context(str(tmp_path), **launch)
    try:
        context.add_cookies([cookie(editor, url)])
        page = context.new_page()
        page.goto(address)
        page.locator("#id_headline").fill("قبل موت الخادم")
        kept("قبل موت الخادم")

        server.kill()
        server.communicate()
        page.locator("#id_headline").fill("بعد موت الخادم")
        expect(page.locator(".kept-state")).to_contain_text("لم يصل ما كتبته إلى الخادم", timeout=15_000)
        until(page, lambda: on_disk(tmp_path, "بعد موت الخادم"), within=90)
        kill_browser(tmp_path)
        sleep(1)

        server = serve(port)
        context = browser_type.launch_persistent_context(str(tmp_path), **launch)
        context.add_cookies([cookie(editor, url)])
        page = context.new_page()
        page.goto(address)
        kept("بعد موت الخادم")
        page.locator(".offered a").first.click()
        expect(page.locator(".difference-headline ins")).to_contain_text("بعد")
    finally:
        server.kill()
        server.communicate()
        context.close()
