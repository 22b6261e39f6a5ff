"""Writing a story: what is typed and pressed is what is stored."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import Page, expect

from pictures.models import Picture
from pictures.uploads import add_picture
from tests.browser.writing import Story
from tests.factories import ArticleFactory, jpeg

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def story(desk: Page, live_server: Any) -> Story:
    return Story(desk, live_server.url)


def test_it_stores_what_is_typed(story: Story) -> None:
    story.write("أعلنت ")
    story.button("بارز").click()
    story.write("ميتا")
    story.button("بارز").click()
    story.write(" أمس.")
    story.page.keyboard.press("Enter")
    story.page.get_by_label("نوع الفقرة").select_option("عنوان")
    story.write("سباق العقول")
    story.page.keyboard.press("Enter")
    story.button("قائمة نقطية").click()
    story.write("واحد")
    story.page.keyboard.press("Enter")
    story.write("اثنان")

    assert story.saved() == (
        "<p>أعلنت <strong>ميتا</strong> أمس.</p><h2>سباق العقول</h2><ul><li>واحد</li><li>اثنان</li></ul>"
    )


def test_it_does_not_turn_a_line_of_dialogue_into_a_list(story: Story) -> None:
    story.write("- كيف بدأت؟")
    assert story.saved() == "<p>- كيف بدأت؟</p>"


def test_it_lifts_a_paragraph_out_as_a_pull_quote(story: Story) -> None:
    story.write("العقول لا الأموال.")
    story.button("مقتطف بارز").click()

    assert story.saved() == '<aside class="pull-quote"><p>العقول لا الأموال.</p></aside>'


def test_it_turns_one_paragraph_round(story: Story) -> None:
    story.write("قال:")
    story.page.keyboard.press("Enter")
    story.write("To be, or not to be.")
    story.button("فقرة من اليسار إلى اليمين").click()

    paragraph = story.text.locator("p").nth(1)
    assert paragraph.evaluate("p => getComputedStyle(p).direction") == "ltr"
    assert story.text.evaluate("text => getComputedStyle(text).direction") == "rtl"
    assert story.saved() == '<p>قال:</p><p dir="ltr">To be, or not to be.</p>'


def test_it_puts_a_word_between_guillemets(story: Story) -> None:
    story.write("صحيفة النهار")
    story.page.keyboard.press("Control+Shift+ArrowRight")
    story.button("بين مزدوجتين").click()

    assert story.saved() == "<p>صحيفة «النهار»</p>"


def test_it_draws_a_table(story: Story) -> None:
    story.button("جدول").click()
    story.write("الولاية")
    for words in ("السكان", "المساحة", "وهران"):
        story.page.keyboard.press("Tab")
        story.write(words)
    story.button("حذف هذا العمود").click()
    story.button("حذف هذا الصف").click()
    story.write("الجزائر")

    assert story.saved() == (
        "<table><thead><tr><th>السكان</th><th>المساحة</th></tr></thead>"
        "<tbody><tr><td>الجزائر</td><td></td></tr></tbody></table>"
    )


def test_it_links_and_unlinks(story: Story) -> None:
    story.write("التقرير")
    story.page.keyboard.press("Control+a")
    story.button("رابط").click()
    story.answer("إدراج", العنوان="not an address")
    expect(story.page.get_by_role("alert")).to_contain_text("اكتب عنوانا كاملا")
    story.answer("إدراج", العنوان="example.org/report")
    assert story.saved() == '<p><a href="https://example.org/report">التقرير</a></p>'

    story.text.locator("a").click()
    story.button("رابط").click()
    story.answer("إزالة الرابط")
    assert story.saved() == "<p>التقرير</p>"


def test_it_embeds_by_address(story: Story) -> None:
    story.write("شاهد:")
    story.button("مقطع أو منشور").click()
    story.answer("إدراج", العنوان="https://example.org/film")
    expect(story.page.get_by_role("alert")).to_contain_text("لا نعرف هذا العنوان")
    story.answer("إدراج", العنوان="youtu.be/dQw4w9WgXcQ")
    expect(story.text.locator(".card.embed strong")).to_have_text("يوتيوب")
    story.page.keyboard.type("ثم اقرأ.")

    url = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
    assert story.saved() == (
        f'<p>شاهد:</p><figure data-embed="" data-url="{url}"><a href="{url}">{url}</a></figure><p>ثم اقرأ.</p>'
    )


def test_it_takes_a_picture_from_the_library(story: Story) -> None:
    picture = some_picture()
    story.write("أول.")
    with story.page.expect_popup() as popup:
        story.button("صورة من المكتبة").click()
    popup.value.locator("#result_list a").first.click()
    expect(story.text.locator(".card.picture .card-caption")).to_have_text("ميناء الصيد")
    story.page.keyboard.type("عند الفجر: ")

    src = picture.rendition_url(800)
    assert story.saved() == (
        f'<p>أول.</p><figure><img src="{src}" alt="قوارب" data-file="{picture.pk}">'
        "<figcaption>عند الفجر: ميناء الصيد</figcaption></figure>"
    )


def test_it_links_to_another_story(story: Story) -> None:
    other = ArticleFactory(published=True, headline="الميناء يستعيد حركته")
    story.write("أول.")
    with story.page.expect_popup() as popup:
        story.button("اقرأ أيضا").click()
    popup.value.get_by_role("link", name=re.compile("الميناء يستعيد")).click()
    expect(story.text.locator(".card.story-link")).to_contain_text("الميناء يستعيد حركته")

    assert story.saved() == (
        f'<p>أول.</p><aside data-article="{other.pk}"><a href="/{other.pk}/">الميناء يستعيد حركته</a></aside>'
    )


def test_it_removes_a_card_by_its_button(desk: Page, live_server: Any) -> None:
    story = Story(desk, live_server.url, '<p>أ</p><aside data-article="1"><a href="/1/">ب</a></aside><p>ج</p>')
    story.text.locator(".card").hover()
    story.text.get_by_role("button", name="حذف").click()

    assert story.saved() == "<p>أ</p><p>ج</p>"


def test_it_keeps_what_it_did_not_touch(desk: Page, live_server: Any) -> None:
    picture = some_picture()
    body = (
        "<p>نص <strong>قوي</strong> و<em>OpenAI</em></p><h2>عنوان</h2><ul><li>أ<ol><li>ب</li></ol></li></ul>"
        '<blockquote dir="ltr"><p>said</p></blockquote><aside class="pull-quote"><p>قول</p></aside>'
        f'<figure><img src="{picture.rendition_url(800)}" alt="قوارب" data-file="{picture.pk}">'
        "<figcaption>شرح <strong>هنا</strong></figcaption></figure>"
        '<figure data-embed="" data-url="https://vimeo.com/76979871">'
        '<a href="https://vimeo.com/76979871">https://vimeo.com/76979871</a></figure>'
        '<aside data-article="1"><a href="/1/">عنوان آخر</a></aside><hr>'
        "<table><thead><tr><th>أ</th><th>ب</th></tr></thead>"
        '<tbody><tr><td colspan="2">1</td></tr></tbody></table><p>H<sub>2</sub>O<br>خاتمة</p>'
    )
    story = Story(desk, live_server.url, body)
    assert story.article.body == body
    story.write_at_end("!")

    assert story.saved() == body.replace("خاتمة", "خاتمة!")


def test_it_counts_words_and_letters_without_marks(story: Story) -> None:
    story.write("كَتَبَ الـولد")
    expect(story.page.locator(".prose-count")).to_have_text("الكلمات: 2 · الحروف: 9")


def test_it_speaks_arabic_and_checks_spelling(story: Story) -> None:
    bar = story.page.locator(".field-body .prose-menubar")
    titles = bar.locator("button").evaluate_all("all => all.map(button => button.title)")

    assert len(titles) > 20
    assert [title for title in titles if not re.search("[ء-ي]", title)] == []
    assert story.text.get_attribute("spellcheck") == "true"
    assert story.text.get_attribute("aria-label") == "النص"
    expect(bar).to_have_attribute("role", "toolbar")


def test_it_fills_the_screen_and_comes_back(story: Story) -> None:
    story.button("ملء الشاشة").click()
    box = story.page.locator(".field-body .prose-editor").bounding_box()
    assert (box["x"], box["y"], box["width"]) == (0, 0, 1280)
    story.page.keyboard.press("Escape")
    assert story.page.locator(".field-body .prose-editor").bounding_box()["width"] < 1280


def test_its_bar_stays_in_sight(desk: Page, live_server: Any) -> None:
    story = Story(desk, live_server.url, "<p>فقرة</p>" * 40)
    story.text.locator("p").last.scroll_into_view_if_needed()
    expect(story.button("بارز")).to_be_in_viewport()


def some_picture() -> Picture:
    file = SimpleUploadedFile("boats.jpg", jpeg(900, 600), "image/jpeg")
    return add_picture(file, alt="قوارب", caption="ميناء الصيد", credit="سليم قادري")
