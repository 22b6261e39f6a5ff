"""Character tables of Arabic text, and Unicode normalisation that stays linear on hostile input."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

# Invisible characters that mean nothing to a reader: soft hyphen, grapheme joiner, Arabic letter mark,
# zero-width spaces and joiners, direction marks, embeddings, overrides, isolates, variation selectors, BOM.
INVISIBLES = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
# Tashkeel, superscript alef and Koranic signs, without the two small letters and the symbols among them.
ARABIC_MARKS = (
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u0898-\u089f\u08ca-\u08e1\u08e3-\u08ff"
)
TATWEEL = "\u0640"
# Marks of the other scripts that share a page with Arabic: Latin, Cyrillic, Hebrew, overlays and
# enclosures.
OTHER_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f"
)
LETTERS = (
    "\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06e5\u06e6\u06ee\u06ef\u06fa-\u06fc\u06ff"
    "\u0750-\u077f\u0870-\u0887\u0889-\u088e\u08a0-\u08c9"
)

PRESENTATION_FORMS = "\ufb50-\ufdef\ufe70-\ufefc"

ASCII_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2)
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")

_LONG_RUN = re.compile(r"(?:[^\w\s]|[\uff9e\uff9f]){31,}")
_PRESENTATION = re.compile(f"[{PRESENTATION_FORMS}]")


def normalized(form: Literal["NFC", "NFKC", "NFD", "NFKD"], text: str) -> str:
    """`unicodedata.normalize` in linear time (Unicode Standard Annex 15).

    Python sorts a run of combining marks by insertion, which takes minutes on a megabyte of alternating
    marks. A run longer than any language has is sorted here first; the result is the same.
    """
    decomposition: Literal["NFD", "NFKD"] = "NFKD" if "K" in form else "NFD"
    return unicodedata.normalize(form, _LONG_RUN.sub(lambda run: _in_canonical_order(run[0], decomposition), text))


def _in_canonical_order(run: str, form: Literal["NFD", "NFKD"]) -> str:
    """Decompose a run character by character and put each sequence of marks in the order of its classes."""
    ordered: list[str] = []
    marks: list[str] = []
    for character in "".join(unicodedata.normalize(form, character) for character in run):
        if unicodedata.combining(character):
            marks.append(character)
        else:
            ordered += sorted(marks, key=unicodedata.combining)
            marks.clear()
            ordered.append(character)
    return "".join(ordered + sorted(marks, key=unicodedata.combining))


def presentation_forms_to_letters(text: str) -> str:
    """Replace shaped letters, as PDF files give them, by plain letters.

    A shaped mark (U+FE70 to FE7F) becomes the mark alone: its compatibility form carries a space or a
    tatweel, which would cut or stretch the word it came from.
    """
    return _PRESENTATION.sub(_letter_of, text)


def _letter_of(form: re.Match[str]) -> str:
    letters = unicodedata.normalize("NFKC", form[0])
    return letters.lstrip(" \u0640") or letters
