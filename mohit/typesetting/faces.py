"""The typefaces of drawn pictures, as HarfBuzz fonts: one unit is a thousandth of the size of the letters."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final
from unicodedata import category, normalize

import uharfbuzz

FONTS: Final = Path(__file__).resolve().parent / "fonts"
UNITS: Final = 1000  # in an em
GAPS: Final = re.compile(" [ \u200c\u200d]+")  # with the joiners that held an emoji together


class Face:
    """One font file. `bolder` thickens a face that comes in one weight only, in parts of an em."""

    def __init__(self, file: str, bolder: float = 0) -> None:
        face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(FONTS / file))
        self.letters = frozenset(face.unicodes)
        self.font = uharfbuzz.Font(face)
        self.font.scale = (UNITS, UNITS)
        if bolder:
            self.font.synthetic_bold = (bolder, bolder, False)

    def has(self, letter: str) -> bool:
        return ord(letter) in self.letters


class Family:
    """Faces in the order in which they are asked for a letter."""

    def __init__(self, *faces: Face) -> None:
        self.faces = faces

    def face_for(self, letter: str) -> Face | None:
        """None for what no face can show, such as emoji."""
        return next((face for face in self.faces if face.has(letter)), None)

    def shows(self, letter: str) -> bool:
        """Whether the letter is drawn, or invisible by nature."""
        return category(letter) == "Cf" or self.face_for(letter) is not None

    def legible(self, text: str) -> str:
        """`text` with letters that no face has in a plainer form, or left out: empty boxes would stand there."""
        shown = (letter if self.shows(letter) else self.plainer(letter) for letter in text)
        return GAPS.sub(" ", "".join(shown)).strip(" ")

    def plainer(self, letter: str) -> str:
        """`d` for `ḍ`, `A` for `𝐀`, nothing for a lone mark, a space for an emoji."""
        parts = "".join(part for part in normalize("NFKD", letter) if self.face_for(part))
        return parts or ("" if category(letter) == "Mn" else " ")


@cache
def bold() -> Family:
    return Family(Face("bold.ttf"), *others())


@cache
def medium() -> Family:
    return Family(Face("medium.ttf"), *others())


@cache
def others() -> tuple[Face, ...]:
    return Face("other-letters.ttf"), Face("tifinagh.ttf", bolder=0.03)
