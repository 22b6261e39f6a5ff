"""The name that a reader gives: what of it is kept, and whether it may stand on a page (AR-28)."""

from __future__ import annotations

import re
import unicodedata

from mohit.arabic.cleaning import clean
from mohit.arabic.folding import skeleton
from mohit.arabic.marks import with_few_marks

MOST_MARKS = 2  # on one letter
SIGNS = frozenset(" _.-'’\u200c\u200d")  # M'hamed, Jean-Luc; the joiners are letters' own in Persian

_DIRECTIONS = re.compile("[\u061c\u180e\u200b\u200e\u200f\u2060-\u2064\u2066-\u206f]")
_SPACES = re.compile(r"\s+")
_LETTER_OR_MARK = frozenset(("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Nd"))
# Alphabets whose letters pass for each other's.
_ALIKE = [
    re.compile("[A-Za-z\u00c0-\u024f]"),
    re.compile("[\u0370-\u03ff\u1f00-\u1fff]"),
    re.compile("[\u0400-\u052f]"),
]


def clean_name(text: str) -> str:
    """`text` as a name is stored: one line, without signs of direction, at most two marks on a letter."""
    text = _SPACES.sub(" ", _DIRECTIONS.sub("", clean(text, multiline=False))).strip()
    return with_few_marks(text, MOST_MARKS)


def is_name(text: str) -> bool:
    """Whether it holds a letter, and nothing but letters, marks, digits, spaces and the few signs of names."""
    signs = {sign for sign in text if sign not in SIGNS}
    return any(sign.isalpha() for sign in signs) and all(
        unicodedata.category(sign) in _LETTER_OR_MARK for sign in signs
    )


def mixes_alphabets(text: str) -> bool:
    """Whether letters of alphabets that look alike stand together: `Моhit` with two Cyrillic letters."""
    return sum(bool(alphabet.search(text)) for alphabet in _ALIKE) > 1


def name_key(text: str) -> str:
    """In which two names are one to the eye: their skeleton, however it is spaced."""
    return skeleton(text).replace(" ", "").replace("_", "")
