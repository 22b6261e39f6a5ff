"""The files that readers get: which widths, how turned, in which colours, and when they are made."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from pictures import renditions
from pictures.models import Picture
from pictures.uploads import add_picture
from tests.factories import jpeg
from tests.pictures.files import encoded, phone_exif, photograph, red_left_of_blue, swapped_profile, upload

pytestmark = pytest.mark.django_db


def rendition(picture: Picture, width: int, extension: str = "webp") -> Image.Image:
    with Image.open(default_storage.path(renditions.name(picture.digest, width, extension))) as image:
        return image.convert("RGB")


def existing(picture: Picture) -> dict[str, list[int]]:
    """extension -> widths of the files that are there"""
    found: dict[str, list[int]] = {"webp": [], "jpg": [], "avif": []}
    for path in Path(default_storage.path(f"renditions/{picture.digest[:3]}")).glob(f"{picture.digest}-*"):
        found[path.suffix[1:]].append(int(path.stem.split("-")[1]))
    return {extension: sorted(widths) for extension, widths in found.items()}


@pytest.mark.parametrize(
    ("width", "widths", "share"),
    [
        (2400, [400, 600, 800, 1200, 1600], 1200),
        (1600, [400, 600, 800, 1200, 1600], 1200),
        (1599, [400, 600, 800, 1200, 1599], 1200),
        (1000, [400, 600, 800, 1000], 1000),
        (800, [400, 600, 800], 800),
        (401, [400, 401], 401),
        (400, [400], 400),
        (250, [250], 250),
    ],
)
def test_it_makes_webp_and_one_jpeg_on_save(width: int, widths: list[int], share: int) -> None:
    picture = add_picture(upload(jpeg(width, 300)), alt="ميناء")

    assert existing(picture) == {"webp": widths, "jpg": [share], "avif": []}
    assert picture.widths == widths
    for rung in widths:
        assert rendition(picture, rung).size == (rung, round(300 * rung / width))


def test_it_makes_avif_when_asked() -> None:
    picture = add_picture(upload(jpeg(700, 500)), alt="ميناء")

    assert picture.make_renditions() == 3

    picture.refresh_from_db()
    assert picture.has_avif
    assert existing(picture)["avif"] == [400, 600, 700]


def test_it_makes_only_what_is_missing() -> None:
    picture = add_picture(upload(jpeg(700, 500)), alt="ميناء")
    picture.make_renditions()
    default_storage.delete(renditions.name(picture.digest, 600, "webp"))

    assert picture.make_renditions() == 1
    assert picture.make_renditions() == 0
    assert existing(picture) == {"webp": [400, 600, 700], "jpg": [700], "avif": [400, 600, 700]}


def test_it_leaves_no_half_written_file() -> None:
    add_picture(upload(jpeg(700, 500)), alt="ميناء")

    assert not list(Path(default_storage.path("renditions")).rglob(".making-*"))


def test_it_lets_a_web_server_read_them() -> None:
    picture = add_picture(upload(jpeg(700, 500)), alt="ميناء")

    path = Path(default_storage.path(renditions.name(picture.digest, 400, "webp")))
    assert path.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize(
    ("orientation", "size", "red"),
    [
        (1, (400, 300), (20, 150)),
        (2, (400, 300), (380, 150)),
        (3, (400, 300), (380, 150)),
        (4, (400, 300), (20, 150)),
        (5, (300, 400), (150, 20)),
        (6, (300, 400), (150, 20)),
        (7, (300, 400), (150, 380)),
        (8, (300, 400), (150, 380)),
    ],
)
def test_it_turns_the_picture_as_exif_asks(orientation: int, size: tuple[int, int], red: tuple[int, int]) -> None:
    content = encoded(red_left_of_blue(), "JPEG", exif=phone_exif(orientation))

    picture = add_picture(upload(content), alt="ميناء")

    shown = rendition(picture, size[0])
    assert (picture.width, picture.height) == shown.size == size
    assert shown.getpixel(red)[0] > 200
    assert shown.getpixel((size[0] - 1 - red[0], size[1] - 1 - red[1]))[2] > 200


def test_it_turns_a_large_photograph_that_is_decoded_small() -> None:
    content = encoded(red_left_of_blue(4000, 3000), "JPEG", exif=phone_exif(6))

    picture = add_picture(upload(content), alt="ميناء")

    shown = rendition(picture, 1600)
    assert (picture.width, picture.height) == (3000, 4000)
    assert shown.size == (1600, 2133)
    assert shown.getpixel((800, 20))[0] > 200


def test_it_keeps_fine_lines_of_a_large_photograph() -> None:
    image = Image.new("L", (3200, 400))
    for x in range(0, 3200, 8):
        image.paste(255, (x, 0, x + 4, 400))

    picture = add_picture(upload(encoded(image, "JPEG")), alt="ستارة")

    shown = rendition(picture, 1600)
    assert min(shown.getpixel((x, 100))[0] for x in range(800, 1500, 4)) > 160
    assert max(shown.getpixel((x, 100))[0] for x in range(802, 1500, 4)) < 90


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_it_converts_colours_to_srgb(format: str) -> None:
    content = encoded(Image.new("RGB", (300, 300), (255, 0, 0)), format, icc_profile=swapped_profile())

    picture = add_picture(upload(content), alt="ميناء")

    red, green, _blue = rendition(picture, 300).getpixel((150, 150))
    assert green > 240
    assert red < 60


def test_it_ignores_a_profile_that_does_not_fit() -> None:
    content = encoded(photograph().convert("L"), "JPEG", icc_profile=b"no profile at all" * 20)

    picture = add_picture(upload(content), alt="ميناء")

    assert rendition(picture, 400).size == (400, 222)


def test_it_gives_addresses_of_files_that_exist() -> None:
    picture = add_picture(upload(jpeg(1000, 500)), alt="ميناء")
    start = f"/media/renditions/{picture.digest[:3]}/{picture.digest}"

    assert picture.rendition_url(1) == f"{start}-400.webp"
    assert picture.rendition_url(601) == f"{start}-800.webp"
    assert picture.rendition_url(5000, "avif") == f"{start}-1000.avif"
    assert picture.share_url == f"{start}-1000.jpg"
    assert picture.share_size == (1000, 500)


def test_it_uses_no_word_that_blockers_hide() -> None:
    assert renditions.name("ad" + "0" * 30, 400, "webp") == f"renditions/ad0/ad{'0' * 30}-400.webp"
