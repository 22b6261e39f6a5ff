"""`with_few_marks`: what a reader typed, without the towers of marks that paint over the lines above it (AR-28)."""

from __future__ import annotations

import re
import unicodedata

MOST_MARKS = 3  # on one letter: shadda, a vowel and a Koranic sign; Vietnamese and Hebrew need no more

# Marks are no letters to a regular expression, nor is much else: what is found is looked at sign by sign.
_RUN = re.compile(r"(?:[^\w\s]){2,}")
_MARK = frozenset(("Mn", "Me"))


def with_few_marks(text: str, most: int = MOST_MARKS) -> str:
    """`text` with at most `most` combining marks after each letter or sign; invisible signs between them do not help.

    Idempotent, never raises, takes time in proportion to the text.
    """
    return _RUN.sub(lambda run: _thinned(run[0], most), text)


def _thinned(run: str, most: int) -> str:
    kept: list[str] = []
    marks = 0
    for sign in run:
        category = unicodedata.category(sign)
        if category in _MARK:
            marks += 1
            if marks > most:
                continue
        elif category != "Cf":
            marks = 0
        kept.append(sign)
    return "".join(kept)
