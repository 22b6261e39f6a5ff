"""Lines of letters as pixels."""

from __future__ import annotations

from typing import Final

from PIL import Image
from uharfbuzz import RasterDraw, RasterExtents

from mohit.typesetting.faces import UNITS
from mohit.typesetting.setting import Line

EDGE: Final = 2  # pixels round the ink, for the grey of its rim


def draw_line(image: Image.Image, line: Line, right: float, baseline: float, size: float, colour: str) -> None:
    """Draw `line` on `image` with its ink's right end at `right`, in pixels from the left and the top.

    Its ink, not its width: lines that begin with an alif and with a kaf then stand on one edge.
    """
    scale = size / UNITS
    left, bottom, far, top = (edge * scale for edge in line.ink)
    if far <= left or top <= bottom:
        return
    start = right - far
    x, y = int(start + left) - EDGE, int(baseline - top) - EDGE  # the mask's corner on the image
    width, height = int(far - left) + 2 * EDGE + 2, int(top - bottom) + 2 * EDGE + 2
    raster = RasterDraw()
    for glyph in line.glyphs:
        # HarfBuzz counts upwards from the lower edge of the mask.
        across, up = start + glyph.x * scale - x, y + height - baseline + glyph.y * scale
        raster.transform = (scale, 0, 0, scale, across, up)
        raster.draw_glyph(glyph.face.font, glyph.number)
    raster.extents = RasterExtents(0, 0, width, height)
    drawn = raster.render()
    mask = Image.frombuffer("L", (width, height), drawn.buffer, "raw", "L", drawn.extents.stride, -1)
    image.paste(colour, (x, y), mask)
