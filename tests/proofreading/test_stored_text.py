"""The blocks of rich text, numbered as the editor numbers them."""

from __future__ import annotations

from mohit.proofreading import Block
from mohit.proofreading.stored_text import Link, read


def test_it_reads_every_piece_of_text_between_two_ends_of_a_paragraph() -> None:
    text = read(
        "<h2>عنوان</h2><p>أول <strong>بارز</strong><br>سطر</p><p> </p><ul><li>بند<ul><li>فرعي</li></ul></li></ul>"
        '<blockquote dir="ltr"><p>Hello</p></blockquote><table><tbody><tr><td>خلية</td><td></td></tr></tbody></table>'
    )

    assert [(block.number, block.text, block.is_ltr) for block in text.blocks] == [
        (0, "عنوان", False),
        (1, "أول بارز\nسطر", False),
        (2, "بند", False),
        (3, "فرعي", False),
        (4, "Hello", True),
        (5, "خلية", False),
    ]


def test_it_keeps_spaces_as_typed_and_opens_references() -> None:
    assert [block.text for block in read("<p>أ  ب &amp; ت&nbsp;ث</p>").blocks] == ["أ  ب & ت\u00a0ث"]


def test_it_reads_captions_but_no_cards() -> None:
    text = read(
        '<figure><img src="/media/a.webp" alt="" data-file="7"><figcaption>شرح</figcaption></figure>'
        '<figure data-embed="" data-url="https://youtu.be/x"><a href="https://youtu.be/x">https://youtu.be/x</a></figure>'
        '<aside data-article="12"><a href="/12/">عنوان, قديم</a></aside><aside class="pull-quote"><p>مقتطف</p></aside>'
    )

    assert [block.text for block in text.blocks] == ["شرح", "مقتطف"]
    assert text.pictures == ["7"]
    assert text.links == [Link("/12/", None)]


def test_it_places_links_in_their_block() -> None:
    text = read('<p>انظر <a href="/politics/5/x/">هذا الخبر</a> ثم</p>')
    assert text.links == [Link("/politics/5/x/", Block("body", 0, "انظر هذا الخبر ثم"), 5, 14)]


def test_it_reads_nothing_of_what_would_exhaust_a_parser() -> None:
    assert read("<div>" * 500 + "نص").blocks == []
    assert read("").blocks == []
