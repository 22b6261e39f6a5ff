"""Golden vectors: what each function makes of real and hostile text (vectors.json: text, result, reason)."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from mohit import arabic

VECTORS = json.loads(Path(__file__).with_name("vectors.json").read_text(encoding="utf-8"))

FUNCTIONS = {name: getattr(arabic, name) for name in arabic.__all__ if name.islower()} | {
    "clean_line": partial(arabic.clean, multiline=False),
    "tokens": lambda text: [token.text for token in arabic.tokens(text)],
    "stems": lambda word: list(arabic.stems(word)),
    "query_stems": lambda word: list(arabic.query_stems(word)),
    "relaxed": lambda word: list(arabic.query_stems(word, relaxed=True)),
    "words": lambda text: [[text[word.start : word.end], *word.stems] for word in arabic.words(text)],
}


def rows() -> list[Any]:
    return [
        pytest.param(function, text, expected, id=f"{function}: {reason}")
        for function, vectors in VECTORS.items()
        for text, expected, reason in vectors
    ]


@pytest.mark.parametrize(("function", "text", "expected"), rows())
def test_it_meets_the_golden_vectors(function: str, text: str, expected: object) -> None:
    assert FUNCTIONS[function](text) == expected


def test_it_has_enough_golden_vectors() -> None:
    assert len(rows()) >= 150


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (190, 1), (400, 2), (1900, 10)])
def test_it_estimates_reading_time(words: int, minutes: int) -> None:
    assert arabic.reading_minutes("كلمة " * words) == minutes


@pytest.mark.parametrize(
    ("text", "max_length", "expected"),
    [
        ("كلمة أولى وثانية", 16, "كلمة-أولى-وثانية"),
        ("كلمة أولى وثانية", 15, "كلمة-أولى"),
        ("كلمة أولى وثانية", 4, "كلمة"),
        ("كلمة أولى وثانية", 3, "كلم"),
    ],
)
def test_it_cuts_a_slug_between_words(text: str, max_length: int, expected: str) -> None:
    assert arabic.slug(text, max_length) == expected


def test_it_keeps_a_slug_under_eighty_letters() -> None:
    assert len(arabic.slug("كلمة " * 100)) == 79
