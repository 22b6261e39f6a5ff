"""`gist`: what two texts about the same matter have in common."""

from __future__ import annotations

from time import perf_counter

import pytest

from mohit.arabic.gist import gist


@pytest.mark.parametrize(
    "words",
    [
        "السدود والسدود للسدود بالسدود سدود",
        "مخطوطة المخطوطات والمخطوطات مخطوطاتهم مخطوطتها",
        "مهندس المهندسون مهندسين مهندسان",
        "جزائري الجزائرية الجزائر",
        "OpenAI openai ＯpenAI",
        "إستقبال استقبال اسْتِقبال استقبـال",
    ],
)
def test_it_takes_the_forms_of_a_noun_for_one(words: str) -> None:
    assert len(gist(words)) == len(words.split())
    assert len(set(gist(words))) == 1


def test_it_keeps_the_order_and_drops_numbers_and_short_words() -> None:
    assert gist("في 2024 وصل القطار إلى المحطة: 3,500 راكب!") == ["وصل", "قطار", "الي", "محط", "راكب"]


@pytest.mark.parametrize("text", ["", " ", "\x00", "\ud800", "😀", "ـ" * 50, "\u064b" * 50, "و" * 50, "ال" * 50])
def test_it_takes_anything(text: str) -> None:
    assert isinstance(gist(text), list)


def test_it_takes_time_in_proportion() -> None:
    started = perf_counter()
    gist("والمخطوطات " * 100_000)
    gist("ا" * 1_000_000)

    assert perf_counter() - started < 5
