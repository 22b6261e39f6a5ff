"""Two texts compared word by word, in Arabic."""

from __future__ import annotations

import re
from random import Random
from time import process_time

import pytest

from mohit.differences import compare_prose, compare_text, merge_blocks, split_blocks
from mohit.differences.sequences import opcodes

HIDDEN = re.compile('<span class="visually-hidden">.*?</span>')


def seen(html: str) -> str:
    return HIDDEN.sub("", html)


def only(html: str, gone: str) -> str:
    """The text of one side, without tags."""
    text = re.sub(f"<{gone}>.*?</{gone}>", "", seen(html))
    return " ".join(re.sub("<[^>]+>", "", text).split())


@pytest.mark.parametrize(
    ("old", "new", "html"),
    [
        ("وصلت السفينة فجرا", "وصلت الباخرة فجرا", "وصلت <del>السفينة</del> <ins>الباخرة</ins> فجرا"),
        ("رفع عَلَم البلاد", "رفع عِلْم البلاد", "رفع <del>عَلَم</del> <ins>عِلْم</ins> البلاد"),
        ("قال، ثم مضى", "قال ثم مضى", "قال<del>،</del> ثم مضى"),
        ("بلغ 1,000 طن", "بلغ 1,500 طن", "بلغ <del>1,000</del> <ins>1,500</ins> طن"),
        ("", "جديد", "<ins>جديد</ins>"),
        ("<b> & ذاك", "<b> & هذا", '&lt;<bdi dir="ltr">b&gt; &amp;</bdi> <del>ذاك</del> <ins>هذا</ins>'),
    ],
)
def test_it_marks_the_words_that_changed(old: str, new: str, html: str) -> None:
    assert " ".join(seen(compare_text(old, new)).split()) == html


def test_it_says_in_words_what_came_and_went() -> None:
    html = compare_text("قديم", "جديد")
    assert '<del><span class="visually-hidden">حذف: </span>قديم</del>' in html
    assert '<ins><span class="visually-hidden">إضافة: </span>جديد</ins>' in html


def test_it_isolates_latin_words() -> None:
    assert '<bdi dir="ltr">OpenAI</bdi>، ثم' in compare_text("شركة OpenAI، ثم", "شركة OpenAI، ثم")


@pytest.mark.parametrize("seed", range(40))
def test_it_holds_both_texts_whole(seed: int) -> None:
    random = Random(seed)
    words = ["في", "من", "البحر", "مدينة", "وهران", "قال", "،", ".", "2026", "OpenAI"]
    old, new = ([random.choice(words) for _ in range(random.randrange(60))] for _ in range(2))
    html = compare_text(" ".join(old), " ".join(new))
    assert only(html, "ins").split() == old
    assert only(html, "del").split() == new


@pytest.mark.parametrize("seed", range(40))
def test_it_walks_over_both_sequences(seed: int) -> None:
    random = Random(seed)
    old, new = ([random.randrange(400) for _ in range(300)] for _ in range(2))
    built: list[int] = []
    for tag, i, i_end, j, j_end in opcodes(old, new):
        if tag == "equal":
            assert old[i:i_end] == new[j:j_end]
        built += new[j:j_end]
    assert built == new


def body(words: list[str], a_paragraph: int) -> str:
    return "".join(f"<p>{' '.join(words[at : at + a_paragraph])}</p>" for at in range(0, len(words), a_paragraph))


@pytest.mark.parametrize("a_paragraph", [50, 5000])
@pytest.mark.parametrize("change", [0.02, 0.5, 1])
def test_it_compares_five_thousand_words_at_once(a_paragraph: int, change: float) -> None:
    random = Random(1)
    old = [random.choice(["في", "من", "على", f"كلمة{random.randrange(3000)}"]) for _ in range(5000)]
    new = [f"جديد{random.randrange(3000)}" if random.random() < change else word for word in old]
    began = process_time()
    compare_prose(body(old, a_paragraph), body(new, a_paragraph))
    assert process_time() - began < 1


