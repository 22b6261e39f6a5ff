"""Words in which another sign stands for a letter: حم1ر, كlب, St0pid, vi@gra, ك*ب."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice, product
from typing import Final

ARABIC: Final = re.compile("[\u0621-\u064a]+")
SIGNS: Final = frozenset("@$|!€¡")  # stand for a letter within a word; digits and Latin letters do too
MASKS: Final = re.compile("[*#×✱✻＊∗•%]{1,4}")  # each stands for a letter that is not written
_MOST_READINGS: Final = 8
_MOST_SIGNS: Final = 4  # in an Arabic word
_LONGEST: Final = 24

_ARABIC_FOR: Final = {
    "1": "ال", "l": "لا", "i": "اي", "|": "ال", "!": "ا", "¡": "ا", "@": "ا", "a": "ا", "e": "يا",
    "0": "هو", "o": "هو", "5": "هخ", "7": "ح", "3": "ع", "6": "ط", "2": "ا", "9": "قص", "8": "غق", "4": "ا",
    "$": "سش", "b": "ب", "c": "ك", "d": "د", "f": "ف", "g": "ق", "h": "هح", "j": "ج", "k": "كق", "m": "م",
    "n": "ن", "p": "ب", "q": "ق", "r": "ر", "s": "سص", "t": "تط", "u": "و", "v": "ف", "w": "و", "x": "خ",
    "y": "ي", "z": "ز",
}  # fmt: skip
_LATIN_FOR: Final = {
    "0": "o", "1": "il", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "9": "g", "@": "a", "$": "s", "!": "i",
    "|": "li", "¡": "i", "€": "e",
}  # fmt: skip
_NO_LETTER: Final = re.compile("[^\u0621-\u064aa-z]+")
_NOT_ARABIC: Final = re.compile("[^\u0621-\u064a]+")


@lru_cache(maxsize=8192)
def arabic_readings(word: str) -> tuple[str, ...]:
    """What Arabic words a folded word of mixed signs may stand for."""
    if len(word) > _LONGEST:
        return ()
    runs, letters = ARABIC.findall(word), _NOT_ARABIC.sub("", word)
    if len(word) - len(letters) > _MOST_SIGNS:
        return _distinct([*runs, letters])
    readings = product(*(_ARABIC_FOR.get(sign, sign) for sign in word))
    return _distinct([*runs, letters, *islice(map("".join, readings), _MOST_READINGS)])


@lru_cache(maxsize=8192)
def latin_readings(word: str) -> tuple[str, ...]:
    """What Latin words a folded word of letters, digits and signs may stand for, itself among them."""
    if len(word) > _LONGEST:
        return ()
    readings = product(*(_LATIN_FOR.get(sign, sign) for sign in word))
    return _distinct([word, _NO_LETTER.sub("", word), *islice(map("".join, readings), _MOST_READINGS)])


def _distinct(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if len(word) > 1))
