"""`sort_key`: the Arabic alphabet as a string that any database can sort."""

from __future__ import annotations

import re

from mohit.arabic.characters import (
    ARABIC_MARKS,
    ASCII_DIGITS,
    INVISIBLES,
    OTHER_MARKS,
    TATWEEL,
    normalized,
    presentation_forms_to_letters,
)

_UNSEEN = re.compile(f"[{INVISIBLES}{TATWEEL}\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]+")
_MARKS = re.compile(f"[{ARABIC_MARKS}{OTHER_MARKS}]+")
_SPACE = re.compile(r"\s+")
_BETWEEN_WORDS = re.compile(r"[\W_]+")
_AFTER = 0x06EE  # sorts after every letter that can stand second in a word


def _alphabet() -> dict[int, str]:
    """Letters that share a place; Persian and Maghreb letters behind their neighbour, as CLDR sorts."""
    places = dict.fromkeys("ءأؤإئ", "ا") | {"آ": "اا", "ة": "ت", "ى": "ي", "ی": "ي", "ک": "ك"}
    for neighbour, followers in {
        "ا": "ٱ",
        "ب": "پ",
        "ج": "چ",
        "ز": "ژ",
        "ف": "ڤڥ",
        "ق": "ڨ",
        "ك": "ڭگ",
    }.items():
        for place, follower in enumerate(followers):
            places[follower] = neighbour + chr(_AFTER + place)
    return str.maketrans(places) | ASCII_DIGITS


_PLACES = _alphabet()
# Full-width letters stand for Latin ones: they sort after every Arabic letter.
_LATIN_LAST = {ord("a") + place: 0xFF41 + place for place in range(26)}


def sort_key(text: str) -> str:
    """Return a key whose code-point order is the order of names in an Arabic index (AR-5).

    The part before the tab ignores marks, case and punctuation and gives hamza and alef forms one place;
    the part after it decides between equals: أ before ا, plain before vocalised. Digits come first, then
    Arabic, then Latin. Compare by code point: a Python `str`, or a column with `db_collation="C"`.
    """
    spelling = _UNSEEN.sub("", presentation_forms_to_letters(text))
    spelling = _SPACE.sub(" ", normalized("NFC", spelling)).strip()
    return f"{_place(spelling)}\t{spelling}"


def _place(spelling: str) -> str:
    places = _MARKS.sub("", spelling.casefold()).translate(_PLACES)
    bare = _MARKS.sub("", normalized("NFKD", places))
    return _BETWEEN_WORDS.sub(" ", bare).strip().translate(_LATIN_LAST)
