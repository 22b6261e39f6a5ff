"""Takes the place where a picture was shot out of its file, without touching a pixel.

Location hides in more places than the GPS directory of EXIF: in XMP, in IPTC, in comments, in makers' notes, in a
second picture or a film behind the first. So each container keeps what is needed to show the picture, and of EXIF a
short list of tags; everything else goes. Compressed picture data is copied byte for byte.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from PIL import ExifTags, Image

from mohit.image_files import orientation

Tag = ExifTags.Base
KEPT_TAGS = (Tag.Orientation, Tag.Make, Tag.Model, Tag.DateTime, Tag.Artist, Tag.Copyright)
KEPT_CAMERA_TAGS = (Tag.DateTimeOriginal, Tag.OffsetTimeOriginal)  # a desk that verifies a picture asks when


def kept_exif(image: Image.Image) -> bytes:
    """The tags of the short list as a TIFF block without the `Exif` prefix; empty when there are none."""
    turn = orientation(image)
    try:
        found = image.getexif()
        camera = found.get_ifd(ExifTags.IFD.Exif)
        kept = Image.Exif()
        for tag in KEPT_TAGS:
            if tag in found:
                kept[tag] = found[tag]
        kept[Tag.Orientation] = turn
        dates = {int(tag): camera[tag] for tag in KEPT_CAMERA_TAGS if tag in camera}
        if dates:
            kept[int(ExifTags.IFD.Exif)] = dates
        block = kept.tobytes()
    except Exception:  # a value that cannot be written back: only the turn matters
        kept = Image.Exif()
        kept[Tag.Orientation] = turn
        block = kept.tobytes()
    if turn == 1 and len(kept) == 1:
        return b""
    return block.removeprefix(b"Exif\x00\x00")


def without_location(image: Image.Image, content: bytes, format: str) -> bytes:
    """`content` of that Pillow format with the kept tags as its only metadata; `image` is the same file, opened.

    Raises ValueError, IndexError or KeyError when the file does not follow its format.
    """
    if format == "PNG" and "exif" not in image.info:
        image.info["exif"] = _png_exif(content)  # Pillow would decode the whole picture to look behind it
    return {"JPEG": _jpeg, "PNG": _png, "WEBP": _webp, "AVIF": _avif}[format](content, kept_exif(image))


# --- JPEG: ISO/IEC 10918-1 annex B --------------------------------------------------------------------------------

END_OF_SCAN = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")
MOST_SCANS = 100  # cameras and programs write ten; each of a thousand costs a pass over all pixels, in a few bytes
KEPT_SEGMENTS = ((0xE0, b"JFIF\x00"), (0xE2, b"ICC_PROFILE\x00"), (0xEE, b"Adobe"))


def _jpeg(content: bytes, exif: bytes) -> bytes:
    """Segments that describe the picture, up to its end: a second picture or a film behind it is left out."""
    parts = [b"\xff\xd8"]
    if exif:
        block = b"Exif\x00\x00" + exif
        parts.append(b"\xff\xe1" + (len(block) + 2).to_bytes(2, "big") + block)
    position, scans = 2, 0
    while position < len(content):
        if content[position] != 0xFF:
            raise ValueError("A JPEG segment was expected.")
        marker = content[position + 1]
        if marker == 0xFF:  # padding
            position += 1
            continue
        if marker == 0xD9:
            parts.append(b"\xff\xd9")
            break
        end = position + 2 + int.from_bytes(content[position + 2 : position + 4], "big")
        if marker == 0xDA:  # a scan: its compressed data runs to the next marker
            following = END_OF_SCAN.search(content, end)
            end = following.start() if following else len(content)
            scans += 1
            if scans > MOST_SCANS:
                raise ValueError("A JPEG of more scans than any program writes.")
        if _jpeg_segment_is_kept(marker, content[position + 4 : position + 18]):
            parts.append(content[position:end])
        position = end
    return b"".join(parts)


def _jpeg_segment_is_kept(marker: int, start: bytes) -> bool:
    application_or_comment = 0xE0 <= marker <= 0xEF or marker == 0xFE
    return not application_or_comment or any(marker == kept and start.startswith(name) for kept, name in KEPT_SEGMENTS)


# --- PNG: its specification, third edition ------------------------------------------------------------------------

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEPT_CHUNKS = frozenset(b"IHDR PLTE tRNS IDAT IEND gAMA cHRM sRGB iCCP cICP sBIT bKGD pHYs".split())


def _png(content: bytes, exif: bytes) -> bytes:
    parts = [PNG_SIGNATURE]
    for name, chunk in _png_chunks(content):
        if name in KEPT_CHUNKS:
            parts.append(chunk)
        if name == b"IHDR" and exif:
            checksum = zlib.crc32(b"eXIf" + exif)
            parts.append(len(exif).to_bytes(4, "big") + b"eXIf" + exif + checksum.to_bytes(4, "big"))
    return b"".join(parts)


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(name, whole chunk) up to the end of the picture."""
    position = len(PNG_SIGNATURE)
    name = b""
    while position < len(content) and name != b"IEND":
        end = position + 12 + int.from_bytes(content[position : position + 4], "big")
        name = content[position + 4 : position + 8]
        yield name, content[position:end]
        position = end


def _png_exif(content: bytes) -> bytes:
    block = next((chunk[8:-4] for name, chunk in _png_chunks(content) if name == b"eXIf"), b"")
    return block and b"Exif\x00\x00" + block


