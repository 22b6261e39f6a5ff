"""What Mohit knows of picture files, whoever uploads them: their real type, how they are turned, their colours."""

from __future__ import annotations

import logging
from io import BytesIO

from PIL import ExifTags, Image, ImageCms

logger = logging.getLogger(__name__)

FOREIGN = (  # (offset, first bytes, name for the editor)
    (0, b"GIF8", "GIF"),
    (0, b"%PDF", "PDF"),
    (0, b"II*\x00", "TIFF"),
    (0, b"MM\x00*", "TIFF"),
    (0, b"BM", "BMP"),
    (0, b"PK\x03\x04", "ZIP"),
    (0, b"8BPS", "PSD"),
    (4, b"ftypheic", "HEIC"),
    (4, b"ftypheix", "HEIC"),
    (4, b"ftypmif1", "HEIC"),
    (4, b"ftypqt", "MOV"),
    (4, b"ftyp", "MP4"),
)
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def foreign_name(content: bytes) -> str:
    """The name of a type of files that no page shows as a picture; empty when it is none that we know."""
    start = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in start:
        return "SVG"
    if start.startswith((b"<!doctype", b"<html")):
        return "HTML"
    return next((name for offset, first, name in FOREIGN if content[offset:].startswith(first)), "")


def orientation(image: Image.Image) -> int:
    """How EXIF turns the picture, 1 to 8; 1 (not at all) when EXIF is missing or broken."""
    try:
        value = image.getexif().get(ExifTags.Base.Orientation, 1)
    except Exception:  # cameras write every kind of broken EXIF, and the picture is fine without it
        return 1
    return value if value in range(1, 9) else 1


def plain_mode(image: Image.Image) -> Image.Image:
    """A mode that can be resized: palettes and 16 bits a channel cannot."""
    if image.mode.startswith("I;16"):
        return image.point(lambda value: value / 256).convert("L")
    if image.mode in ("P", "PA") or "transparency" in image.info:
        return image.convert("RGBA" if "transparency" in image.info or image.mode == "PA" else "RGB")
    return image.convert("L") if image.mode == "1" else image


def in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Without its profile and all other metadata; as it is when the profile is broken."""
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            image = ImageCms.profileToProfile(image, source, SRGB, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            logger.info("A colour profile could not be used; the picture is taken as sRGB.")
    plain = image.convert("RGB")
    plain.info = {}
    return plain