def test_it_compares_block_by_block_without_tags() -> None:
    old = "<p>الأولى كما كانت هنا</p><h2>عنوان</h2><p>وصلت السفينة فجرا إلى الميناء</p>"
    new = (
        "<p>الأولى كما كانت هنا</p><p>فقرة زائدة</p><h2>عنوان</h2><p>وصلت السفينة <strong>ليلا</strong> إلى الميناء</p>"
    )
    html = seen(compare_prose(old, new))
    assert html == (
        '<p class="block-p">الأولى كما كانت هنا</p>'
        '<p class="block-p"><ins>فقرة زائدة</ins></p>'
        '<h4 class="block-h2">عنوان</h4>'
        '<p class="block-p">وصلت السفينة <del>فجرا</del> <ins><strong>ليلا</strong></ins> إلى الميناء</p>'
    )


def test_it_shows_pictures_links_and_lists_as_words() -> None:
    old = '<p><a href="https://a.example/">تقرير</a></p><ul><li>بند</li></ul>'
    new = (
        '<p><a href="https://b.example/">تقرير</a></p><ul><li>بند</li><li>ثان</li></ul>'
        '<figure><img src="/media/x.webp" alt="قوارب" data-file="12"><figcaption>الميناء</figcaption></figure>'
    )
    html = seen(compare_prose(old, new))
    assert "https://a.example/" in html
    assert "https://b.example/" in html
    assert "صورة 12: قوارب" in html
    assert "<img" not in html
    assert "&lt;" not in html


def test_it_keeps_the_space_before_a_bold_word() -> None:
    html = "<p>نص <strong>غليظ</strong> و<em>مائل</em></p>"
    shown = '<p class="block-p">نص <strong>غليظ</strong> و<em>مائل</em></p>'
    assert compare_prose(html, html) == shown


def test_it_folds_what_did_not_change() -> None:
    same = "".join(f"<p>فقرة {number}</p>" for number in range(20))
    html = compare_prose(f"{same}<p>قديم</p>", f"{same}<p>جديد</p>", around=1)
    assert "فقرة 19" in html
    assert "فقرة 3" not in html


def test_it_cuts_the_stored_form_into_blocks() -> None:
    blocks = [
        "<p>أ</p>",
        "<ul><li><p>ب</p><ul><li>ج</li></ul></li></ul>",
        "<blockquote><p>د</p></blockquote>",
        "<hr>",
        '<figure><img src="/x" alt="" data-file="1"></figure>',
        "<table><tbody><tr><td>هـ</td></tr></tbody></table>",
    ]
    assert split_blocks("".join(blocks)) == blocks


def test_it_tells_who_changed_what() -> None:
    base = "<p>1</p><p>2</p><p>3</p><p>4</p><p>5</p>"
    mine = "<p>1</p><p>2 لي</p><p>3</p><p>4 لي</p><p>5</p>"
    theirs = "<p>1</p><p>2</p><p>3</p><p>4 له</p><p>5</p><p>6 له</p>"
    parts = merge_blocks(base, mine, theirs)
    assert [(part.by, part.mine, part.theirs) for part in parts if part.by != "same"] == [
        ("mine", ["<p>2 لي</p>"], ["<p>2</p>"]),
        ("both", ["<p>4 لي</p>"], ["<p>4 له</p>"]),
        ("theirs", [], ["<p>6 له</p>"]),
    ]
    assert "".join(html for part in parts for html in part.mine) == mine
    assert "".join(html for part in parts for html in part.theirs) == theirs


@pytest.mark.parametrize("seed", range(60))
def test_a_merge_holds_both_texts_whole(seed: int) -> None:
    random = Random(seed)
    base, mine, theirs = ("".join(f"<p>{random.randrange(6)}</p>" for _ in range(random.randrange(9))) for _ in "bmt")
    parts = merge_blocks(base, mine, theirs)
    assert "".join(html for part in parts for html in part.mine) == mine
    assert "".join(html for part in parts for html in part.theirs) == theirs
    assert all((part.by == "same") == (part.mine == part.theirs) for part in parts)
