"""What a search takes for one word and what it keeps apart: pairs of words by class (matching.toml)."""

from __future__ import annotations

import tomllib
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from mohit.arabic import query_stems, stems

LINES = tomllib.loads(Path(__file__).with_name("matching.toml").read_text(encoding="utf-8"))


def lines(kind: str) -> list[Any]:
    return [pytest.param(line.split(), id=f"{name}: {line}") for name, group in LINES[kind].items() for line in group]


def finds(typed: str, written: str) -> bool:
    return not set(query_stems(typed)).isdisjoint(stems(written))


@pytest.mark.parametrize("words", lines("match"))
def test_it_finds_each_word_by_the_others(words: list[str]) -> None:
    assert [pair for pair in permutations(words, 2) if not finds(*pair)] == []


@pytest.mark.parametrize("words", lines("apart"))
def test_it_keeps_words_apart(words: list[str]) -> None:
    assert [pair for pair in permutations(words, 2) if finds(*pair)] == []


def test_it_takes_a_typed_heh_for_a_teh_marbuta_first() -> None:
    """دوله is a state to whoever searches; in a story it may be "his states"."""
    assert finds("دوله", "دولة")
    assert not finds("دوله", "دول")
    assert finds("دول", "دوله")
    assert set(query_stems("دوله", relaxed=True)) & set(stems("دول"))


@pytest.mark.parametrize(("typed", "meant", "other"), [("مكتبه", "مكتبة", "مكتب"), ("كرمه", "كرمة", "كرم")])
def test_it_does_not_read_his_into_a_known_feminine(typed: str, meant: str, other: str) -> None:
    assert finds(typed, meant)
    assert not finds(typed, other)
    assert finds(other, typed)


@pytest.mark.parametrize("typed", ["أمامه", "آثاره", "منزله", "كتابه"])
def test_it_leaves_his_where_a_hamza_or_the_lists_speak_for_it(typed: str) -> None:
    assert finds(typed, typed[:-1])
