"""The site's sign, a sea in a ring (static/img/icon.svg), and the waves of its grounds."""

from __future__ import annotations

from functools import lru_cache
from math import cos, pi, sin
from typing import Final, NamedTuple

from PIL import Image, ImageDraw


class Wave(NamedTuple):
    level: float  # of the page's height
    length: int  # pixels of half a wave
    height: int
    shift: int
    opacity: int  # to 255


WAVES: Final = (Wave(0.66, 300, 26, 210, 70), Wave(0.77, 240, 22, 60, 110), Wave(0.88, 300, 20, 0, 200))
FINER: Final = 4  # drawn that much larger, then reduced: Pillow's shapes have hard edges


@lru_cache(maxsize=4)
def mark(size: int) -> Image.Image:
    """A mask of that many pixels square."""
    scale = size * FINER / 342  # the ring is 342 units wide in the SVG, its centre at 256
    image = Image.new("L", (size * FINER, size * FINER))
    brush = ImageDraw.Draw(image)
    brush.ellipse((0, 0, image.width - 1, image.height - 1), outline=255, width=round(30 * scale))
    surface = [((x - 85) * scale, (262 + ripple(x - 106, 75, 23) - 85) * scale) for x in range(106, 407)]
    bowl = [
        ((256 + 150 * cos(turn / 60 * pi) - 85) * scale, (262 + 144 * sin(turn / 60 * pi) - 85) * scale)
        for turn in range(61)
    ]
    brush.polygon(surface + bowl, fill=255)
    return image.reduce(FINER)


@lru_cache(maxsize=4)
def disc(size: int) -> Image.Image:
    image = Image.new("L", (size * FINER, size * FINER))
    ImageDraw.Draw(image).ellipse((0, 0, image.width - 1, image.height - 1), fill=255)
    return image.reduce(FINER)


def ripple(x: float, length: float, height: float) -> float:
    """A wave of parabolas, up first, as `q` and `t` draw it; `length` is that of half a wave."""
    part = x % length / length
    return (-1 if int(x // length) % 2 == 0 else 1) * 4 * part * (1 - part) * height


def draw_waves(image: Image.Image, colour: str) -> None:
    """Three waves along the lower edge, each over the one behind it."""
    for level, length, height, shift, opacity in (
        (0.66, 300, 26, 210, 70),
        (0.77, 240, 22, 60, 110),
        (0.88, 300, 20, 0, 200),
    ):
        mask = wave_mask(image.size, level, length, height, shift, opacity)
        image.paste(colour, (0, 0, *image.size), mask)


@lru_cache(maxsize=4)
def wave_mask(size: tuple[int, int], level: float, length: int, height: int, shift: int, opacity: int) -> Image.Image:
    width, depth = size[0] * 2, size[1] * 2
    mask = Image.new("L", (width, depth))
    edge = [(x, (level * size[1] + ripple(x / 2 + shift, length, height)) * 2) for x in range(0, width + 4, 4)]
    ImageDraw.Draw(mask).polygon([*edge, (width, depth), (0, depth)], fill=opacity)
    return mask.reduce(2)