# --- WebP: RFC 9649 -----------------------------------------------------------------------------------------------

HAS_EXIF, HAS_XMP = 0x08, 0x04


def _webp(content: bytes, exif: bytes) -> bytes:
    parts = []
    for name, payload in _riff_chunks(content):
        if name == b"VP8X":
            flags = payload[0] & ~(HAS_EXIF | HAS_XMP) | (HAS_EXIF if exif else 0)
            payload = bytes([flags]) + payload[1:]
        if name in (b"VP8X", b"ICCP", b"ALPH", b"VP8 ", b"VP8L"):
            parts.append(_riff_chunk(name, payload))
    if exif and parts and parts[0].startswith(b"VP8X"):
        parts.append(_riff_chunk(b"EXIF", exif))
    body = b"WEBP" + b"".join(parts)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _riff_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    position = 12
    while position + 8 <= len(content):
        size = int.from_bytes(content[position + 4 : position + 8], "little")
        yield content[position : position + 4], content[position + 8 : position + 8 + size]
        position += 8 + size + size % 2


def _riff_chunk(name: bytes, payload: bytes) -> bytes:
    return name + len(payload).to_bytes(4, "little") + payload + b"\x00" * (len(payload) % 2)


# --- AVIF: the boxes of ISO/IEC 14496-12 and the items of ISO/IEC 23008-12 ----------------------------------------

EMPTY_EXIF = b"\x00\x00\x00\x00MM\x00*\x00\x00\x00\x08\x00\x00\x00\x00\x00\x00"  # a TIFF block without tags
KEPT_ITEMS = frozenset((b"av01", b"grid", b"iovl", b"tmap"))


def _avif(content: bytes, exif: bytes) -> bytes:
    """The same bytes with metadata overwritten in place, because items are found by their offset in the file.

    The turn is a property of the picture item (`irot`, `imir`), so no EXIF is needed for it.
    """
    result = bytearray(content)
    for name, start, end in _boxes(content, 0, len(content)):
        if name == b"meta":
            _erase_items(content, result, start + 4, end)
        elif name not in (b"ftyp", b"mdat"):  # `moov`, `uuid` and the like
            result[start - 4 : start] = b"free"
            result[start:end] = bytes(end - start)
    return bytes(result)


def _boxes(content: bytes, position: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """(name, start of the payload, end) of each box between two offsets."""
    while position + 8 <= end:
        size = int.from_bytes(content[position : position + 4], "big")
        header = 8
        if size == 1:
            size = int.from_bytes(content[position + 8 : position + 16], "big")
            header = 16
        elif size == 0:
            size = end - position
        if size < header or position + size > end:
            raise ValueError("An AVIF box ends outside its file.")
        yield content[position + 4 : position + 8], position + header, position + size
        position += size


def _erase_items(content: bytes, result: bytearray, start: int, end: int) -> None:
    """Overwrites every item of the `meta` box that is not a picture."""
    boxes = {name: (first, last) for name, first, last in _boxes(content, start, end)}
    names = _item_types(content, *boxes[b"iinf"])
    in_meta = boxes.get(b"idat", (0, 0))[0]
    for item, extents in _item_extents(content, *boxes[b"iloc"], in_meta).items():
        if names.get(item) in KEPT_ITEMS:
            continue
        for first, length in extents:
            if first < 0 or first + length > len(content):
                raise ValueError("An AVIF item lies outside its file.")
            blank = EMPTY_EXIF if names.get(item) == b"Exif" and length >= len(EMPTY_EXIF) else b""
            result[first : first + length] = blank.ljust(length, b" " if not blank else b"\x00")


def _item_types(content: bytes, start: int, end: int) -> dict[int, bytes]:
    first = start + (6 if content[start] == 0 else 8)
    types = {}
    for _name, entry, _last in _boxes(content, first, end):
        wide = 4 if content[entry] == 3 else 2
        item = int.from_bytes(content[entry + 4 : entry + 4 + wide], "big")
        types[item] = content[entry + 6 + wide : entry + 10 + wide]
    return types


class _Numbers:
    """Reads big-endian numbers one after the other."""

    def __init__(self, content: bytes, position: int, end: int) -> None:
        self.content, self.position, self.end = content, position, end

    def take(self, size: int) -> int:
        if self.position + size > self.end:
            raise ValueError("An AVIF box is too short.")
        self.position += size
        return int.from_bytes(self.content[self.position - size : self.position], "big")


def _item_extents(content: bytes, start: int, end: int, in_meta: int) -> dict[int, list[tuple[int, int]]]:
    """item -> (offset in the file, length) of each of its parts, from the `iloc` box."""
    version = content[start]
    numbers = _Numbers(content, start + 4, end)
    sizes = numbers.take(2)
    offset_size, length_size, base_size, index_size = (sizes >> shift & 15 for shift in (12, 8, 4, 0))
    items = {}
    for _ in range(numbers.take(4 if version == 2 else 2)):
        item = numbers.take(4 if version == 2 else 2)
        method = numbers.take(2) & 15 if version else 0
        numbers.take(2)  # the data reference
        base = numbers.take(base_size) + (in_meta if method == 1 else 0)
        extents = []
        for _ in range(numbers.take(2)):
            numbers.take(index_size if version else 0)
            offset = base + numbers.take(offset_size)
            extents.append((offset, numbers.take(length_size)))
        items[item] = extents
    return items
