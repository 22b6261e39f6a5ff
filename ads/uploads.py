"""How the image of a creative enters: judged by its content, decoded, and encoded anew by us.

Nothing of the file itself is kept, so nothing that hides in it is served. Every refusal is a sentence in Arabic.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import File
from PIL import Image

from ads.sizes import SIZES, Size
from mohit.image_files import TURNS, foreign_name, in_srgb, orientation, plain_mode

logger = logging.getLogger(__name__)

MAX_BYTES = 5_000_000
MAX_PIXELS = 2_000_000  # twice the largest size at double density: nothing of ours has more
BUDGET = 80_000  # bytes of the WebP file: a reader on a telephone pays for them
QUALITIES = (88, 80, 72, 64, 56)  # tried in this order until it is within the budget
MOST_SCANS = 100  # of a JPEG: each costs a pass over all pixels, in a few bytes
EXTENSIONS = {"JPEG": {".jpg", ".jpeg", ".jpe", ".jfif"}, "PNG": {".png"}, "WEBP": {".webp"}}
NAMES = {"JPEG": "JPEG", "PNG": "PNG", "WEBP": "WebP"}
STARTS = ((0, b"\xff\xd8\xff"), (0, b"\x89PNG\r\n\x1a\n"), (8, b"WEBP"))
ACCEPTED = "JPEG أو PNG أو WebP"
ACCEPTED_SIZES = "، ".join(f"{width}×{height}" for width, height in SIZES)
GROUNDS = {"light": "#ffffff", "dark": "#0f171d"}  # of the pages: a logo that is transparent stands on its own


@dataclass(frozen=True)
class Encoded:
    """A WebP file of ours; `width` and `height` in CSS pixels, of which each has `density` of the file's."""

    content: bytes
    width: int
    height: int
    density: int

    @property
    def name(self) -> str:
        """In the default storage. Three letters a folder: two may spell `/ad/`, which blockers hide."""
        digest = hashlib.sha256(self.content).hexdigest()[:32]
        return f"panels/{digest[:3]}/{digest}.webp"


def encode(file: File, scheme: str = "light") -> Encoded:
    """The file as we serve it. Raises ValidationError."""
    content = _read(file)
    image, format = _open(content)
    _check_name(file, format)
    _check_scope(image)
    try:
        end = _end(content, format)
        turn = orientation(image)
        size = image.size[::-1] if turn >= 5 else image.size
    except Exception as error:  # a broken file makes Pillow raise nearly anything; none of it is our fault
        raise _broken(format, error) from error
    if content[end:].strip(b"\0 \r\n\t"):
        raise ValidationError("في الملف شيء غير الصورة بعد نهايتها. احفظها من جديد ثم ارفعها.", code="polyglot")
    (width, height), density = _accepted(size)
    try:
        pixels = _pixels(image, turn, GROUNDS[scheme])
    except Exception as error:
        raise _broken(format, error) from error
    return Encoded(_within_budget(pixels), width, height, density)


# --- Judging ------------------------------------------------------------------------------------------------------


def _read(file: File) -> bytes:
    if not file.size:
        raise ValidationError("الملف فارغ.", code="empty")
    if file.size > MAX_BYTES:
        raise ValidationError(
            f"حجم الملف {file.size / 1_000_000:.1f} ميغابايت، والحد الأقصى {MAX_BYTES // 1_000_000} ميغابايت.",
            code="too_many_bytes",
        )
    file.seek(0)
    return file.read()


def _open(content: bytes) -> tuple[Image.Image, str]:
    """Its header is read and its pixels are not. Pillow is asked for our three formats only."""
    try:
        image = Image.open(BytesIO(content), formats=tuple(EXTENSIONS))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except Exception as error:
        raise _wrong_type(content) from error
    return image, "JPEG" if image.format == "MPO" else str(image.format)


def _wrong_type(content: bytes) -> ValidationError:
    if any(content[offset:].startswith(start) for offset, start in STARTS):
        return _broken("file", None)
    name = foreign_name(content)
    if not name:
        return ValidationError(f"هذا الملف ليس صورة. المقبول: {ACCEPTED}.", code="wrong_type")
    hint = " الصور المتحركة لا تقبل." if name == "GIF" else ""
    return ValidationError(f"هذا ملف {name}.{hint} المقبول: {ACCEPTED}.", code="wrong_type")


