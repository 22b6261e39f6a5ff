"""What stands round a place in a text, and which stretches of it are no Arabic prose."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

from mohit.arabic.characters import ARABIC_MARKS, INVISIBLES, LETTERS, TATWEEL

SPACES: Final = " \t\u00a0\u202f"
OPENING: Final = "«“„([{‘"
CLOSING: Final = '»”)]}’"'
LATIN: Final = "A-Za-z\u00c0-\u024f"

_ADDRESS: Final = r"(?:https?://|www\.)[^\s،؛؟»”“\"<>]+|(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]+"
ADDRESSES: Final = re.compile(_ADDRESS, re.IGNORECASE)
# From one Latin letter to the last that no Arabic letter parts from it.
FOREIGN: Final = re.compile(rf"{_ADDRESS}|[{LATIN}](?:[^{LETTERS}\n]*[{LATIN}])?", re.IGNORECASE)

_ARABIC: Final = re.compile(f"[{LETTERS}]")
_LATIN: Final = re.compile(f"[{LATIN}]")
_PASSED: Final = re.compile(f"[{SPACES}{ARABIC_MARKS}{INVISIBLES}{TATWEEL}]")


class Stretches:
    """Places of a text that a pattern covers."""

    def __init__(self, pattern: re.Pattern[str], text: str) -> None:
        spans = [match.span() for match in pattern.finditer(text)]
        self.starts, self.ends = [start for start, _ in spans], [end for _, end in spans]

    def hold(self, place: int) -> bool:
        index = bisect_right(self.starts, place) - 1
        return index >= 0 and place < self.ends[index]


def before(text: str, place: int) -> str:
    """The nearest sign before `place` that is no space, mark or closing quotation mark; empty at the beginning."""
    place -= 1
    while place >= 0 and (text[place] in CLOSING or _PASSED.match(text, place)):
        place -= 1
    return text[place] if place >= 0 else ""


def after(text: str, place: int) -> str:
    """The nearest sign from `place` on that is no space, mark or opening quotation mark; empty at the end."""
    while place < len(text) and (text[place] in OPENING or text[place] == '"' or _PASSED.match(text, place)):
        place += 1
    return text[place] if place < len(text) else ""


def is_arabic(sign: str) -> bool:
    return bool(_ARABIC.match(sign))


def is_latin(sign: str) -> bool:
    return bool(_LATIN.match(sign))
