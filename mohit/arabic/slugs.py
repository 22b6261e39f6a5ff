"""`slug`: the readable part of an article's address (AR-13)."""

from __future__ import annotations

import re
import unicodedata

from mohit.arabic.characters import (
    ARABIC_MARKS,
    INVISIBLES,
    OTHER_MARKS,
    TATWEEL,
    normalized,
    presentation_forms_to_letters,
)

_UNSEEN = re.compile(f"[{INVISIBLES}{TATWEEL}]+")
_DROPPED = re.compile(f"[{ARABIC_MARKS}{OTHER_MARKS}{INVISIBLES}{TATWEEL}]+")
_WORD = re.compile(r"[^\W_]+")
_OTHER_DIGIT = re.compile(r"[^\D0-9]")


def slug(text: str, max_length: int = 80) -> str:
    """Return words joined by hyphens, at most `max_length` letters, cut between words; empty without a word.

    Letters as typed (أ, ة and ى are spelling), without marks and tatweel; digits 0 to 9; Latin in lower
    case. The result satisfies Django's `validate_unicode_slug` and is its own slug.
    """
    text = _bare(_bare(presentation_forms_to_letters(text)).lower())
    text = _OTHER_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), text)
    return _cut(_WORD.findall(text), max_length)


def _bare(text: str) -> str:
    """Compatibility forms opened, marks and invisibles out, letters with their hamza composed."""
    composed = normalized("NFKC", _UNSEEN.sub("", text))
    return normalized("NFKC", _DROPPED.sub("", composed))


def _cut(words: list[str], max_length: int) -> str:
    kept = ""
    for word in words:
        longer = f"{kept}-{word}" if kept else word
        if len(longer) > max_length:
            return kept or word[:max_length]
        kept = longer
    return kept
