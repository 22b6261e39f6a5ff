"""The files that readers get: narrower copies of an original, in sRGB, without metadata.

Their names hold the picture's digest, so a name never changes its content. They are made on save (WebP, and one JPEG
for sharing) or by the worker (AVIF, four times the work), never while a page renders.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO

from django.core.files.storage import default_storage
from PIL import Image

from mohit.image_files import TURNS, in_srgb, plain_mode
from mohit.stored_files import write
from pictures import location

WIDTHS = (400, 600, 800, 1200, 1600)  # pixels
SHARE_WIDTH = 1200  # Open Graph readers want a JPEG of about this width
FAST = ("webp", "jpg")  # made in the request
ALL = (*FAST, "avif")
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")  # what Pillow may open, and nothing else

# Judged by eye on photographs of skin, fur, foliage and sky at twice their size. At 800 pixels the median of the demo's
# photographs is 43 kB as WebP and 34 kB as AVIF; WebP 75 and AVIF 55 are 8 and 20 % larger and look the same.
ENCODERS = {
    "webp": ("WEBP", {"quality": 70, "method": 4}),
    "avif": ("AVIF", {"quality": 50, "speed": 7, "max_threads": 1}),
    "jpg": ("JPEG", {"quality": 80, "optimize": True, "progressive": True}),
}


# --- Names --------------------------------------------------------------------------------------------------------


def widths_of(width: int) -> list[int]:
    """Widths of the renditions of a picture that many pixels wide, narrow to wide: at least one, never enlarged."""
    return [rung for rung in WIDTHS[:-1] if rung < width] + [min(width, WIDTHS[-1])]


def share_width(width: int) -> int:
    return min(width, SHARE_WIDTH)


def name(digest: str, width: int, extension: str) -> str:
    """The name in the default storage. Folders have three letters: two may spell `/ad/`, which blockers hide."""
    return f"renditions/{digest[:3]}/{digest}-{width}.{extension}"


def names(digest: str, width: int, extensions: Iterable[str] = ALL) -> list[str]:
    """The names of all renditions of a picture that many pixels wide."""
    return [
        name(digest, rung, extension)
        for extension in extensions
        for rung in ([share_width(width)] if extension == "jpg" else widths_of(width))
    ]


# --- Reading ------------------------------------------------------------------------------------------------------


def turned_size(image: Image.Image) -> tuple[int, int]:
    """Width and height as a reader sees them, after the turn that EXIF asks for."""
    width, height = image.size
    return (height, width) if location.orientation(image) >= 5 else (width, height)


def reduce(image: Image.Image) -> Image.Image:
    """The picture upright, opaque, in sRGB and at most as wide as the widest rendition: decoded once, for all widths.

    Raises whatever Pillow raises on a broken file.
    """
    turn = location.orientation(image)
    profile = image.info.get("icc_profile")
    width, height = image.size
    wide = height if turn >= 5 else width
    scale = min(1.0, WIDTHS[-1] / wide)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    image.draft(None, size)  # JPEG only: decodes at a half, a quarter or an eighth when that is enough
    image.load()
    image = plain_mode(image)
    if image.size != size:
        image = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    if turn in TURNS:
        image = image.transpose(TURNS[turn])
    return in_srgb(_opaque(image), profile)


def _opaque(image: Image.Image) -> Image.Image:
    """On white where it was transparent, or a black drawing would vanish on the dark page."""
    if image.mode not in ("RGBA", "LA", "RGBa", "La"):
        return image
    image = image.convert("RGBA")
    ground = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(ground, image).convert("RGB")


# --- Writing ------------------------------------------------------------------------------------------------------


def make(image: Image.Image, digest: str, width: int, extensions: Iterable[str], only: set[str] | None = None) -> None:
    """Writes the renditions of `image`, a reduced picture whose original is `width` pixels wide.

    `only`: the names to write, when some are there already.
    """
    extensions = tuple(extensions)
    for rung, copy in _copies(image, width):
        for extension in extensions:
            if extension == "jpg" and rung != share_width(width):
                continue
            target = name(digest, rung, extension)
            if only is None or target in only:
                write(target, encode(copy, extension))


def _copies(image: Image.Image, width: int) -> Iterator[tuple[int, Image.Image]]:
    """Each width from the one above it, wide to narrow."""
    proportion = image.height / image.width
    for rung in reversed(widths_of(width)):
        if image.width != rung:
            image = image.resize((rung, max(1, round(rung * proportion))), Image.Resampling.LANCZOS)
        yield rung, image


def encode(image: Image.Image, extension: str) -> bytes:
    format, options = ENCODERS[extension]
    buffer = BytesIO()
    image.save(buffer, format, **options)
    return buffer.getvalue()


def missing(digest: str, width: int, extensions: Iterable[str]) -> set[str]:
    return {target for target in names(digest, width, extensions) if not default_storage.exists(target)}


def remove(digest: str, width: int) -> None:
    for target in names(digest, width):
        default_storage.delete(target)
