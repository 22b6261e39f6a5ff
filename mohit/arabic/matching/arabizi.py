"""Arabic words in Latin letters and digits, as telephones wrote them: 7mar, kalb, 5anzir.

There is no one spelling: short vowels stand or fall, one letter has several signs. A listed word becomes a pattern of
all of them; a coarse key of its consonants says which patterns are worth trying.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import groupby
from typing import Final

LONGEST: Final = 24  # letters; also what keeps the patterns quick
_FEWEST_CONSONANTS: Final = 3  # of a word that is recognised without a digit: «ties» is no تيس
_LONG: Final = 5  # letters that do instead
_VOWELS: Final = "[aeiouy]{0,2}"

_SIGNS: Final = {
    "ا": "a+",
    "ب": "(?:b+|p+)",
    "ت": "t+",
    "ث": "(?:th|t+|s+)",
    "ج": "(?:dj|j+|g+)",
    "ح": "(?:7+|h+)",
    "خ": "(?:kh|5+|x|7)",
    "د": "d+",
    "ذ": "(?:dh|th|z+|dd)",
    "ر": "r+",
    "ز": "z+",
    "س": "s+",
    "ش": r"(?:sh|ch|\$+)",
    "ص": "(?:s+|9)",
    "ض": "(?:dh?|9)",
    "ط": "(?:t+|6)",
    "ظ": "(?:z+|dh|th|6)",
    "ع": "(?:3+|aa?)",
    "غ": "(?:gh|8+|3)",
    "ف": "(?:f+|v+|ph)",
    "ق": "(?:9+|q+|k+|2)",
    "ك": "k+",
    "ل": "l+",
    "م": "m+",
    "ن": "n+",
    "ه": "h+",
    "و": "(?:w+|oo?u?|u+)",
    "ي": "(?:y+|ii?e?|ee)",
}
# Without a digit: no letter doubled that is doubled in half the words of Europe, and none that has a sign of its own.
_SURE: Final = (
    _SIGNS
    | dict(zip("بفلمنر", "bflmnr", strict=True))
    | {
        "ذ": "(?:dh|zz?|dd)",
        "ث": "th",
    }
)
# What else is written where a digit within the word says that it is Arabic.
_LOOSE: Final = _SIGNS | {"ا": "(?:a+|e)", "ي": "(?:y+|ii?e?|ee?)", "ع": "(?:3+|aa?)?", "ق": "(?:9+|q+|k+|g+|8|2)"}
_LOOSE_END: Final = {"ي": "(?:y+|ii?e?|ee?|a)"}  # ى is the same letter here
_TEH_MARBUTA: Final = "(?:ah?|eh?)"
_NO_CONSONANTS: Final = frozenset("اوي")

# Coarse keys: what sounds, or is written, alike is one class; what may be a vowel, or falls easily, is none.
_CLASSES_OF_LATIN: Final = {
    "B": "bp",
    "K": "kqgjx589",
    "T": "tds6zc$",
    "F": "fv",
    "L": "l",
    "M": "m",
    "N": "n",
    "R": "r",
}
_CLASSES_OF_ARABIC: Final = {
    "B": "ب",
    "K": "كقغخج",
    "T": "تثدذزسشصضطظ",
    "F": "ف",
    "L": "ل",
    "M": "م",
    "N": "ن",
    "R": "ر",
}
_LATIN_CLASS: Final = {ord(sign): name for name, signs in _CLASSES_OF_LATIN.items() for sign in signs}
_ARABIC_CLASS: Final = {ord(sign): name for name, signs in _CLASSES_OF_ARABIC.items() for sign in signs}
_VARYING: Final = re.compile("[^BKTFLMNR]+")
_DISTINCT: Final = re.compile("[a-z][23567890$]|[23567890$][a-z]|kh|gh")

_BEFORE: Final = re.compile(r"(?:ya+|wa?|ou)?(?:b[ei]?)?(?:[aei]l|l)?(?=[a-z0-9$]{3})")
_AFTER: Final = re.compile(r"(?:een|in|ine|oun|at|ak|ek|ik|ok|kom|hom|ha|a|e|i)$")
_SIGNS_FOR_VOWELS: Final = str.maketrans("4@10!", "aaioi")
_STRETCHED: Final = re.compile(r"(.)\1{2,}")


def is_worth_a_pattern(word: str) -> bool:
    """Whether enough of a listed word (folded, Arabic) would be left in Latin letters to tell it from others."""
    return _consonants(word) > 1 and len(word) <= LONGEST


def coarse_key_of_arabic(word: str) -> str:
    return _one_of_each(_VARYING.sub("", word.translate(_ARABIC_CLASS)))


@cache
def pattern(word: str, *, is_feminine: bool, is_loose: bool) -> re.Pattern[str]:
    """All Latin spellings of a folded Arabic word. `is_feminine`: its last letter is a teh marbuta."""
    table = _LOOSE if is_loose else _SURE
    signs = [table.get(letter, re.escape(letter)) for letter in word]
    if is_feminine:
        signs[-1] = _TEH_MARBUTA
    elif is_loose:
        signs[-1] = _LOOSE_END.get(word[-1], signs[-1])
    if word[0] == "ا":
        signs[0] = "2?[aeiou]+"
    return re.compile(_VOWELS.join(signs) + "h?")


@lru_cache(maxsize=16_384)
def spellings(word: str) -> tuple[tuple[str, str], ...]:
    """(Coarse key, what to hold against the patterns that have it) of each reading of a folded Latin word."""
    word = _STRETCHED.sub(r"\1", word.translate(_SIGNS_FOR_VOWELS))
    if not 2 < len(word) <= LONGEST:
        return ()
    beginning = _BEFORE.match(word)
    starts = {0, beginning.end() if beginning else 0, *(2 for _ in range(word.startswith(("el", "al", "ya", "il"))))}
    found = []
    for start in sorted(starts):
        core = word[start:]
        ending = _AFTER.search(core)
        found.append(core)
        if ending and len(core) - len(ending[0]) > 2:
            found.append(core[: ending.start()])
    return tuple((_coarse_key_of_latin(core), core) for core in dict.fromkeys(found))


def sounds_like(typed: str, core: str, listed: str, *, is_feminine: bool) -> bool:
    """Whether `core`, a reading of `typed` from `spellings`, is one of the spellings of a listed word.

    Without a digit inside, or kh or gh, it takes a longer word and the usual vowels.
    """
    is_loose = bool(_DISTINCT.search(typed))
    if not is_loose and _consonants(listed) < _FEWEST_CONSONANTS and len(listed) < _LONG:
        return False
    return bool(pattern(listed, is_feminine=is_feminine, is_loose=is_loose).fullmatch(core))


def _consonants(word: str) -> int:
    return sum(letter not in _NO_CONSONANTS for letter in word)


def _coarse_key_of_latin(word: str) -> str:
    return _one_of_each(_VARYING.sub("", word.translate(_LATIN_CLASS)))


def _one_of_each(key: str) -> str:
    return "".join(letter for letter, _ in groupby(key))
