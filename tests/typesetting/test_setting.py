"""The shaped line: the right glyphs in the right order, nothing missing, nothing outside."""

from __future__ import annotations

import pytest

from mohit.typesetting.bidi import RTL, levels_of
from mohit.typesetting.faces import Face, Family, bold, medium
from mohit.typesetting.setting import Line, Paragraph
from tests.typesetting.test_bidi import visual_order

INVISIBLE = "\u2066\u2068\u2069\u200c\u200d"


def set_line(text: str) -> tuple[Paragraph, Line]:
    paragraph = Paragraph(text, bold())
    return paragraph, paragraph.line(0, len(paragraph.text))


def clusters(text: str) -> list[int]:
    """The place of each cluster's first letter, from left to right."""
    _, line = set_line(text)
    places = [glyph.letter for glyph in line.glyphs]
    return [place for at, place in enumerate(places) if place not in places[:at]]


def seen(text: str) -> str:
    """The letter of each cluster of glyphs, from left to right."""
    letters = Paragraph(text, bold()).text
    return "".join(letters[place] for place in clusters(text) if letters[place] not in INVISIBLE)


@pytest.mark.parametrize(
    "headline",
    [
        "OpenAI تطور نسخة GPT-5.2 من نموذجها",
        "كواليس بين ميتا وOpenAI: كيف انتهت «معركة العقول»؟",
        "نمو 3.4% في أكتوبر، ثم “ركود” في 2025-2026",
        "من (10) إلى [12] درجة",
        "iPhone 17 Pro مقابل Galaxy S26",
        "٣٫٤٪ من السكان يقرؤون Le Monde يوميا",
    ],
)
def test_it_puts_glyphs_in_the_order_of_the_standard(headline: str) -> None:
    found = clusters(headline)

    assert found == [place for place in visual_order(levels_of(headline), RTL) if place in found]
    assert len(found) > len(headline) * 0.9  # a ligature is one cluster of several letters


def test_its_glyphs_stand_beside_one_another() -> None:
    _, line = set_line("كواليس وOpenAI في 2025")

    assert [glyph.x for glyph in line.glyphs] == sorted(glyph.x for glyph in line.glyphs)
    assert line.width > line.glyphs[-1].x


@pytest.mark.parametrize(("typed", "shown"), [("بلغة C++ وحدها", "C++"), ("حساب @mohit الجديد", "@mohit")])
def test_it_keeps_the_signs_of_a_name_on_their_side(typed: str, shown: str) -> None:
    assert shown in seen(typed)


def test_it_joins_letters() -> None:
    _, alone = set_line("ه ه ه")
    _, joined = set_line("ههه")

    isolated = {glyph.number for glyph in alone.glyphs}
    assert isolated.isdisjoint(glyph.number for glyph in joined.glyphs)
    assert len({glyph.number for glyph in joined.glyphs}) == 3


def test_it_joins_letters_over_their_marks() -> None:
    plain = [glyph.number for glyph in set_line("محمد")[1].glyphs]
    marked = [glyph.number for glyph in set_line("مُحَمَّد")[1].glyphs]

    assert [number for number in marked if number in plain] == plain


def test_it_joins_letters_of_two_faces() -> None:
    with_gap, whole = Face("bold.ttf"), Face("medium.ttf")
    with_gap.letters -= {ord("ج")}

    line = Paragraph("حجر", Family(with_gap, whole)).line(0, 3)

    assert [glyph.letter for glyph in line.glyphs] == [2, 1, 0]
    assert [glyph.face for glyph in line.glyphs] == [with_gap, whole, with_gap]
    assert line.glyphs[1].number == Paragraph("حجر", Family(whole)).line(0, 3).glyphs[1].number


def test_it_mirrors_quotation_marks_that_run_from_right_to_left() -> None:
    _, arabic = set_line("«نعم»")
    _, latin = set_line("«Oui»x")

    assert arabic.glyphs[-1].number == latin.glyphs[3].number  # its first mark looks like the other one's last


@pytest.mark.parametrize("family", [bold(), medium()])
@pytest.mark.parametrize(
    "text",
    [
        "ڨ ڥ ڭ پ چ ژ گ ک ی ٱ ٹ ڈ ں ے ۆ ێ ە",
        "٠١٢٣٤٥٦٧٨٩ ۰۱۲۳ ٪٫٬ ،؛؟ ﷺ ﷼",
        "Été, İstanbul, Erdoğan, Łódź",
        "Путин Αθήνα ⵜⴰⵎⴰⵣⵉⵖⵜ",
        "«» “” ‘’ … – — % ‰ € $ £ © ™ № ✓ → × ÷ °",
        "بِسْمِ اللَّهِ ٱلرَّحْمَٰنِ",
    ],
)
def test_it_has_a_glyph_for_every_letter(family: object, text: str) -> None:
    paragraph = Paragraph(text, family)

    assert paragraph.text == text
    assert all(glyph.number for glyph in paragraph.line(0, len(text)).glyphs)


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("🔥 عاجل 🔥: هدنة", "عاجل : هدنة"),
        ("عائلة 👨‍👩‍👧 كبيرة ❤️", "عائلة كبيرة"),
        ("漢字", ""),
        ("كلمة漢字كلمة", "كلمة كلمة"),
        ("\ud800 حرف", "حرف"),
        ("كت\u05b0اب", "كتاب"),
        ("𝐀li و ḍād", "Ali و dād"),
    ],
)
def test_it_leaves_out_what_no_face_can_show(typed: str, left: str) -> None:
    paragraph = Paragraph(typed, bold())

    assert paragraph.text == left
    assert all(glyph.number for line in paragraph.set_lines(paragraph.broken(50_000, 4)) for glyph in line.glyphs)


def test_the_ink_holds_the_marks() -> None:
    _, plain = set_line("محمد")
    _, marked = set_line("مُحَمَّدٍ")

    assert marked.ink[3] > plain.ink[3]
    assert marked.ink[1] < plain.ink[1]
