"""The shapes of the demo's creatives: few, flat and quiet, in two tones of the ground.

Each takes a brush, a box in pixels (left, top, right, bottom) and the two tones. What leaves the box is cut off.
"""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi, sin

from PIL import Image, ImageDraw

FINER = 2  # drawn that much larger, then reduced: Pillow's shapes have hard edges
Motif = Callable[[ImageDraw.ImageDraw, int, int, str, str], None]


def put(image: Image.Image, box: tuple[int, int, int, int], name: str, far: str, near: str) -> None:
    """Draw the motif of that name over what is in `box`."""
    width, height = box[2] - box[0], box[3] - box[1]
    layer = image.crop(box).resize((width * FINER, height * FINER), Image.Resampling.NEAREST)
    MOTIFS[name](ImageDraw.Draw(layer), layer.width, layer.height, far, near)
    image.paste(layer.reduce(FINER), box[:2])


def steps(brush: ImageDraw.ImageDraw, width: int, height: int, far: str, near: str) -> None:
    """Columns that grow from the right, where an Arab eye begins."""
    column = min(width / 5, height / 3)
    for number in range(int(width / column)):
        right = width - number * column
        top = height * (0.86 - 0.62 * number / max(width / column - 1, 1))
        tone = near if number % 2 else far
        brush.rounded_rectangle((right - column * 0.8, top, right, height * 1.2), column * 0.16, fill=tone)


def books(brush: ImageDraw.ImageDraw, width: int, height: int, far: str, near: str) -> None:
    """Spines on a shelf."""
    unit, left, number = height / 9, 0.0, 0
    while left < width:
        thick = unit * (1.1, 0.8, 1.4, 0.9, 1.2)[number % 5]
        top = height * (0.18, 0.34, 0.1, 0.42, 0.26, 0.36, 0.16)[number % 7]
        tone = (far, near, far, far, near)[number % 5]
        brush.rounded_rectangle((left, top, left + thick, height * 1.1), unit * 0.12, fill=tone)
        left, number = left + thick + unit * 0.18, number + 1


def rings(brush: ImageDraw.ImageDraw, width: int, height: int, far: str, near: str) -> None:
    """Circles that widen from the lower left corner."""
    step = min(width, height) / 5.5
    for number in range(5, 0, -1):
        reach = step * number
        brush.ellipse((-reach, height - reach, reach, height + reach), outline=far, width=round(step * 0.34))
    brush.ellipse((-step * 0.8, height - step * 0.8, step * 0.8, height + step * 0.8), fill=near)


def peaks(brush: ImageDraw.ImageDraw, width: int, height: int, far: str, near: str) -> None:
    """A pale sun and two ridges."""
    sun = min(width, height) * 0.17
    brush.ellipse((width * 0.5 - sun, height * 0.26 - sun, width * 0.5 + sun, height * 0.26 + sun), fill=far)
    back = [(0, 0.74), (0.22, 0.46), (0.4, 0.66), (0.66, 0.34), (1, 1), (0, 1)]
    front = [(0, 0.58), (0.18, 0.7), (0.42, 0.92), (0.6, 0.8), (1, 1), (0, 1)]
    for ridge, tone in ((back, far), (front, near)):
        brush.polygon([(x * width, y * height) for x, y in ridge], fill=tone)


def leaves(brush: ImageDraw.ImageDraw, width: int, height: int, far: str, near: str) -> None:
    """An olive branch that rises from the lower left."""
    length = (width**2 + height**2) ** 0.5 * 0.8
    turn = -0.9 if height > width / 2 else -0.3
    for number in range(8):
        along = length * (0.1 + number * 0.105)
        x, y = along * cos(turn), height + along * sin(turn)
        size = min(width, height) * (0.34 - number * 0.016)
        for side in (1, -1):
            leaf(brush, (x, y), turn + side * 0.75, size, far if side == 1 else near)
    end = (length * 0.9 * cos(turn), height + length * 0.9 * sin(turn))
    brush.line([(0, height), end], fill=near, width=max(round(min(width, height) * 0.016), 2))


def leaf(brush: ImageDraw.ImageDraw, foot: tuple[float, float], turn: float, size: float, tone: str) -> None:
    """A pointed oval from `foot` in the direction `turn`, in radians."""
    edge = []
    for step in range(25):
        part = step / 24
        for side in (1, -1):
            out = size * 0.15 * sin(part * pi) * side
            x = foot[0] + cos(turn) * part * size - sin(turn) * out
            y = foot[1] + sin(turn) * part * size + cos(turn) * out
            edge.append((side, step, (x, y)))
    there = [point for side, _, point in edge if side == 1]
    back = [point for side, _, point in reversed(edge) if side == -1]
    brush.polygon(there + back, fill=tone)


def waves(brush: ImageDraw.ImageDraw, width: int, height: int, far: str, near: str) -> None:
    """The sea of the site's sign, in two waves that run out to the right."""
    long = max(height * 0.9, width / 3)
    for level, shift, tone in ((0.42, 0.0, far), (0.68, 1.7, near)):
        edge = []
        for x in range(0, width + 4, 4):
            out = max(x / width - 0.3, 0) / 0.7  # 0 in the open sea, 1 on the beach
            ripple = 0.09 * sin(x / long * 2 * pi + shift) * (1 - out)
            edge.append((x, height * (level + (1 - level) * out**2 + ripple)))
        brush.polygon([*edge, (width, height), (0, height)], fill=tone)


def phone(brush: ImageDraw.ImageDraw, width: int, height: int, far: str, near: str) -> None:
    """A telephone that stands in the picture's foot, lines of news on its screen."""
    wide = min(width * 0.72, height * 0.62)
    left, top, unit = (width - wide) / 2, height * 0.1, wide / 10
    brush.rounded_rectangle((left, top, left + wide, height * 1.3), unit * 1.2, fill=near)
    inner = (left + unit * 0.6, top + unit * 0.6, left + wide - unit * 0.6, height * 1.3)
    brush.rounded_rectangle(inner, unit * 0.7, fill=far)
    right, line = inner[2] - unit * 0.8, top + unit * 1.7
    brush.rounded_rectangle((inner[0] + unit * 0.8, line, right, line + unit * 3.4), unit * 0.4, fill=near)
    for number, part in enumerate((1, 0.7, 0.9, 0.6, 1)):
        upper = line + unit * (4.6 + number * 1.5)
        start = right - (right - inner[0] - unit * 0.8) * part
        brush.rounded_rectangle((start, upper, right, upper + unit * 0.6), unit * 0.3, fill=near)


MOTIFS: dict[str, Motif] = {
    "steps": steps,
    "books": books,
    "rings": rings,
    "peaks": peaks,
    "leaves": leaves,
    "waves": waves,
    "phone": phone,
}