def _check_name(file: File, format: str) -> None:
    """A file that calls itself something else was made by mistake, or not by mistake."""
    extension = PurePath(file.name or "").suffix.lower()
    if extension not in EXTENSIONS[format]:
        called = f"ينتهي بـ«{extension[:10]}»" if extension else "بلا امتداد"
        raise ValidationError(f"اسم الملف {called} ومحتواه {NAMES[format]}. صحح امتداده.", code="wrong_extension")


def _check_scope(image: Image.Image) -> None:
    """Before anything is decoded."""
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise _too_many_pixels(f": {width}×{height} بكسل")
    if image.format != "MPO" and getattr(image, "is_animated", False):
        raise ValidationError("الصورة متحركة. ارفع صورة ثابتة.", code="animated")


def _accepted(size: tuple[int, int]) -> tuple[Size, int]:
    for density in (1, 2):
        for width, height in SIZES:
            if size == (width * density, height * density):
                return (width, height), density
    raise ValidationError(
        f"مقاس الصورة {size[0]}×{size[1]} بكسل. المقاسات المقبولة: {ACCEPTED_SIZES}، أو ضعف أحدها.", code="wrong_size"
    )


def _too_many_pixels(size: str = "") -> ValidationError:
    return ValidationError(
        f"أبعاد الصورة كبيرة جدا{size}. المقاسات المقبولة: {ACCEPTED_SIZES}، أو ضعف أحدها.", code="too_many_pixels"
    )


def _broken(format: str, error: Exception | None) -> ValidationError:
    logger.info("A broken %s was refused: %s", format, type(error).__name__)
    return ValidationError("الصورة تالفة أو غير مكتملة. احفظها من جديد ثم ارفعها.", code="broken")


# --- Where the picture ends in its file -----------------------------------------------------------------------------


def _end(content: bytes, format: str) -> int:
    """The first byte behind the picture. Raises ValueError or IndexError when the file does not follow its format."""
    if format == "WEBP":
        return 8 + int.from_bytes(content[4:8], "little")
    return _end_of_png(content) if format == "PNG" else _end_of_jpeg(content)


def _end_of_png(content: bytes) -> int:
    """ISO/IEC 15948: chunks of length, type, data and checksum up to IEND."""
    position = 8
    while position + 12 <= len(content):
        length, kind = int.from_bytes(content[position : position + 4], "big"), content[position + 4 : position + 8]
        position += 12 + length
        if kind == b"IEND":
            return position
    raise ValueError("A PNG without its end.")


def _end_of_jpeg(content: bytes) -> int:
    """ISO/IEC 10918-1 annex B: segments of marker and length, scans up to the next marker, the end of the image."""
    position, scans = 2, 0
    while True:
        while content[position] == 0xFF and content[position + 1] == 0xFF:  # fill bytes
            position += 1
        if content[position] != 0xFF:
            raise ValueError("A JPEG segment was expected.")
        marker = content[position + 1]
        if marker == 0xD9:
            return position + 2
        position += 2 + int.from_bytes(content[position + 2 : position + 4], "big")
        if marker == 0xDA:
            scans += 1
            if scans > MOST_SCANS:
                raise ValueError("A JPEG of endless scans.")
            position = content.index(b"\xff", position)
            while content[position + 1] in (0x00, *range(0xD0, 0xD8)):  # a stuffed byte, a restart
                position = content.index(b"\xff", position + 2)


# --- Encoding -------------------------------------------------------------------------------------------------------


def _pixels(image: Image.Image, turn: int, ground: str) -> Image.Image:
    """Upright, opaque, in sRGB, without metadata."""
    profile = image.info.get("icc_profile")
    image.load()
    image = plain_mode(image)
    if turn in TURNS:
        image = image.transpose(TURNS[turn])
    if image.mode not in ("RGBA", "LA", "RGBa", "La"):
        return in_srgb(image, profile)
    image = image.convert("RGBA")
    page = Image.new("RGB", image.size, ground)
    page.paste(in_srgb(image.convert("RGB"), profile), mask=image.getchannel("A"))
    return page


def _within_budget(image: Image.Image) -> bytes:
    for quality in QUALITIES:
        buffer = BytesIO()
        image.save(buffer, "WEBP", quality=quality, method=6)
        if buffer.tell() <= BUDGET:
            return buffer.getvalue()
    raise ValidationError(
        f"الصورة ثقيلة: {buffer.tell() // 1000} كيلوبايت بعد ضغطها، والحد الأقصى {BUDGET // 1000}. "
        "بسط تفاصيلها، أو ارفعها بالمقاس العادي لا الضعف.",
        code="too_heavy",
    )
