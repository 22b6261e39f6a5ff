"""The bidirectional algorithm, against the standard's own test and against lines that a newspaper prints."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mohit.typesetting.bidi import RTL, levels_of, visual_runs

SAMPLE = Path(__file__).parent / "bidi_character_test.txt"


def visual_order(levels: list[int], base: int) -> list[int]:
    """The places of the text from left to right."""
    order: list[int] = []
    for run in visual_runs(levels, 0, len(levels), base):
        places = range(run.start, run.end)
        order += reversed(places) if run.level % 2 else places
    return order


def as_seen(text: str) -> str:
    """The letters of `text` from left to right, unmirrored."""
    return "".join(text[place] for place in visual_order(levels_of(text), RTL))


def test_it_agrees_with_the_standard() -> None:
    # The whole file may stand in the place of the sample.
    lines = [line for line in SAMPLE.read_text().splitlines() if line and not line.startswith("#")]
    for line in lines:
        codes, direction, level, expected, order = line.split(";")
        text = "".join(chr(int(code, 16)) for code in codes.split())
        base = int(level) if direction == "2" else int(direction)

        levels = levels_of(text, base)

        removed = [place for place, one in enumerate(expected.split()) if one == "x"]
        assert [str(one) for place, one in enumerate(levels) if place not in removed] == [
            one for one in expected.split() if one != "x"
        ], line
        shown = [place for place in visual_order(levels, base) if place not in removed]
        assert shown == [int(place) for place in order.split()], line
    assert len(lines) > 250


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("هدنة", "ةنده"),
        ("بين ميتا وOpenAI: كيف", "فيك :OpenAIو اتيم نيب"),
        ("OpenAI تطلق GPT-5.2", "GPT-5.2 قلطت OpenAI"),
        ("نمو 3.4% في 2025", "2025 يف %3.4 ومن"),
        ("من 10-12 إلى 5", "5 ىلإ 12-10 نم"),
        ("قال: «لا»، ثم “نعم”.", ".”معن“ مث ،»ال« :لاق"),
        ("بلغة (C) وحدها", "اهدحو )C( ةغلب"),
        ("بلغة \u2066C++\u2069 وحدها", "اهدحو \u2069C++\u2066 ةغلب"),
        ("بلغة C++ وحدها", "اهدحو ++C ةغلب"),  # why names such as this one are isolated
        ("Путин وⵜⴰⵎ", "ⵜⴰⵎو Путин"),
    ],
)
def test_it_puts_a_headline_in_order(typed: str, seen: str) -> None:
    assert as_seen(typed) == seen


@given(
    st.text(alphabet="اب1٢,.%+- ()«»[]aZ\u0301\u064e\u200f\u2066\u2067\u2068\u2069\u202a\u202b\u202c\u202d\u202e\t\n")
)
def test_it_shows_every_letter_once(text: str) -> None:
    assert sorted(visual_order(levels_of(text), RTL)) == list(range(len(text)))


def test_it_does_not_slow_down_on_hostile_text() -> None:
    for text in ("(" * 20_000, "\u2067" * 20_000, "\u2067\u2069" * 10_000, "ا(" * 10_000 + ")" * 10_000):
        assert len(levels_of(text)) == len(text)
