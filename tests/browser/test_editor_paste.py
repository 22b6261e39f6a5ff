"""Pasting from other programs leaves headings, lists, tables and links, and nothing of their looks."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.writing import Story
from tests.prose import samples

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def story(desk: Page, live_server: Any) -> Story:
    return Story(desk, live_server.url)


def test_it_takes_the_structure_of_a_word_document(story: Story) -> None:
    story.paste(samples.WORD)

    assert story.saved() == (
        "<h2>كواليس الاتفاق</h2>"
        "<p>قالت الوزارة إن <strong>المحطة</strong> ستفتح <em>قريبا</em> وفق "
        '<a href="https://example.org/report">التقرير</a>[1].</p>'
        "<ul><li>مياه الشرب</li><li>مياه الري</li></ul><ol><li>أولا</li><li>ثانيا</li></ol>"
        "<table><tbody><tr><td><strong>الولاية</strong></td><td>السكان</td></tr>"
        "<tr><td>وهران</td><td>1584607</td></tr></tbody></table>"
        "<p>[1] تقرير الوزارة</p>"
    )


def test_it_takes_the_structure_of_a_google_document(story: Story) -> None:
    story.paste(samples.GOOGLE_DOCS)
    assert story.saved() == samples.GOOGLE_DOCS_CLEAN


def test_it_takes_lists_inside_lists_of_word(story: Story) -> None:
    item = (
        "<p class=MsoListParagraph style='mso-list:l0 level{level} lfo1'><span style='mso-list:Ignore'>{sign}"
        "<span style='font:7.0pt'>&nbsp;&nbsp; </span></span>{words}</p>"
    )
    levels = [(1, "·", "أ"), (2, "1.", "ب"), (2, "2.", "ج"), (1, "·", "د"), (1, "٣)", "ه")]
    story.paste("".join(item.format(level=level, sign=sign, words=words) for level, sign, words in levels))

    assert story.saved() == "<ul><li>أ<ol><li>ب</li><li>ج</li></ol></li><li>د</li></ul><ol><li>ه</li></ol>"


def test_it_takes_a_film_from_its_frame_and_from_its_bare_address(story: Story) -> None:
    story.paste('<p>أ</p><iframe width="560" src="https://www.youtube.com/embed/dQw4w9WgXcQ"></iframe>')
    story.page.keyboard.press("Control+End")
    story.paste(text="https://vimeo.com/76979871")

    body = story.saved()
    assert 'data-url="https://www.youtube.com/watch?v=dQw4w9WgXcQ"' in body
    assert 'data-url="https://vimeo.com/76979871"' in body


def test_it_turns_the_shapes_of_a_pdf_into_letters(story: Story) -> None:
    story.paste(text="ﺍﻟﺠﺰﺍﺋﺮ ﷺ\u202e")
    assert story.saved() == "<p>الجزائر ﷺ</p>"


def test_it_drops_pictures_of_other_places_and_keeps_the_words(story: Story) -> None:
    story.paste('<figure><img src="https://example.org/x.jpg"></figure><p>أ<img src="file:///c:/x.png">ب</p><h1>ج</h1>')
    assert story.saved() == "<p>أب</p><h2>ج</h2>"


def test_it_keeps_the_direction_of_english_only(story: Story) -> None:
    story.paste('<p dir="ltr">نص عربي من وثيقة إنجليزية</p><p dir="ltr">English text</p>')
    assert story.saved() == '<p>نص عربي من وثيقة إنجليزية</p><p dir="ltr">English text</p>'


def test_it_does_not_leave_the_form_for_a_dropped_file(story: Story) -> None:
    stayed = story.text.evaluate(
        """text => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File(["x"], "x.png", { type: "image/png" }));
          const { x, y } = text.getBoundingClientRect();
          const at = { clientX: x + 50, clientY: y + 50 };
          return !text.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true, ...at }));
        }"""
    )
    assert stayed
