"""Setting a paragraph in lines: every letter shaped, in its place and in the right order.

All measures are in units of the face (a thousandth of the letters' size), so a text is set once for any size.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple
from unicodedata import category

import uharfbuzz

from mohit.arabic.isolation import isolate_names
from mohit.typesetting.bidi import RTL, levels_of, visual_runs
from mohit.typesetting.faces import Face, Family
from mohit.typesetting.lines import Word, balanced


class Glyph(NamedTuple):
    """A shape of a face at (`x`, `y`) from the line's left end and baseline; `letter` is its place in the text."""

    face: Face
    number: int
    x: int
    y: int
    letter: int


@dataclass(frozen=True)
class Line:
    """Glyphs from left to right."""

    glyphs: list[Glyph]
    width: int

    @cached_property
    def ink(self) -> tuple[int, int, int, int]:
        """Left, bottom, right and top of what is really drawn, which may reach beyond the width."""
        boxes = []
        for glyph in self.glyphs:
            box = glyph.face.font.get_glyph_extents(glyph.number)
            if box and box.width:
                left, top = glyph.x + box.x_bearing, glyph.y + box.y_bearing
                boxes.append((left, top + box.height, left + box.width, top))
        if not boxes:
            return 0, 0, 0, 0
        lefts, bottoms, rights, tops = zip(*boxes, strict=True)
        return min(lefts), min(bottoms), max(rights), max(tops)

    @property
    def ink_width(self) -> int:
        return self.ink[2] - self.ink[0]


class Paragraph:
    """A text that runs from right to left, with whatever stands in it the other way round (UAX #9)."""

    def __init__(self, text: str, family: Family) -> None:
        self.text = isolate_names(family.legible(text))
        self.family = family
        self.levels = levels_of(self.text, RTL)
        self.words = list(self._words())

    def _words(self) -> Iterator[Word]:
        """What stands between spaces; only there may a line end."""
        start = 0
        for word in self.text.split(" "):
            end = start + len(word)
            level = next((self.levels[place] for place in range(end - 1, start - 1, -1)), RTL)
            if word:
                yield Word(start, end, self.line(start, end).width, word, level % 2 == 0)
            start = end + 1

    @cached_property
    def space(self) -> int:
        face = self.family.faces[0].font
        return face.get_glyph_h_advance(face.get_nominal_glyph(ord(" ")))

    def broken(self, width: float, most: int) -> list[Sequence[Word]] | None:
        """At most that many lines of about one length, none wider than `width`; None if they would be more."""
        return balanced(self.words, self.space, width, most)

    def set_lines(self, chosen: list[Sequence[Word]]) -> list[Line]:
        return [self.line(words[0].start, words[-1].end) for words in chosen]

    def line(self, start: int, end: int) -> Line:
        glyphs: list[Glyph] = []
        pen = 0
        for run in visual_runs(self.levels, start, end):
            pieces = list(self.by_face(run.start, run.end))
            for face, first, last in reversed(pieces) if run.level % 2 else pieces:
                pen = self.shape(face, first, last, run.level, pen, glyphs)
        return Line(glyphs, pen)

    def by_face(self, start: int, end: int) -> list[tuple[Face, int, int]]:
        """The stretches that one face shows; marks and invisible signs go with the letter they stand on."""
        places = [start]
        faces: list[Face] = []
        for place in range(start, end):
            letter = self.text[place]
            face = self.family.face_for(letter)
            goes_along = category(letter) in ("Mn", "Cf", "Zs") and faces and faces[-1].has(letter)
            if faces and (face in (None, faces[-1]) or goes_along):
                continue
            if faces:
                places.append(place)
            faces.append(face or self.family.faces[0])
        return [(face, *limits) for face, limits in zip(faces, pairwise([*places, end]), strict=True)]

    def shape(self, face: Face, start: int, end: int, level: int, pen: int, glyphs: list[Glyph]) -> int:
        """Add the glyphs of that stretch and return the pen's new place. Letters join over a stretch's ends."""
        buffer = uharfbuzz.Buffer()
        buffer.add_str(self.text, start, end - start)
        buffer.direction = "rtl" if level % 2 else "ltr"
        buffer.guess_segment_properties()
        buffer.language = "ar"
        uharfbuzz.shape(face.font, buffer)
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            place = pen + position.x_offset, position.y_offset
            glyphs.append(Glyph(face, info.codepoint, *place, info.cluster))
            pen += position.x_advance
        return pen
