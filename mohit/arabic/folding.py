"""Match keys: what two spellings of the same word have in common."""

from __future__ import annotations

import re
import unicodedata

from mohit.arabic.characters import (
    ARABIC_MARKS,
    ASCII_DIGITS,
    INVISIBLES,
    LETTERS,
    TATWEEL,
    normalized,
    presentation_forms_to_letters,
)

_INVISIBLE = re.compile(f"[{INVISIBLES}{TATWEEL}\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]+")
_TANWIN_ON_ALEF = re.compile(f"(?<=[{LETTERS}])(?:\u0627\u064b|\u064b\u0627)")
_MARKS = re.compile(f"[{ARABIC_MARKS}\u0674]+")
_THOUSANDS = re.compile(r"(?<=[0-9])(?:\u066c(?=[0-9])|,(?=[0-9]{3}(?![0-9])))")
_SPACE = re.compile(r"\s+")

# Persian, Urdu and Maghreb letters, each to the Arabic letter that readers type instead.
_FOREIGN_LETTERS = {
    **dict.fromkeys("یېےۍێ", "ي"),
    **dict.fromkeys("کڪ", "ك"),
    **dict.fromkeys("ھہە", "ه"),
    **dict.fromkeys("ۀۃ", "ة"),
    **dict.fromkeys("گڭݣ", "غ"),
    **dict.fromkeys("ٱٲٳ", "ا"),
    **dict.fromkeys("ڤڥ", "ف"),
    **{"پ": "ب", "چ": "ج", "ڨ": "ق", "ژ": "ز"},
}
_LETTERS_AND_DIGITS = str.maketrans({**_FOREIGN_LETTERS, "\u066b": "."}) | ASCII_DIGITS

# A word that every step leaves alone: Arabic letters of the Arabic keyboard, without marks.
_PLAIN_WORD = re.compile("[\u0621-\u063a\u0641-\u064a]*")

# Hamza on its seats. Each rule leaves text that no rule of this list matches again.
_HAMZA = re.compile("[ءؤئ]")
_HUNDRED = re.compile(r"مائ(?=ة|تان\b|تين\b)|\bمائ(?=ه\b)")
_THING = re.compile(r"\b([وفبلك]?(?:ال)?|[وف]?لل)شئ\b")
_FINAL_SEAT_AFTER_YEH = re.compile(r"(?<=ي)ئ\b")
_FINAL_HAMZA = re.compile(f"(?<=[{LETTERS}]{{3}})ء+(?![{LETTERS}])")
_SEATS = str.maketrans("ؤئ", "وي")
_FORMS = str.maketrans("أإآىة", "ااايه")

# Punctuation that tells names apart (C, C++, C#); all other punctuation separates words.
_TELLING_PUNCTUATION = frozenset("#&@%*/")


def normalise(text: str) -> str:
    """Return the match key of a text: equal for spellings a reader takes for the same words. Idempotent.

    Compatibility forms opened, invisibles, marks and tatweel removed, digits 0 to 9 without thousands
    marks, tanwin with its alef removed; foreign letters, hamza seats, alef forms, final yeh and teh
    marbuta, letter case and white space folded. Punctuation stays. Stop words and prefixes are the business
    of search, between the seats and the forms: it needs `folded_seats` and `folded_forms`.
    """
    return folded_forms(folded_seats(text))


def folded_seats(text: str) -> str:
    """Fold what decides no prefix and no stop word: `normalise`, but أ إ آ ى ة stay as typed."""
    return without_seats(folded_letters(text))


def folded_letters(text: str) -> str:
    """Fold what decides no ending either: `folded_seats`, but each hamza stays on its seat."""
    if _PLAIN_WORD.fullmatch(text):
        return text
    text = normalized("NFKC", _INVISIBLE.sub("", presentation_forms_to_letters(text)))
    text = normalized("NFKC", _INVISIBLE.sub("", text.casefold()))
    text = _MARKS.sub("", _TANWIN_ON_ALEF.sub("", text))
    text = normalized("NFKC", _THOUSANDS.sub("", text.translate(_LETTERS_AND_DIGITS)))
    return _SPACE.sub(" ", text).strip()


def folded_forms(text: str) -> str:
    """Fold the alef forms, final yeh and teh marbuta of a text from `folded_seats`."""
    return text.translate(_FORMS)


def without_seats(text: str) -> str:
    """Fold the hamza of a text from `folded_letters`."""
    if not _HAMZA.search(text):
        return text
    text = _THING.sub(r"\1شيء", _HUNDRED.sub("مئ", text))
    text = _FINAL_SEAT_AFTER_YEH.sub("ء", text)
    text = text.replace("ئو", "وو").replace("ؤو", "وو").translate(_SEATS)
    return _FINAL_HAMZA.sub("", text)


def skeleton(text: str) -> str:
    """Return the key by which names are unique (AR-15): الجزائر, الجـزائر and «الجزائر» share one.

    `normalise` with punctuation turned into spaces. Repeated letters are not squeezed: مكة and مككة are two
    names, and two topics of an archive must never merge by accident; matching abuse squeezes on top of
    this. Punctuation alone is its own key, so a visible name never has an empty one.
    """
    key = normalise(text)
    words = "".join(" " if _separates(character) else character for character in key).split()
    return " ".join(words) or key


def _separates(character: str) -> bool:
    return character not in _TELLING_PUNCTUATION and unicodedata.category(character).startswith("P")
