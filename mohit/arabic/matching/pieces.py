"""A text cut where a word could be cut apart: at everything that is no letter, no digit and nothing unseen."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from mohit.arabic.characters import ARABIC_MARKS, INVISIBLES, OTHER_MARKS, TATWEEL
from mohit.arabic.matching.letters import folded

# Letters in a circle or a square are symbols to Unicode; readers spell with them.
_UNIT: Final = rf"(?:[^\W_{TATWEEL}]|[\u24b6-\u24e9\U0001f130-\U0001f189])"
_MARKS: Final = f"{ARABIC_MARKS}{OTHER_MARKS}{TATWEEL}"
# Possessive loops: no input makes the pattern go back over what it has read.
_PIECE: Final = re.compile(f"[@$]?{_UNIT}++(?:[{_MARKS}{INVISIBLES}]++{_UNIT}++)*+[{_MARKS}]*+")
_BETWEEN: Final = re.compile(f"[{_MARKS}{INVISIBLES}]+")
_FAR: Final = 64  # characters; what stands further apart is not read together


class Piece(NamedTuple):
    """A word, or a part of one that somebody has cut apart."""

    start: int  # offsets into the text as given
    end: int
    letters: str  # folded
    gap: str  # what stands between it and the piece after it, invisibles and marks apart; a run of blanks is one


def pieces(text: str) -> list[Piece]:
    """The pieces of a text in reading order. What folds to nothing is none."""
    spans = [(match.start(), match.end(), folded(match[0])) for match in _PIECE.finditer(text)]
    spans = [span for span in spans if span[2]]
    following = [start for start, _, _ in spans[1:]] + [len(text)]
    return [
        Piece(start, end, letters, _gap(text[end : min(until, end + _FAR)]))
        for (start, end, letters), until in zip(spans, following, strict=False)
    ]


def is_letter(letters: str) -> bool:
    """Whether a piece is one letter, stretched or not."""
    return not letters.strip(letters[0])


def _gap(between: str) -> str:
    return between if between == " " else " ".join(_BETWEEN.sub("", f"<{between}>").split())[1:-1]
