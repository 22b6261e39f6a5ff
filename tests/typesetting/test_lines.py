"""Where lines end."""

from __future__ import annotations

import pytest

from mohit.typesetting.faces import bold
from mohit.typesetting.lines import Word, balanced
from mohit.typesetting.setting import Paragraph


def words(text: str) -> list[Word]:
    """Every letter ten units wide."""
    return [Word(0, 0, len(word) * 10, word, word.isascii()) for word in text.split()]


def broken(text: str, width: int, most: int = 4) -> list[str] | None:
    lines = balanced(words(text), 10, width, most)
    return lines and [" ".join(word.text for word in line) for line in lines]


def test_it_makes_lines_of_one_length() -> None:
    assert broken("ممم ممم ممم ممم ممم ممم", 160) == ["ممم ممم ممم", "ممم ممم ممم"]


def test_it_takes_no_more_lines_than_it_needs() -> None:
    assert broken("هدنة مؤقتة", 1000) == ["هدنة مؤقتة"]


def test_it_says_when_there_would_be_too_many() -> None:
    assert broken("ممم ممم ممم ممم", 40, most=3) is None


def test_it_never_breaks_a_word() -> None:
    assert broken("م" * 50, 400) is None


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        # A word that leans on the next one does not end a line.
        ("وصلت السفينة إلى ميناء وهران", 180, ["وصلت السفينة", "إلى ميناء وهران"]),
        # Nor does one half of a person's name.
        ("المخرجة سعاد بن عودة تعود", 160, ["المخرجة سعاد", "بن عودة تعود"]),
        # A number stays with what it counts.
        ("قطط الشوارع تنتظر 300 متطوع جديد", 220, ["قطط الشوارع تنتظر", "300 متطوع جديد"]),
        # A Latin name stays in one piece.
        ("باعت Google DeepMind شركة ناشئة", 230, ["باعت Google DeepMind", "شركة ناشئة"]),
        # A colon is a good place.
        ("ضد السرعة: لماذا نحتاج إلى صحافة متأخرة", 300, ["ضد السرعة: لماذا", "نحتاج إلى صحافة متأخرة"]),
    ],
)
def test_it_breaks_where_a_reader_would(text: str, width: int, lines: list[str]) -> None:
    assert broken(text, width) == lines


def test_no_line_of_a_headline_is_wider_than_the_page() -> None:
    text = "كواليس الحرب الباردة بين ميتا وOpenAI: كيف انتهت «معركة العقول» إلى هدنة مؤقتة؟"
    for width in range(6_000, 40_000, 1_000):
        paragraph = Paragraph(text, bold())
        lines = paragraph.set_lines(paragraph.broken(width, 12))
        assert max(line.width for line in lines) <= width, width
