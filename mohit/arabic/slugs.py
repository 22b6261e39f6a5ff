"""`slug`: the readable part of an article's address (AR-13); `address_letters`: how old addresses are matched."""

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
# Most addresses are made of these alone, which nothing here changes.
_SETTLED = re.compile("[a-z0-9\u0621-\u063a\u0641-\u064a /_.~-]*")
_WORD = re.compile(r"[^\W_]+")
_OTHER_DIGIT = re.compile(r"[^\D0-9]")


def slug(text: str, max_length: int = 80) -> str:
    """Return words joined by hyphens, at most `max_length` letters, cut between words; empty without a word.

    Letters as typed (أ, ة and ى are spelling), without marks and tatweel; digits 0 to 9; Latin in lower
    case. The result satisfies Django's `validate_unicode_slug` and is its own slug.
    """
    return _cut(_WORD.findall(address_letters(text)), max_length)


def address_letters(text: str) -> str:
    """What two copies of one address have in common: letters as in `slug`, every sign kept. Idempotent."""
    if _SETTLED.fullmatch(text):
        return text
    text = _bare(_bare(presentation_forms_to_letters(text)).lower())
    return _OTHER_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), text)


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
