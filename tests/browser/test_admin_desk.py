"""The desk in a real browser: what its small scripts do, its Arabic calendar, and that it fits a telephone."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article, Byline, RelatedChoice, Topic
from newsroom.models import User
from pictures.uploads import add_picture
from tests.factories import ArticleFactory, AuthorFactory, SectionFactory, jpeg
from tests.pictures.files import upload

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

# By how many pixels the page, or the part of it that scrolls by itself, is wider than it shows.
WIDER = """Math.max(...[document.documentElement, ...document.querySelectorAll("#main, #content-start")]
  .map((part) => part.scrollWidth - part.clientWidth))"""
LATIN = re.compile(r"[A-Za-z]{2,}")


def choose(page: Page, box: str, typed: str, found: str) -> None:
    """Search in a box and take what the server found: until it has answered, the list is that of everything."""
    page.locator(f"{box} .select2-selection").click()
    with page.expect_response(lambda answer: parse_qs(urlsplit(answer.url).query).get("term") == [typed]):
        page.keyboard.type(typed)
    expect(page.locator(".select2-results__option.loading-results")).to_have_count(0)
    page.locator(".select2-results__option", has_text=found).click()


@pytest.fixture
def url(live_server: Any) -> str:
    return f"{live_server.url}/admin/articles/article/"


def test_it_lets_a_member_in(page: Page, live_server: Any, editor: User) -> None:
    editor.set_password("qamar-bahr-41")
    editor.save()
    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("اسم المستخدم").fill("muharrir")
    page.get_by_label("كلمة المرور").fill("qamar-bahr-41")
    page.get_by_role("button", name="دخول").click()
    expect(page.get_by_role("heading", name="غرفة الأخبار", level=1)).to_be_visible()
    expect(page.locator(".desk-pages .new")).to_contain_text("مقال جديد")


def test_it_counts_letters_without_their_marks(desk: Page, url: str) -> None:
    SectionFactory()
    desk.goto(f"{url}add/")
    headline, counter = desk.locator("#id_headline"), desk.locator("#id_headline + .letters")
    headline.fill("مُحَمَّدٌ يكـــتب")
    expect(counter).to_have_text("9 / 90")
    headline.fill("ا" * 91)
    expect(counter).to_have_text("91 / 90 أطول مما يناسب مكانه")
    expect(counter).to_have_class(re.compile("over"))
    headline.press("Enter")
    assert "\n" not in headline.input_value()


def test_it_says_schedule_when_the_time_is_to_come(desk: Page, url: str) -> None:
    article = ArticleFactory()
    desk.goto(f"{url}{article.pk}/change/")
    button = desk.locator("[name=_publish]")
    expect(button).to_have_text("نشر")
    desk.locator("#id_published_at_0").fill("2099-11-03")
    expect(button).to_have_text("جدولة")
    desk.locator("#id_published_at_0").fill("2020-11-03")
    expect(button).to_have_text("نشر")


def test_it_sends_a_story_back_by_the_enter_key(desk: Page, url: str) -> None:
    article = ArticleFactory(status=Article.Status.IN_REVIEW)
    desk.goto(f"{url}{article.pk}/change/")
    desk.get_by_text("إعادة إلى الكاتب").first.click()
    reason = desk.get_by_label("ما الذي ينقصه؟")
    expect(reason).to_be_focused()
    reason.fill("ينقصه مصدر ثان")
    with desk.expect_navigation():
        reason.press("Enter")
    expect(desk.locator(".messagelist")).to_contain_text("أعيد إلى كاتبه")
    assert article.decisions.get().note == "ينقصه مصدر ثان"


def test_the_menu_under_a_story_is_left_as_any_menu(desk: Page, url: str) -> None:
    desk.goto(f"{url}{ArticleFactory().pk}/change/")
    summary, menu = desk.locator("details.more > summary"), desk.locator(".more-box")
    summary.press("Enter")
    expect(menu.get_by_role("button", name="أتولاها")).to_be_visible()
    desk.keyboard.press("Tab")
    expect(menu.get_by_role("button", name="أتولاها")).to_be_focused()
    desk.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(summary).to_be_focused()

    summary.press("Enter")
    expect(menu).to_be_visible()
    desk.keyboard.press("Shift+Tab")
    expect(menu).to_be_hidden()
    summary.click()
    expect(menu).to_be_visible()
    desk.locator("#id_headline").click()
    expect(menu).to_be_hidden()


def test_it_moves_a_byline_up(desk: Page, url: str) -> None:
    article = ArticleFactory()
    for position, name in enumerate(["سلمى حداد", "طارق المنصوري"]):
        Byline.objects.create(article=article, author=AuthorFactory(name=name), position=position)
    desk.goto(f"{url}{article.pk}/change/")
    desk.locator("#bylines-1 .move").first.click()
    with desk.expect_navigation():
        desk.locator("[name=_save]").click()
    assert [byline.author.name for byline in article.bylines.all()] == ["طارق المنصوري", "سلمى حداد"]


def test_it_adds_a_byline_after_the_others(desk: Page, url: str) -> None:
    article = ArticleFactory()
    Byline.objects.create(article=article, author=AuthorFactory(name="سلمى حداد"), position=5)
    AuthorFactory(name="طارق المنصوري")
    desk.goto(f"{url}{article.pk}/change/")
    desk.locator("#bylines-group .add-row a").click()
    choose(desk, "#bylines-1", "طارِق", "طارق المنصوري")
    with desk.expect_navigation():
        desk.locator("[name=_save]").click()
    assert list(article.bylines.values_list("author__name", "position")) == [("سلمى حداد", 0), ("طارق المنصوري", 1)]


def test_it_chooses_topics_in_the_order_of_the_choice(desk: Page, url: str) -> None:
    for name in ("اقتصاد رقمي", "مياه"):
        Topic.objects.create(name=name)
    article = ArticleFactory()
    desk.goto(f"{url}{article.pk}/change/")
    for name in ("مياه", "اقتصاد رقمي"):
        choose(desk, ".field-chosen_topics", name, name)
    with desk.expect_navigation():
        desk.locator("[name=_save]").click()
    assert list(article.taggings.values_list("topic__name", flat=True)) == ["مياه", "اقتصاد رقمي"]


def test_it_shows_the_picture_that_is_chosen(desk: Page, url: str) -> None:
    picture = add_picture(upload(jpeg()), alt="قوارب صيد", caption="ميناء الصيد")
    article = ArticleFactory()
    desk.goto(f"{url}{article.pk}/change/")
    preview = desk.locator(".picture-preview")
    expect(preview).to_be_hidden()
    choose(desk, ".field-picture", "مينا الصيد", "ميناء الصيد")
    expect(preview).to_have_attribute("src", picture.rendition_url(400))
    with desk.expect_navigation():
        desk.locator("[name=_continue]").click()
    expect(desk.locator(".picture-preview")).to_be_visible()


def test_it_filters_by_an_author_who_is_typed(desk: Page, url: str) -> None:
    author = AuthorFactory(name="آمنة بن يوسف")
    found, other = ArticleFactory(headline="قصة آمنة"), ArticleFactory(headline="قصة أخرى")
    Byline.objects.create(article=found, author=author)
    desk.goto(url)
    expect(desk.locator("#result_list tbody tr")).to_have_count(2)
    with desk.expect_navigation():
        choose(desk, ".author-filter", "امنه", "آمنة بن يوسف")
    expect(desk.locator("#result_list tbody tr")).to_have_count(1)
    expect(desk.locator("#result_list")).to_contain_text("قصة آمنة")
    assert other.headline not in desk.locator("#result_list").inner_text()


def test_it_has_a_calendar_and_a_clock_in_arabic(desk: Page, url: str) -> None:
    article = ArticleFactory()
    desk.goto(f"{url}{article.pk}/change/")
    row = desk.locator(".field-published_at")
    for name in ("calendar", "clock"):
        row.locator(f"a[id^={name}link]").click()
        box = desk.locator(f".{name}box:visible")  # each field of a moment has its own
        expect(box).to_have_count(1)
        assert not LATIN.search(box.inner_text()), box.inner_text()
        desk.keyboard.press("Escape")
        expect(box).to_have_count(0)
    assert not LATIN.search(row.inner_text()), row.inner_text()


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_never_scrolls_sideways(desk: Page, live_server: Any, editor: User, width: int, scheme: str) -> None:
    article = ArticleFactory(status=Article.Status.IN_REVIEW, headline="عنوان طويل فيه OpenAI وMicrosoft " * 4)
    Byline.objects.create(article=article, author=AuthorFactory())
    article.send_back(by=editor, note="سبب طويل بعض الشيء " * 8)
    desk.set_viewport_size({"width": width, "height": 800})
    desk.emulate_media(color_scheme=scheme)
    for address in (
        "",
        "articles/article/",
        "articles/article/add/",
        f"articles/article/{article.pk}/change/",
        f"articles/article/{article.pk}/history/",
        "articles/topic/add/",
        "articles/decision/",
        "password_change/",
    ):
        desk.goto(f"{live_server.url}/admin/{address}")
        over = desk.evaluate(WIDER)
        assert over <= 0, (address, over)


def test_it_moves_a_chosen_story_up(desk: Page, url: str) -> None:
    article, first, second = (ArticleFactory(published=True, headline=name) for name in ("الأصل", "أولى", "ثانية"))
    for position, other in enumerate((first, second)):
        RelatedChoice.objects.create(article=article, other=other, position=position)
    desk.goto(f"{url}{article.pk}/change/")
    desk.locator("#related_choices-1 .move").first.click()
    with desk.expect_navigation():
        desk.locator("[name=_save]").click()

    assert list(article.related_choices.values_list("other", flat=True)) == [second.pk, first.pk]
