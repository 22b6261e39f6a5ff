"""Picture files of every kind, made in memory."""

from __future__ import annotations

import struct
from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image

LATITUDE, LONGITUDE = (36.0, 45.0, 13.79), (3.0, 3.0, 31.87)  # a place in Algiers, degrees, minutes and seconds
PLACE = b"36.7538,3.0588"  # the same in words, for XMP, IPTC and comments
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf exif:GPSLatitude="' + PLACE + b'"/></x:xmpmeta>'


def upload(content: bytes, name: str = "IMG_0001.jpg") -> ContentFile:
    return ContentFile(content, name=name)


def encoded(image: Image.Image, format: str, **options: object) -> bytes:
    buffer = BytesIO()
    image.save(buffer, format, **options)
    return buffer.getvalue()


def photograph(width: int = 900, height: int = 500) -> Image.Image:
    """Noise, so that compression has something to do and no two rows are alike."""
    noise = Image.effect_noise((width, height), 60)
    return Image.merge("RGB", (noise, noise.transpose(Image.Transpose.ROTATE_180), noise))


def red_left_of_blue(width: int = 400, height: int = 300) -> Image.Image:
    image = Image.new("RGB", (width, height), "blue")
    image.paste("red", (0, 0, width // 2, height))
    return image


def phone_exif(orientation: int = 6) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Nokia"
    exif[0x8769] = {0x9003: "2026:11:01 10:00:00", 0x927C: b"maker's note " + PLACE, 0x9286: b"comment " + PLACE}
    exif[0x8825] = {1: "N", 2: LATITUDE, 3: "E", 4: LONGITUDE}
    return exif.tobytes()


def names_the_place(content: bytes) -> bool:
    """Whether the coordinates stand anywhere in these bytes, as EXIF's fractions or as words."""
    fractions = [struct.pack(f"{order}II", *fraction) for order in "<>" for fraction in ((1379, 100), (3187, 100))]
    return any(trace in content for trace in [PLACE, *fractions])


def segment(marker: int, payload: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(payload) + 2).to_bytes(2, "big") + payload


def phone_jpeg(orientation: int = 6) -> bytes:
    """What a phone writes: the place in EXIF, XMP, IPTC, a comment, a second picture and a film after the end."""
    plain = encoded(photograph(), "JPEG", exif=phone_exif(orientation))
    extra = (
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + XMP)
        + segment(0xE1, b"http://ns.adobe.com/xmp/extension/\x00" + XMP)
        + segment(0xED, b"Photoshop 3.0\x008BIM" + PLACE)
        + segment(0xFE, PLACE)
    )
    second = encoded(photograph(200, 200), "JPEG", exif=phone_exif(1))
    return plain[:2] + extra + plain[2:] + second + b"ftypmp42" + PLACE


def swapped_profile() -> bytes:
    """An ICC profile in which the red channel means sRGB's green and the green channel its red."""

    def fixed(*numbers: float) -> bytes:
        return b"".join(round(number * 65536).to_bytes(4, "big", signed=True) for number in numbers)

    red, green, blue = (0.4361, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7141)
    straight = b"curv" + bytes(8)
    tags = {
        b"rXYZ": b"XYZ \0\0\0\0" + fixed(*green),
        b"gXYZ": b"XYZ \0\0\0\0" + fixed(*red),
        b"bXYZ": b"XYZ \0\0\0\0" + fixed(*blue),
        b"wtpt": b"XYZ \0\0\0\0" + fixed(0.9642, 1.0, 0.8249),
        b"rTRC": straight,
        b"gTRC": straight,
        b"bTRC": straight,
    }
    table, data = len(tags).to_bytes(4, "big"), b""
    for name, payload in tags.items():
        table += name + (128 + 4 + 12 * len(tags) + len(data)).to_bytes(4, "big") + len(payload).to_bytes(4, "big")
        data += payload
    body = table + data
    header = (128 + len(body)).to_bytes(4, "big") + b"\0\0\0\0" + b"\x02\x40\0\0" + b"mntrRGB XYZ "
    header += bytes(12) + b"acsp" + bytes(28) + fixed(0.9642, 1.0, 0.8249)
    return header.ljust(128, b"\0") + body
