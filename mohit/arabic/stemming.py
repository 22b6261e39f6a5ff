"""`stems` and `query_stems`: what the forms of an Arabic word have in common.

A light stemmer for news Arabic: it takes off the article, glued particles and inflections, never looks for roots, and
stops where a shorter word would be another word. Where a form has two plausible readings it gives both.
"""

from __future__ import annotations

import re
from typing import Final

from mohit.arabic.characters import LETTERS, OTHER_MARKS, normalized
from mohit.arabic.endings import endings, with_teh_marbuta
from mohit.arabic.folding import folded_forms, folded_letters, without_seats
from mohit.arabic.lexicon import LEXICON, Lexicon
from mohit.arabic.prefixes import readings

# Raised whenever the stems of any word may have changed: what was indexed under another version is stale.
INDEX_VERSION: Final = 3

_MOST_STEMS: Final = 3
_LONGEST: Final = 64  # letters; what is longer is no word, and its beginning is enough
_ARABIC_WORD: Final = re.compile(f"[{LETTERS}]+")
_GLUED_PARTICLE: Final = re.compile(f"(?:[وف]?(?:[بك]?ال|لل|[بكل])|[وف])(?=[^{LETTERS}])")
_ERA: Final = re.compile("(?<=[0-9])[مه]$")  # 2025م, 1447هـ
_FOREIGN_MARKS: Final = re.compile(f"[{OTHER_MARKS}]+")
_GROUPED: Final = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+|[0-9]{1,3}(?:\.[0-9]{3}){2,}")
_DECIMAL_COMMA: Final = re.compile("[0-9]{1,3},[0-9]{1,2}")
_ACRONYM: Final = re.compile(r"(?:[a-z]\.){2,}[a-z]?")


def stems(word: str, lexicon: Lexicon = LEXICON) -> tuple[str, ...]:
    """Return what one word is indexed under: one to three match keys, the surest first; none for a stop word."""
    return stems_of(folded_letters(word[:_LONGEST]), lexicon)


def query_stems(word: str, lexicon: Lexicon = LEXICON, *, relaxed: bool = False) -> tuple[str, ...]:
    """Return what a typed word matches: a text matches when one of these is among the stems of its words.

    Strict keeps a one-letter particle before three letters, unless they are a known word, and takes دوله for دولة;
    relaxed, for a search that has found nothing, drops the particle and also reads "his states".
    """
    return stems_of(folded_letters(word[:_LONGEST]), lexicon, strict=not relaxed)


def stems_of(letters: str, lexicon: Lexicon, *, strict: bool = False) -> tuple[str, ...]:
    """Return the stems of a word from `folded_letters`."""
    if not letters or lexicon.is_stop_word(letters):
        return ()
    if letters in lexicon.vocabulary.hamzas:
        return lexicon.vocabulary.hamzas[letters]
    key = folded_forms(without_seats(letters))
    if key in lexicon.never_stemmed:
        return (key,)
    if not _ARABIC_WORD.fullmatch(letters):
        return (_foreign(key),)
    found = [
        endings(with_teh_marbuta(word, lexicon) if strict else word, lexicon, defined=defined)
        for word, defined in readings(letters, lexicon, strict=strict)
    ]
    ranked = [stems[0] for stems in found] + [stem for stems in found for stem in stems[1:]]
    return tuple(dict.fromkeys(ranked))[:_MOST_STEMS]


def _foreign(key: str) -> str:
    """Latin letters and numbers as readers type them: no particle before them, no marks on them, no marks in them."""
    bare = _ERA.sub("", _GLUED_PARTICLE.sub("", key, count=1))
    bare = _FOREIGN_MARKS.sub("", normalized("NFD", bare))
    if _GROUPED.fullmatch(bare) or _ACRONYM.fullmatch(bare):
        return bare.replace(".", "").replace(" ", "")
    return normalized("NFC", bare.replace(",", ".") if _DECIMAL_COMMA.fullmatch(bare) else bare)
