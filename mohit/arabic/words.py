"""`tokens` and `words`: the words of a text with their places in it, and what they are indexed under."""

from __future__ import annotations

import re
from typing import NamedTuple

from mohit.arabic.characters import ARABIC_MARKS, INVISIBLES, OTHER_MARKS, TATWEEL
from mohit.arabic.folding import folded_forms, folded_letters, without_seats
from mohit.arabic.lexicon import LEXICON, Lexicon
from mohit.arabic.stemming import stems_of

_DIGIT = "[0-9٠-٩۰-۹]"
_THOUSANDS = rf"{_DIGIT}{{1,3}}(?:[,\u066c]{_DIGIT}{{3}})++(?!{_DIGIT})"
_DECIMALS = rf"[.\u066b]{_DIGIT}++(?![.]{_DIGIT})"
_NUMBER = rf"(?<!{_DIGIT})(?<!{_DIGIT}[.])(?:{_THOUSANDS}|{_DIGIT}++)(?:{_DECIMALS})?"
_LETTER = rf"[^\W_{TATWEEL}]"
_MARKS = f"{ARABIC_MARKS}{OTHER_MARKS}{TATWEEL}"
_LONGEST_KEPT = 64
_UNIT = f"(?:{_NUMBER}|{_LETTER})"
# Possessive loops: no input makes the pattern go back over what it has read.
_WORD = re.compile(f"{_UNIT}++(?:[{_MARKS}{INVISIBLES}]++{_UNIT}++)*+[{_MARKS}]*+")


class Token(NamedTuple):
    """A word as it stands in a text: `original[start:end] == text`."""

    text: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """Cut a text into words, in reading order, with offsets into the text as given.

    Marks, tatweel, zero-width characters and presentation forms belong to their word; direction marks at
    its edges do not. Hyphens, underscores and all other punctuation separate. A number keeps its thousands
    marks and its decimal point (1,000,000 and ٣٫٥ are one token); the parts of a date, a version or an
    address are tokens of their own.
    """
    return [Token(match[0], match.start(), match.end()) for match in _WORD.finditer(text)]


class Word(NamedTuple):
    """One word of a text, for indexing and matching."""

    start: int  # offsets into the text as given
    end: int
    key: str  # the match key of the whole word
    stems: tuple[str, ...]  # what it is indexed under, the surest first; empty for a stop word


def words(text: str, lexicon: Lexicon = LEXICON) -> list[Word]:
    """Cut a text into words as `tokens` does, with their stems. A word may be part of a token: كوفيد19 is two."""
    found: list[Word] = []
    analyses = lexicon.analyses
    for match in _WORD.finditer(text):
        token = match[0]
        analysis = analyses.get(token)
        if analysis is None:
            analysis = _analysed(token, lexicon)
        start = match.start()
        found += [Word(start + begin, start + end, key, stems) for begin, end, key, stems in analysis]
    return found


def _analysed(token: str, lexicon: Lexicon) -> list[Word]:
    """The words of a token, with offsets into it; kept for the next time."""
    letters = folded_letters(token)
    analysis = [Word(0, len(token), folded_forms(without_seats(letters)), stems_of(letters, lexicon))]
    if len(token) <= _LONGEST_KEPT:
        lexicon.analyses.keep(token, analysis)
    return analysis
