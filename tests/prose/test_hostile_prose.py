"""What must never be stored."""

from __future__ import annotations

import pytest

from mohit.prose import clean_prose


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("<script>alert(1)</script><p>أ</p>", "<p>أ</p>"),
        ("<p>أ<style>p{color:red}</style></p>", "<p>أ</p>"),
        ("<svg onload=alert(1)><text>ب</text></svg>أ", "<p>أ</p>"),
        (
            "<math><mtext><table><mglyph><style><img src onerror=alert(1)></style></mglyph></table></mtext></math>أ",
            "<p>أ</p>",
        ),
        ('<p onclick="alert(1)" style="position:fixed" class="x" id="y">أ</p>', "<p>أ</p>"),
        ('<iframe src="https://evil.example/"></iframe><object data="x"></object><embed src="x">أ', "<p>أ</p>"),
        ('<form action="/x"><input name="csrf"><button>زر</button>أ</form>', "<p>أ</p>"),
        ('<a href="javascript:alert(1)">أ</a>', "<p>أ</p>"),
        ('<a href=" java\nscript:alert(1)">أ</a>', "<p>أ</p>"),
        ('<a href="\x01javascript:alert(1)">أ</a>', "<p>أ</p>"),
        ('<a href="data:text/html,x">أ</a>', "<p>أ</p>"),
        ('<a href="vbscript:x">أ</a><a href="file:///c:/x">ب</a>', "<p>أب</p>"),
        ('<a href="//evil.example/x">أ</a><a href="/\\evil.example">ب</a>', "<p>أب</p>"),
        ('<a href="/\t/evil.example/">أ</a>', "<p>أ</p>"),
        (
            '<a href="https://e.org/&quot;onmouseover=alert(1) x=&quot;">أ</a>',
            '<p><a href="https://e.org/&quot;onmouseover=alert(1)x=&quot;">أ</a></p>',
        ),
        ('<a href="https://e.org/" target="_blank" rel="opener">أ</a>', '<p><a href="https://e.org/">أ</a></p>'),
        ('<img src="//evil.example/x.png" data-file="1">أ', "<p>أ</p>"),
        ('<img src="https://evil.example/x.png" data-file="1">أ', "<p>أ</p>"),
        ('<img src="/media/../admin/logout/" data-file="1">أ', "<p>أ</p>"),
        ('<img src="/media/x.webp" data-file="1 onerror">أ', "<p>أ</p>"),
        ('<img src="/media/x.webp">أ', "<p>أ</p>"),
        ('<img src="data:image/png;base64,AAAA" data-file="1">أ', "<p>أ</p>"),
        ('<figure><img src="https://evil.example/x.png"><figcaption>شرح</figcaption></figure>أ', "<p>أ</p>"),
        (
            '<figure><img src="/media/x.webp" data-file="2" onerror="alert(1)" alt="&quot;><script>"></figure>',
            '<figure><img src="/media/x.webp" alt="&quot;&gt;&lt;script&gt;" data-file="2"></figure>',
        ),
        ('<figure data-embed data-url="javascript:alert(1)"></figure>', "<p>javascript:alert(1)</p>"),
        (
            '<figure data-embed data-url="https://evil.example/&quot;><script>"></figure>',
            '<p><a href="https://evil.example/&quot;&gt;&lt;script&gt;">https://evil.example/"&gt;&lt;script&gt;</a></p>',
        ),
        (
            '<figure data-embed data-url="https://www.youtube.com.evil.example/watch?v=dQw4w9WgXcQ"></figure>',
            '<p><a href="https://www.youtube.com.evil.example/watch?v=dQw4w9WgXcQ">https://www.youtube.com.evil.example/watch?v=dQw4w9WgXcQ</a></p>',
        ),
        ('<aside data-article="1 or 1=1"><a href="/x/">أ</a></aside>', '<p><a href="/x/">أ</a></p>'),
        (
            '<aside data-article="3"><a href="https://evil.example/">أ</a></aside>',
            '<aside data-article="3"><a href="/3/">أ</a></aside>',
        ),
        ('<aside class="placement">أ</aside>', "<p>أ</p>"),
        ('<p dir="rtl">أ</p><p dir="auto">ب</p><p dir="x">ج</p>', "<p>أ</p><p>ب</p><p>ج</p>"),
        (
            '<td colspan="999999">أ</td><table><tr><td colspan="999999" rowspan="-1">ب</td></tr></table>',
            "<p>أ</p><table><tbody><tr><td>ب</td></tr></tbody></table>",
        ),
        ("<p>{% load x %}{{ settings.SECRET_KEY }}</p>", "<p>{% load x %}{{ settings.SECRET_KEY }}</p>"),
        ("<p>1 < 2 && 3 > 2</p>", "<p>1 &lt; 2 &amp;&amp; 3 &gt; 2</p>"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("<p>أ\x00ب\ud800ج&#0;</p>", "<p>أبج\ufffd</p>"),
        ("<scr<script>ipt>alert(1)</scr</script>ipt>", "<p>ipt&gt;alert(1)ipt&gt;</p>"),
        ("<p>أ</p" + "<div>" * 5000, "<p>أ</p>"),
    ],
)
def test_it_refuses(typed: str, stored: str) -> None:
    assert clean_prose(typed) == stored
    assert clean_prose(stored) == stored


def test_it_keeps_the_words_of_what_nests_too_deep() -> None:
    assert (
        clean_prose("<div>" * 500 + "أولا &amp; ثانيا\nثالثا" + "</div>" * 500) == "<p>أولا &amp; ثانيا</p><p>ثالثا</p>"
    )


@pytest.mark.parametrize(
    "typed",
    [
        '<a href="https://www.google.com/url?q=https://x%22%3Conclick%3Dalert(1)">أ</a>',
        '<figure data-embed="" data-url="https://evil.exam]]&gt;ple/">أ</figure>',
        '<figure data-embed="" data-url="https://www.youtub\u200fe.com/watch?v=aaaaaaaaaaa">أ</figure>',
    ],
)
def test_it_links_no_host_that_a_browser_refuses(typed: str) -> None:
    stored = clean_prose(typed)
    assert "<a" not in stored
    assert clean_prose(stored) == stored
