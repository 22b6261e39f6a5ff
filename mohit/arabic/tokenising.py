"""`tokens`: the words of a text with their places in it."""

from __future__ import annotations

import re
from typing import NamedTuple

from mohit.arabic.characters import ARABIC_MARKS, INVISIBLES, OTHER_MARKS, TATWEEL

_DIGIT = "[0-9٠-٩۰-۹]"
_THOUSANDS = rf"{_DIGIT}{{1,3}}(?:[,\u066c]{_DIGIT}{{3}})++(?!{_DIGIT})"
_DECIMALS = rf"[.\u066b]{_DIGIT}++(?![.]{_DIGIT})"
_NUMBER = rf"(?<!{_DIGIT})(?<!{_DIGIT}[.])(?:{_THOUSANDS}|{_DIGIT}++)(?:{_DECIMALS})?"
_LETTER = rf"[^\W_{TATWEEL}]"
_MARKS = f"{ARABIC_MARKS}{OTHER_MARKS}{TATWEEL}"
_UNIT = f"(?:{_NUMBER}|{_LETTER})"
# Possessive loops: no input makes the pattern go back over what it has read.
WORD = f"{_UNIT}++(?:[{_MARKS}{INVISIBLES}]++{_UNIT}++)*+[{_MARKS}]*+"
_WORD = re.compile(WORD)


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
