"""Nobody learns from a file where it was shot: not from the original, not from what readers get."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from PIL import Image, ImageChops

from pictures import renditions, uploads
from pictures.uploads import add_picture
from tests.pictures.files import (
    XMP,
    encoded,
    names_the_place,
    phone_exif,
    phone_jpeg,
    photograph,
    segment,
    swapped_profile,
    upload,
)

EXIF = phone_exif()
FILES = {
    "jpeg": phone_jpeg(),
    "png": encoded(photograph(), "PNG", exif=EXIF),
    "webp": encoded(photograph(), "WEBP", exif=EXIF, xmp=XMP, quality=80),
    "avif": encoded(photograph(), "AVIF", exif=EXIF, xmp=XMP),
}


def pixels(content: bytes) -> Image.Image:
    image = Image.open(BytesIO(content))
    image.load()
    return image.convert("RGB")


@pytest.mark.django_db
@pytest.mark.parametrize("kind", FILES)
def test_it_stores_no_place(kind: str) -> None:
    assert names_the_place(FILES[kind])

    picture = add_picture(upload(FILES[kind]), alt="ميناء")
    picture.make_renditions()

    stored = [picture.file.path, *map(default_storage.path, renditions.names(picture.digest, picture.width))]
    assert len(stored) == 6  # the original, two widths as WebP and AVIF, a JPEG to share
    for path in map(Path, stored):
        content = path.read_bytes()
        assert not names_the_place(content), path
        assert not Image.open(BytesIO(content)).getexif().get_ifd(0x8825), path


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [*FILES, "profile"])
def test_it_gives_readers_no_metadata_at_all(kind: str) -> None:
    content = FILES.get(kind) or encoded(photograph(), "JPEG", icc_profile=swapped_profile())
    picture = add_picture(upload(content), alt="ميناء")
    picture.make_renditions()

    for name in renditions.names(picture.digest, picture.width):
        with Image.open(default_storage.path(name)) as image:
            assert not {"exif", "xmp", "icc_profile", "comment", "photoshop"} & image.info.keys(), name


@pytest.mark.parametrize("kind", FILES)
def test_it_touches_no_pixel(kind: str) -> None:
    content = uploads.inspect(upload(FILES[kind])).content

    assert ImageChops.difference(pixels(content), pixels(FILES[kind])).getbbox() is None


@pytest.mark.parametrize("kind", FILES)
def test_it_keeps_the_turn(kind: str) -> None:
    taken = uploads.inspect(upload(FILES[kind]))

    assert (taken.width, taken.height) == (500, 900)
    assert renditions.turned_size(Image.open(BytesIO(taken.content))) == (500, 900)


def test_it_keeps_when_and_with_what_it_was_shot() -> None:
    exif = Image.open(BytesIO(uploads.inspect(upload(FILES["jpeg"])).content)).getexif()

    assert dict(exif) == {0x010F: "Nokia", 0x0112: 6, 0x8769: exif[0x8769]}
    assert exif.get_ifd(0x8769) == {0x9003: "2026:11:01 10:00:00"}


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_it_keeps_the_colour_profile(format: str) -> None:
    content = encoded(photograph(), format, exif=EXIF, icc_profile=swapped_profile())

    stored = uploads.inspect(upload(content)).content

    assert Image.open(BytesIO(stored)).info["icc_profile"] == swapped_profile()


def test_it_reads_a_phone_s_second_picture_as_one_picture() -> None:
    """Two pictures in one JPEG (MPO) are a phone's depth map or its HDR gain, not an animation."""
    content = encoded(photograph(), "MPO", save_all=True, append_images=[photograph(300, 300)])
    assert Image.open(BytesIO(content)).format == "MPO"

    taken = uploads.inspect(upload(content))

    assert taken.extension == "jpg"
    assert Image.open(BytesIO(taken.content)).format == "JPEG"


def test_it_finds_exif_behind_the_pixels_of_a_png() -> None:
    plain = encoded(photograph(), "PNG")
    with_exif = encoded(photograph(), "PNG", exif=EXIF)
    start = with_exif.index(b"eXIf") - 4
    chunk = with_exif[start : start + 12 + int.from_bytes(with_exif[start : start + 4], "big")]
    content = plain[:-12] + chunk + plain[-12:]

    taken = uploads.inspect(upload(content))

    assert (taken.width, taken.height) == (500, 900)
    assert not names_the_place(taken.content)


@pytest.mark.filterwarnings("ignore:.*EXIF")
@pytest.mark.parametrize(
    "exif", [b"", b"II*\x00", b"MM\x00*\xff\xff\xff\xff", b"MM\x00*\x00\x00\x00\x08\xff\xff", b"\x00" * 40]
)
def test_it_takes_a_picture_whose_exif_is_broken(exif: bytes) -> None:
    plain = encoded(photograph(), "JPEG")
    content = plain[:2] + segment(0xE1, b"Exif\x00\x00" + exif) + plain[2:]

    taken = uploads.inspect(upload(content))

    assert (taken.width, taken.height) == (900, 500)
