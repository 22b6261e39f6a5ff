"""A megabyte of anything ends soon: no function looks at a character more than a few times.

Nothing here is timed. Quadratic work on these inputs takes minutes to hours, so it shows as a test run that
does not end.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest

from mohit.arabic import (
    clean,
    direction,
    letter_count,
    query_stems,
    skeleton,
    slug,
    sort_key,
    stems,
    tokens,
    words,
)
from mohit.arabic.characters import normalized

MEGABYTE = 500_000  # letters: an Arabic letter is two bytes of UTF-8
PIECES = {
    "news": "الجزائر تحتفل ",
    "alternating marks": "\u0300\u0316",
    "marks that decompose": "\u0f73",
    "half-width sound marks": "\uff9e\u0316\uff9f\u0316",
    "vocalised": "ا\u064e\u0651",
    "tanwin": "ا\u064b",
    "open isolates": "\u2067",
    "pops": "\u2069",
    "isolates and tags": "\u2067<",
    "signs with a slash": "\u0338<",
    "invisible": "\u200b",
    "thousands": "1,234",
    "list of digits": "1,",
    "decimals": "1.",
    "hamzas": "ء",
    "hundreds": "مائ",
    "spaces": " ",
    "line ends": "\r",
    "dashes": "-",
    "links": "http://",
    "lone surrogates": "\ud800",
    "ligatures": "\ufdf2",
}
# What the patterns and rules for words might stumble over.
WORDS = {
    "groups": "123.",
    "groups with spaces": "000 ",
    "acronym": "a.",
    "signs": "C++",
    "scripts in turn": "وa",
    "particles": "وبال",
    "endings": "اتها",
    "different words": " ".join(f"كتاب{number:x}ات" for number in range(20_000)),
}
# `normalise` works inside `skeleton`, and `reading_minutes` counts `tokens`.
FUNCTIONS = [clean, direction, letter_count, skeleton, slug, sort_key, tokens, words]


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES.keys())
@pytest.mark.parametrize("function", FUNCTIONS)
def test_it_ends_on_a_megabyte(function: Callable[[str], object], piece: str) -> None:
    function("ا" + piece * (MEGABYTE // len(piece)))


@pytest.mark.parametrize("piece", WORDS.values(), ids=WORDS.keys())
def test_it_cuts_a_megabyte_into_words(piece: str) -> None:
    assert words("ا" + piece * (MEGABYTE // len(piece)))


@pytest.mark.parametrize("function", [stems, query_stems])
def test_it_stems_a_megabyte_by_its_beginning(function: Callable[[str], tuple[str, ...]]) -> None:
    assert function("ا" * MEGABYTE) == function("ا" * 64)


@pytest.mark.parametrize("form", ["NFC", "NFKC"])
@pytest.mark.parametrize("run", ["\u0300\u0316" * 40, "\u0f73" * 40, "e\u0323\u0301\u0316" * 20, "\uff9e\u0316" * 40])
def test_it_normalises_long_runs_as_unicode_does(form: str, run: str) -> None:
    assert normalized(form, f"a{run}b") == unicodedata.normalize(form, f"a{run}b")


def test_it_knows_every_mark_that_can_make_a_long_run() -> None:
    """A run is found as what is neither word nor space, and two letters that decompose to marks."""
    hidden = [
        character
        for character in map(chr, range(0x110000))
        if unicodedata.combining(unicodedata.normalize("NFKD", character)[0])
        and (character.isalnum() or character.isspace())
    ]
    assert hidden == ["\uff9e", "\uff9f"]
