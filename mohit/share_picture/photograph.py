"""The photograph on a share picture: cut round its focal point, and darkened where words stand on it."""

from __future__ import annotations

from io import BytesIO
from typing import Final, NamedTuple

from PIL import Image

LARGEST_STRETCH: Final = 1.7  # times its own size; beyond it a photograph is mud
LANDSCAPE: Final = 1.2  # width for height from which on it may lie under the words

SCRIM: Final = (4, 34, 48)
LEAST_SCRIM, MOST_SCRIM = 45, 85  # per cent
# Luminance under white words (WCAG 2.2): 0.183 gives a contrast of 4.5, which the brightest spot may have; what lies
# under most letters should be darker still.
BRIGHTEST, AIM = 0.165, 0.1
SPOTS: Final = (64, 32)  # the squares in which brightness is measured, each about as large as a letter's stroke
FADE: Final = 170  # pixels over which the scrim begins


class Photograph(NamedTuple):
    """An encoded picture and its focal point, from 0 to 1."""

    content: bytes
    focal_x: float = 0.5
    focal_y: float = 0.4

    def opened(self, landscape: tuple[int, int], portrait: tuple[int, int]) -> Image.Image:
        """At least as large as it will be shown, if it is that large; raises what Pillow raises on a broken file."""
        image = Image.open(BytesIO(self.content), formats=("JPEG", "PNG", "WEBP", "AVIF"))
        # A JPEG of twice the size or more is decoded at a half or a quarter of it.
        image.draft("RGB", landscape if is_landscape(image) else portrait)
        image.load()
        return image.convert("RGB")


def is_landscape(image: Image.Image) -> bool:
    return image.width >= LANDSCAPE * image.height


def fits(image: Image.Image, size: tuple[int, int]) -> bool:
    return max(size[0] / image.width, size[1] / image.height) <= LARGEST_STRETCH


class Window(NamedTuple):
    """The part `left` to `lower` of a picture, in its own pixels, that is shown in `size` pixels."""

    left: float
    upper: float
    right: float
    lower: float
    size: tuple[int, int]
    whole: tuple[int, int]

    def of(self, image: Image.Image) -> Image.Image:
        return image.resize(self.size, Image.Resampling.LANCZOS, box=self[:4], reducing_gap=3.0)

    def place_of(self, point: tuple[float, float]) -> tuple[float, float]:
        """Where that point of the picture (0 to 1) is shown, in pixels."""
        times = self.size[0] / (self.right - self.left)
        return (point[0] * self.whole[0] - self.left) * times, (point[1] * self.whole[1] - self.upper) * times


def cut_out(
    whole: tuple[int, int], size: tuple[int, int], focal: tuple[float, float], aim: tuple[float, float]
) -> Window:
    """What covers `size` of a picture of `whole` pixels, its point `focal` as near to `aim` (0 to 1) as can be."""
    times = max(size[0] / whole[0], size[1] / whole[1])
    width, height = min(size[0] / times, whole[0]), min(size[1] / times, whole[1])
    left = max(min(focal[0] * whole[0] - aim[0] * width, whole[0] - width), 0)
    upper = max(min(focal[1] * whole[1] - aim[1] * height, whole[1] - height), 0)
    return Window(left, upper, min(left + width, whole[0]), min(upper + height, whole[1]), size, whole)


def darken(image: Image.Image, top: int) -> None:
    """Lay the scrim over `image` from `top` downwards, and fade it in above. As strong as these very pixels need."""
    strength = scrim_strength(image.crop((0, top, *image.size)))
    ramp = Image.new("L", (1, image.height))
    ramp.putdata([round(255 * strength * rising((y - top + FADE) / FADE)) for y in range(image.height)])
    image.paste(SCRIM, (0, 0, *image.size), ramp.resize(image.size))


def rising(part: float) -> float:
    """From 0 to 1 and no further, without an edge that the eye would see."""
    part = min(max(part, 0), 1)
    return part * part * (3 - 2 * part)


def scrim_strength(under_words: Image.Image) -> float:
    """How opaque the scrim must be (0 to 1) for white words to be read over these pixels."""
    spots = sorted(under_words.convert("L").resize(SPOTS, Image.Resampling.BOX).tobytes())
    brightest, bright = spots[-1], spots[-len(spots) // 20]
    for percent in range(LEAST_SCRIM, MOST_SCRIM):
        if under_scrim(brightest, percent) <= BRIGHTEST and under_scrim(bright, percent) <= AIM:
            return percent / 100
    return MOST_SCRIM / 100


def under_scrim(grey: int, percent: int) -> float:
    """The luminance of that grey under so much scrim."""
    return luminance([grey + (own - grey) * percent / 100 for own in SCRIM])


def luminance(colour: list[float] | tuple[float, ...]) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (c / 255 for c in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
