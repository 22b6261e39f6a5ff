"""Drawn landscapes for the generated stories: a sky, a sun, ridges or waves. The same bytes for the same number."""

from __future__ import annotations

from io import BytesIO
from math import pi, sin
from random import Random

from PIL import Image, ImageDraw

SIZE = 1600, 1000  # pixels
SKIES = [  # (at the zenith, at the horizon)
    ((34, 74, 122), (236, 178, 130)),
    ((92, 148, 196), (226, 236, 240)),
    ((24, 30, 64), (122, 86, 130)),
    ((150, 110, 80), (244, 214, 160)),
    ((70, 120, 130), (210, 224, 200)),
]
GROUNDS = [(20, 92, 104), (120, 82, 48), (58, 88, 52), (84, 74, 96), (172, 122, 66)]


def landscape(number: int) -> bytes:
    """Drawing `number` as a JPEG."""
    random = Random(number)  # noqa: S311  (nothing secret hangs on it)
    width, height = SIZE
    zenith, horizon = random.choice(SKIES)
    sky = Image.linear_gradient("L").resize(SIZE)
    image = Image.composite(Image.new("RGB", SIZE, horizon), Image.new("RGB", SIZE, zenith), sky)
    draw = ImageDraw.Draw(image)
    x, y, radius = random.randint(200, width - 200), random.randint(150, 450), random.randint(40, 110)
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(250, 236, 204))
    ground = random.choice(GROUNDS)
    ridges = random.randint(3, 6)
    for ridge in range(ridges):
        nearness = (ridge + 1) / ridges
        colour = tuple(round(far + (near - far) * nearness) for far, near in zip(horizon, ground, strict=True))
        draw.polygon(_ridge(random, height * (0.45 + 0.4 * ridge / ridges)), fill=colour)
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=88)
    return buffer.getvalue()


def _ridge(random: Random, level: float) -> list[tuple[float, float]]:
    """The outline of a ridge around `level` pixels from the top, closed along the lower edge."""
    width, height = SIZE
    waves = [(random.uniform(0.5, 6), random.uniform(0, 2 * pi), random.uniform(8, 50)) for _ in range(4)]
    top = [
        (x, level + sum(high * sin(pace * x / width * 2 * pi + phase) for pace, phase, high in waves))
        for x in range(0, width + 20, 20)
    ]
    return [*top, (width, height), (0, height)]
