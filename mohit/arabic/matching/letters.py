"""Letters as a word list compares them: coarser than a match key, because here a likeness is meant to deceive.

`normalise` keeps apart what readers keep apart; a letter that only looks like another one, a stroke through it or a
dot more is for it another letter. Here it is the same.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

from mohit.arabic.characters import ARABIC_MARKS, ASCII_DIGITS, INVISIBLES, OTHER_MARKS, TATWEEL, normalized

# Names of Arabic letters in Unicode, without «WITH …», and the letter of the keyboard that has their shape.
_SHAPES: Final = {
    "ا": "ALEF, ALEF WASLA, HIGH HAMZA ALEF",
    "ب": "BEH, DOTLESS BEH, PEH, BEEH, BEHEH",
    "ت": "TEH, TTEH, TEHEH, TTEHEH",
    "ث": "THEH",
    "ج": "JEEM, TCHEH, NYEH, DYEH, TCHEHEH",
    "ح": "HAH",
    "خ": "KHAH",
    "د": "DAL, DDAL, DAHAL, DDAHAL, DUL",
    "ذ": "THAL",
    "ر": "REH, RREH",
    "ز": "ZAIN, JEH",
    "س": "SEEN",
    "ش": "SHEEN",
    "ص": "SAD",
    "ض": "DAD",
    "ط": "TAH",
    "ظ": "ZAH",
    "ع": "AIN",
    "غ": "GHAIN",
    "ف": "FEH, DOTLESS FEH, VEH, PEHEH",
    "ق": "QAF, DOTLESS QAF",
    "ك": "KAF, SWASH KAF, KEHEH, GAF, GUEH, NG, NGOEH",
    "ل": "LAM",
    "م": "MEEM",
    "ن": "NOON, NOON GHUNNA, RNOON, RNOON GHUNNA",
    "ه": "HEH, HEH DOACHASHMEE, HEH GOAL, AE, TEH MARBUTA, TEH MARBUTA GOAL",
    "و": "WAW, HIGH HAMZA WAW, U, OE, YU, VE, KIRGHIZ OE, KIRGHIZ YU, U",
    "ي": "YEH, ALEF MAKSURA, FARSI YEH, YEH BARREE, HIGH HAMZA YEH, E",
}
_LETTER_OF_SHAPE: Final = {name: letter for letter, names in _SHAPES.items() for name in names.split(", ")}
# Two or three dots over ح are read as خ, a small ط over ر as ر; the name alone does not say it.
_READ_OTHERWISE: Final = dict.fromkeys("ڂڅ", "خ") | {"ڃ": "ج", "ڄ": "ج", "چ": "ج", "ڤ": "ف", "ڨ": "ق", "ء": ""}

# Cyrillic and Greek letters, small capitals and crossed Latin ones that pass for a plain Latin letter.
_LATIN: Final = {
    "a": "аαɑᴀАΑ",
    "b": "вβʙВΒƅ",
    "c": "сϲᴄС",
    "d": "ԁđᴅ",
    "e": "еεᴇЕΕєɛ",
    "f": "ƒꜰ",
    "g": "ɡɢ",
    "h": "нһʜНΗ",
    "i": "іιıɪІΙї",
    "j": "јᴊЈ",
    "k": "кκᴋКΚҡқҟ",
    "l": "ӏʟłƚ",
    "m": "мᴍМΜ",
    "n": "пηɴΝո",
    "o": "оοσᴏøОΟօ",
    "p": "рρᴘРΡ",
    "q": "ԛ",
    "r": "гʀ",
    "s": "ѕꜱЅ",
    "t": "тτᴛТΤ",
    "u": "υᴜսц",
    "v": "νᴠѵ",
    "w": "ԝωᴡѡ",
    "x": "хχХΧ",
    "y": "уγʏУΥү",
    "z": "ᴢΖ",
}
_SQUARED: Final = dict(zip(range(0x1F170, 0x1F18A), "abcdefghijklmnopqrstuvwxyz", strict=True))
_UNSEEN: Final = re.compile(
    f"[{ARABIC_MARKS}{OTHER_MARKS}{INVISIBLES}{TATWEEL}\u0674\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]+"
)
_LONGEST_KEPT: Final = 48  # letters of a word that is worth remembering


def _letters_by_shape() -> dict[int, str]:
    found: dict[int, str] = {}
    for code in (*range(0x0620, 0x0700), *range(0x0750, 0x0780), *range(0x0870, 0x08CA)):
        name = unicodedata.name(chr(code), "").removeprefix("ARABIC LETTER ").partition(" WITH ")[0]
        if name in _LETTER_OF_SHAPE:
            found[code] = _LETTER_OF_SHAPE[name]
    return found


_LETTERS: Final = (
    _letters_by_shape()
    | {ord(letter): read for letter, read in _READ_OTHERWISE.items()}
    | {ord(alike): letter for letter, others in _LATIN.items() for alike in others}
    | _SQUARED
    | ASCII_DIGITS
)
_DOUBLED: Final = re.compile(r"(.)\1", re.DOTALL)
_RUN: Final = re.compile(r"(.)\1*+", re.DOTALL)
_ENDS_IN_HAMZA: Final = re.compile("[اآىي]ء$")


class Squeezed(NamedTuple):
    """A word with each run of one letter written once, and how long the runs are: كللب is كلب and (1, 2, 1)."""

    letters: str
    runs: tuple[int, ...]


def folded(word: str) -> str:
    """The letters of one word: without marks, overlays and invisibles, look-alikes and case folded. Idempotent."""
    return _known(word) if len(word) <= _LONGEST_KEPT else _fold(word)


def ends_in_hamza(word: str) -> bool:
    """Whether the alef at the end of a folded word carries a hamza, and so is the word's own: سخاء, no accusative."""
    return "ء" in word and bool(_ENDS_IN_HAMZA.search(_UNSEEN.sub("", normalized("NFKC", word[-_LONGEST_KEPT:]))))


@lru_cache(maxsize=32_768)
def squeezed(word: str) -> Squeezed:
    if not _DOUBLED.search(word):
        return Squeezed(word, (1,) * len(word))
    runs = [run[0] for run in _RUN.finditer(word)]
    return Squeezed("".join(run[0] for run in runs), tuple(map(len, runs)))


def _fold(word: str) -> str:
    if word.isascii():
        return word.lower()
    # Twice: a capital of another script may fold into a letter that only now is known to pass for a Latin one.
    text = _UNSEEN.sub("", normalized("NFKD", word)).translate(_LETTERS)
    return _UNSEEN.sub("", normalized("NFKD", text.casefold())).translate(_LETTERS)


_known = lru_cache(maxsize=32_768)(_fold)
