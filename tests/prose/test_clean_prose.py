"""The stored form: what is kept, and how it is written."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mohit.prose import clean_prose
from tests.prose import samples

PICTURE = '<figure><img src="/media/renditions/ab/ab-800.webp" alt="قارب" data-file="12"></figure>'
EMBED = (
    '<figure data-embed="" data-url="https://vimeo.com/76979871">'
    '<a href="https://vimeo.com/76979871">https://vimeo.com/76979871</a></figure>'
)


@pytest.mark.parametrize(
    "stored",
    [
        "",
        "<p>بدأت القصة مع <strong>ميتا</strong> و<em>OpenAI</em>.</p>",
        '<p dir="ltr">To be <a href="https://example.org/?a=1&amp;b=2">or not</a></p>',
        '<h2>عنوان</h2><h3 dir="ltr">Title</h3>',
        "<ul><li>واحد<ol><li>جزء</li></ol></li><li><p>اثنان</p><p>ثلاثة</p></li></ul>",
        '<ol><li dir="ltr">one</li></ol>',
        '<blockquote><p>قول</p><ul><li>نقطة</li></ul></blockquote><blockquote dir="ltr"><p>said</p></blockquote>',
        "<p>H<sub>2</sub>O وس<sup>2</sup></p><hr><p>سطر<br>آخر</p>",
        "<table><thead><tr><th>أ</th><th>ب</th></tr></thead>"
        '<tbody><tr><td colspan="2">1</td></tr><tr><td></td><td><p>1</p><p>2</p></td></tr></tbody></table>',
        '<aside class="pull-quote"><p>الفارق الحقيقي تصنعه العقول.</p></aside>',
        PICTURE,
        PICTURE.replace("</figure>", "<figcaption>ميناء <em>وهران</em></figcaption></figure>"),
        EMBED,
        '<aside data-article="7"><a href="/economy/7/%D8%A7/">عنوان المقال</a></aside>',
        "<p>التنوينُ باقٍ كما كُتبَ، والتطويل الـ 100 و«الاقتباس» وﷺ</p>",
        "<p>5\u00a0% من السكان</p>",
    ],
)
def test_it_keeps_the_stored_form_as_it_is(stored: str) -> None:
    assert clean_prose(stored) == stored


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("نص بلا وسوم", "<p>نص بلا وسوم</p>"),
        ("<p></p><p>أ</p><p>&nbsp;</p><p><br></p><p>\u200f</p><p>ب</p><p> </p>", "<p>أ</p><p>ب</p>"),
        ("<p>أ<br><br>ب</p>", "<p>أ</p><p>ب</p>"),
        ("<p>  أ \n  ب&nbsp;&nbsp; ج </p>", "<p>أ ب ج</p>"),
        ("<b>أ</b><i>ب</i>", "<p><strong>أ</strong><em>ب</em></p>"),
        ("<p><b>أ</b><strong>ب</strong></p>", "<p><strong>أب</strong></p>"),
        ("<h1>أ</h1><h4><b>ب</b></h4><h6>ج</h6>", "<h2>أ</h2><h3>ب</h3><h3>ج</h3>"),
        ("<div>أ<div>ب</div></div>", "<p>أ</p><p>ب</p>"),
        ("<ul><li>أ</li><ul><li>ب</li></ul><li></li></ul>", "<ul><li>أ<ul><li>ب</li></ul></li></ul>"),
        ("<ul>نص<li><p>أ</p></li></ul>", "<ul><li>نص</li><li>أ</li></ul>"),
        ('<li><p dir="ltr">one</p></li>', '<p dir="ltr">one</p>'),
        ("<dl><dt>أ</dt><dd>ب</dd></dl>", "<p>أ</p><p>ب</p>"),
        (
            "<table><tr><th>أ<th>ب<tr><th>1<td>2</table>",
            "<table><thead><tr><th>أ</th><th>ب</th></tr></thead><tbody><tr><th>1</th><td>2</td></tr></tbody></table>",
        ),
        (
            "<table><tr><td>أ<table><tr><td>ب</td></tr></table></td></tr></table>",
            "<table><tbody><tr><td><p>أ</p><p>ب</p></td></tr></tbody></table>",
        ),
        ("<table><caption>جدول</caption><tr><td> </td></tr></table>", "<p>جدول</p>"),
        ("<aside>نص</aside>", "<p>نص</p>"),
        ('<aside class="x pull-quote y">أ<h2>ب</h2></aside>', '<aside class="pull-quote"><p>أ</p><p>ب</p></aside>'),
        ("<p>قبل <strong>في<p>بعد", "<p>قبل <strong>في</strong></p><p><strong>بعد</strong></p>"),
        (f"<blockquote><p>أ</p>{EMBED}<p>ب</p></blockquote>", f"<blockquote><p>أ</p><p>ب</p></blockquote>{EMBED}"),
        (f"<ul><li>أ{PICTURE}</li></ul>", f"<ul><li>أ</li></ul>{PICTURE}"),
        ("<p>ﺍﻟﺠﺰﺍﺋﺮ \u202eabc\u202c a\u0308</p>", "<p>الجزائر abc ä</p>"),
    ],
)
def test_it_brings_other_html_into_the_stored_form(typed: str, stored: str) -> None:
    assert clean_prose(typed) == stored


def test_it_leaves_clean_text_of_a_word_document() -> None:
    assert clean_prose(samples.WORD) == samples.WORD_ON_THE_SERVER


def test_it_leaves_clean_structure_of_a_google_document() -> None:
    assert clean_prose(samples.GOOGLE_DOCS) == samples.GOOGLE_DOCS_CLEAN


PARTS = st.sampled_from(
    [
        *("<p>", "</p>", "<p dir=ltr>", "<b>", "</b>", "<em>", "</em>", "<a href='https://e.org/?a&b'>", "</a>"),
        *("<ul>", "<ol>", "</ul>", "<li>", "<li dir=ltr>", "<blockquote>", "</blockquote>", "<h2>", "<h5>", "</h2>"),
        *("<table>", "<tr>", "<td>", "<th colspan=3 rowspan=2>", "<thead>", "</table>", "<caption>", "<hr>", "<br>"),
        *("<figure>", "</figure>", "<figcaption>", "<img src=/media/a.webp data-file=3 alt='\"<'>", "<img src=x>"),
        *("<figure data-embed data-url='youtu.be/dQw4w9WgXcQ'>", "<figure data-url='نص & نص'>", "<div>", "</div>"),
        *(
            "<aside class=pull-quote>",
            "<aside data-article=5>",
            "</aside>",
            "<span style='font-weight:700'>",
            "</span>",
        ),
        *(
            "<svg>",
            "<math>",
            "<style>",
            "<!--",
            "-->",
            "<script>",
            "</script>",
            "<o:p>",
            "<",
            ">",
            "&",
            "&lt;",
            "&amp;lt;",
        ),
        *(
            " ",
            "\n",
            "\u00a0",
            "\u202f",
            "أ",
            "ﻻ",
            "e",
            "\u0301",
            "\u0338",
            "\u202e",
            "\u2067",
            "\u2069",
            "\x00",
            "\ud800",
        ),
    ]
)


@given(st.lists(PARTS, max_size=40).map("".join) | st.text(max_size=200))
@example("<p>e<b>\u202e</b>\u0301")
@example("<td>\u2067<b>x</b>\u2069")
@example("<a href='www.google.com/url?q=https://www.google.com/url?q=x'>x</a>")
def test_it_changes_nothing_the_second_time(html: str) -> None:
    once = clean_prose(html)
    assert clean_prose(once) == once


MEGABYTE = 1_000_000


@pytest.mark.parametrize(
    "unit",
    [
        *("<p>نص <b>قوي</b> و<a href='https://e.org/'>رابط</a></p>", "<", "&", "&amp;", "<div>", "<b>x", "<ul><li>"),
        *("<table><tr><td>", "<td>x", "<br>", "<br>x", "e\u0301\u0338", " \u00a0", "<!--", "<p><b><i>x", "\u2067"),
        *("<figure data-url='https://youtu.be/dQw4w9WgXcQ'></figure>", "<img src=/media/a.webp data-file=1>", "</b>"),
    ],
)
def test_it_takes_a_megabyte_of_anything(unit: str) -> None:
    start = time.process_time()
    clean_prose(unit * (MEGABYTE // len(unit.encode())))
    assert time.process_time() - start < 20  # about 5 at most; what grows with the square takes minutes
