"""One creative of the demo in one size and scheme: a motif to the left, words to the right, a button under or beside.

Measures are CSS pixels; everything is drawn at twice that. The same words give the same pixels.
"""

from __future__ import annotations

from typing import NamedTuple

from PIL import Image, ImageDraw

from ads.demo import motifs
from mohit.typesetting.faces import UNITS, Family, bold, medium
from mohit.typesetting.ink import draw_line
from mohit.typesetting.setting import Line, Paragraph

DENSITY = 2
LEADING = 1.36
RISE = 0.3  # of the size: from the middle of a line of letters down to its baseline


class Palette(NamedTuple):
    ground: str
    far: str
    near: str
    ink: str
    soft: str
    button: str
    on_button: str


class Layout(NamedTuple):
    """Where things stand: boxes are left, top, right, bottom; sizes are of letters. `line` 0: there is no room."""

    motif: tuple[int, int, int, int]
    words: tuple[int, int, int, int]
    brand: int
    headline: int
    lines: int
    line: int
    button: tuple[int, int, int]  # its right edge, its middle from the top, the size of its letters


LAYOUTS = {
    (300, 250): Layout((0, 120, 300, 250), (22, 22, 278, 150), 14, 27, 2, 14, (278, 212, 14)),
    (336, 280): Layout((0, 168, 336, 280), (24, 22, 312, 160), 15, 29, 2, 15, (312, 242, 15)),
    (300, 600): Layout((0, 300, 300, 600), (28, 36, 272, 240), 16, 38, 3, 17, (272, 250, 17)),
    (320, 100): Layout((0, 0, 104, 100), (112, 0, 304, 100), 12, 20, 2, 0, (0, 0, 0)),
    (728, 90): Layout((0, 0, 190, 90), (310, 0, 704, 90), 12, 24, 1, 13, (300, 45, 14)),
    (970, 90): Layout((0, 0, 280, 90), (420, 0, 942, 90), 12, 25, 1, 13, (400, 45, 14)),
    (970, 250): Layout((0, 0, 420, 250), (440, 28, 922, 180), 17, 46, 1, 19, (922, 204, 17)),
}
STRIP = 100  # no higher: the words stand in the middle of it


def draw(facts: dict, size: tuple[int, int], scheme: str) -> Image.Image:
    palette, layout = Palette(*facts[scheme]), LAYOUTS[size]
    page = Image.new("RGB", (size[0] * DENSITY, size[1] * DENSITY), palette.ground)
    motif = tuple(edge * DENSITY for edge in layout.motif)
    motifs.put(page, motif, facts["motif"], palette.far, palette.near)
    draw_words(page, facts, layout, palette)
    if layout.button[2]:
        draw_button(page, facts["call"], layout.button, palette)
    return page


def draw_words(page: Image.Image, facts: dict, layout: Layout, palette: Palette) -> None:
    """Brand, headline and line under one another, all at the right edge."""
    left, top, right, bottom = (edge * DENSITY for edge in layout.words)
    lines, size = fitted(facts["headline"], right - left, layout.headline, layout.lines)
    baselines = [layout.brand * DENSITY * 0.8]
    baselines += [baselines[0] + layout.brand * DENSITY * 0.5 + size * (1 + row * LEADING) for row in range(len(lines))]
    if layout.line:
        baselines.append(baselines[-1] + size * 0.25 + layout.line * DENSITY * 1.25)
    if page.height <= STRIP * DENSITY:
        top = (bottom - baselines[-1]) / 2 - DENSITY
    first, *rest = (top + baseline for baseline in baselines)
    put(page, one_line(facts["brand"], bold()), right, first, layout.brand, palette.button)
    for line, baseline in zip(lines, rest, strict=False):
        draw_line(page, line, right, baseline, size, palette.ink)
    if layout.line:
        put(page, one_line(facts["line"], medium()), right, rest[-1], layout.line, palette.soft)


def fitted(text: str, width: float, size: int, most: int) -> tuple[list[Line], float]:
    """The lines of the headline in the largest size of letters, from `size` down, in which they are at most `most`."""
    paragraph, pixels = Paragraph(text, bold()), float(size * DENSITY)
    while (chosen := paragraph.broken(width / pixels * UNITS, most)) is None:
        pixels *= 0.96
    return paragraph.set_lines(chosen), pixels


def draw_button(page: Image.Image, text: str, place: tuple[int, int, int], palette: Palette) -> None:
    right, middle, letters = (measure * DENSITY for measure in place)
    line = one_line(text, bold())
    padding, half = letters * 1.1, letters * 1.1
    left = right - line.ink_width * letters / UNITS - 2 * padding
    ImageDraw.Draw(page).rounded_rectangle(
        (left, middle - half, right, middle + half), letters * 0.3, fill=palette.button
    )
    put(page, line, right - padding, middle + letters * RISE, place[2], palette.on_button)


def one_line(text: str, family: Family) -> Line:
    paragraph = Paragraph(text, family)
    return paragraph.line(0, len(paragraph.text))


def put(page: Image.Image, line: Line, right: float, baseline: float, size: int, colour: str) -> None:
    draw_line(page, line, right, baseline, size * DENSITY, colour)
