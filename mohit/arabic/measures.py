"""What a text measures: its direction, its length in letters, the minutes it takes to read."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from mohit.arabic.characters import ARABIC_MARKS, INVISIBLES, OTHER_MARKS, TATWEEL

WORDS_PER_MINUTE = 190  # adults read Arabic prose at 180 to 200

_ADDRESS = re.compile(r"(?:https?://|www\.)\S++", re.IGNORECASE)
_UNCOUNTED = re.compile(f"[{ARABIC_MARKS}{OTHER_MARKS}{INVISIBLES}{TATWEEL}\ud800-\udfff]+")
_SPACE = re.compile(r"\s+")


def direction(text: str) -> Literal["rtl", "ltr"]:
    """Return the direction of most letters of a text; right-to-left when there are none, or as many of each.

    Web addresses do not count: an Arabic comment with a long link stays Arabic.
    """
    classes = [unicodedata.bidirectional(character) for character in _ADDRESS.sub("", text)]
    leftward = classes.count("R") + classes.count("AL")
    return "ltr" if classes.count("L") > leftward else "rtl"


def letter_count(text: str) -> int:
    """Count what a reader sees of a line: letters, digits, signs, single spaces; no marks, no tatweel.

    The unit of every length limit shown to editors.
    """
    return len(_SPACE.sub(" ", _UNCOUNTED.sub("", text)).strip())


def reading_minutes(text: str) -> int:
    """Return the whole minutes, at least one, that plain text (not HTML) takes to read."""
    return max(1, round(len(text.split()) / WORDS_PER_MINUTE))
