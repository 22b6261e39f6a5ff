"""What the library refuses, in which words, and what it takes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from pictures import uploads
from pictures.models import Picture
from pictures.uploads import add_picture
from tests.factories import jpeg
from tests.pictures.files import encoded, photograph, upload

FRAMES = {"save_all": True, "append_images": [Image.new("RGB", (300, 300), "white")]}
PLAIN = Image.new("RGB", (300, 300), "teal")


@pytest.fixture
def refused(db: None, new_files: Callable[[], set[str]]) -> Callable[[bytes], str]:
    """Uploads a file that must leave nothing behind, and gives the words of its refusal."""

    def upload_and_read(content: bytes) -> str:
        with pytest.raises(ValidationError) as caught:
            add_picture(upload(content), alt="ميناء")
        assert not new_files()
        assert not Picture.objects.exists()
        return caught.value.messages[0]

    return upload_and_read


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (encoded(PLAIN, "GIF"), "GIF"),
        (encoded(PLAIN, "BMP"), "BMP"),
        (encoded(PLAIN, "TIFF"), "TIFF"),
        (encoded(PLAIN, "PDF"), "PDF"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', "SVG"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html><p>jpg</p>", "HTML"),
        (b"PK\x03\x04" + bytes(100), "ZIP"),
        (b"\x00\x00\x00\x20ftypisom" + bytes(100), "MP4"),
    ],
)
def test_it_names_a_file_of_another_type(refused: Callable[[bytes], str], content: bytes, name: str) -> None:
    assert refused(content) == f"هذا ملف {name}. المقبول: JPEG أو PNG أو WebP أو AVIF."


def test_it_says_what_to_do_with_an_iphone_file(refused: Callable[[bytes], str]) -> None:
    content = b"\x00\x00\x00\x20ftypheic" + bytes(100)

    assert refused(content).startswith("صور HEIC لا تعرضها المتصفحات. حولها إلى JPEG")


def test_it_refuses_what_is_no_picture(refused: Callable[[bytes], str]) -> None:
    assert refused(b"hello" * 100) == "هذا الملف ليس صورة. المقبول: JPEG أو PNG أو WebP أو AVIF."


def test_it_refuses_an_empty_file(refused: Callable[[bytes], str]) -> None:
    assert refused(b"") == "الملف فارغ."


def test_it_refuses_too_many_bytes_without_reading_them() -> None:
    file = upload(b"")
    file.size = 41_000_000
    file.file = None

    with pytest.raises(ValidationError, match=r"حجم الملف 41 ميغابايت، والحد الأقصى 40 ميغابايت\."):
        uploads.inspect(file)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("share", [0.05, 0.5, 0.9])
def test_it_refuses_a_truncated_file(refused: Callable[[bytes], str], format: str, share: float) -> None:
    content = encoded(photograph(), format)

    message = refused(content[: int(len(content) * share)])

    assert message == "الصورة تالفة أو غير مكتملة. جرب نسخة أخرى منها أو أعد تنزيلها."


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_it_survives_any_damage(format: str) -> None:
    """Damaged in one of sixty places, a file is stored or refused; nothing else may happen."""
    content = encoded(photograph(220, 220), format)

    for place in range(8, len(content), max(1, len(content) // 60)):
        damaged = content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :]
        with suppress(ValidationError):
            uploads.inspect(upload(damaged))


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")  # as in production
@pytest.mark.parametrize("side", [6_400, 10_000, 13_000, 20_000])  # 41, 100, 169 and 400 megapixels
def test_it_refuses_a_decompression_bomb(refused: Callable[[bytes], str], side: int) -> None:
    content = encoded(Image.new("1", (side, side)), "PNG")
    assert len(content) < 60_000

    assert "الحد الأقصى 40 ميغابكسل" in refused(content)


def test_it_refuses_a_bomb_where_warnings_are_errors(refused: Callable[[bytes], str]) -> None:
    assert "الحد الأقصى 40 ميغابكسل" in refused(encoded(Image.new("1", (13_000, 13_000)), "PNG"))


def test_it_says_how_large_the_picture_is(refused: Callable[[bytes], str]) -> None:
    content = encoded(Image.new("1", (8_000, 8_000)), "PNG")

    assert refused(content) == "أبعاد الصورة كبيرة جدا: 64 ميغابكسل. الحد الأقصى 40 ميغابكسل؛ صغّرها ثم ارفعها."


def test_it_refuses_a_small_picture(refused: Callable[[bytes], str]) -> None:
    assert refused(jpeg(400, 199)) == "الصورة صغيرة: 400×199 بكسل. أقل ضلع مقبول 200 بكسل."


def test_it_refuses_a_strip(refused: Callable[[bytes], str]) -> None:
    assert refused(jpeg(200, 1601)).startswith("الصورة شريط ضيق: 200×1601 بكسل.")


@pytest.mark.parametrize("format", ["PNG", "WEBP", "AVIF"])
def test_it_refuses_an_animation(refused: Callable[[bytes], str], format: str) -> None:
    assert refused(encoded(PLAIN, format, **FRAMES)) == "الصورة متحركة. ارفع صورة ثابتة."


@pytest.mark.django_db
@pytest.mark.parametrize(("format", "extension"), [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp"), ("AVIF", "avif")])
def test_it_names_the_file_by_its_content(format: str, extension: str) -> None:
    content = encoded(PLAIN, format)

    picture = add_picture(upload(content, name="صورتي (نهائية).php.gif"), alt="ميناء")

    digest = sha256(content).hexdigest()[:32]
    assert picture.digest == digest
    assert picture.file.name.endswith(f"/{digest}.{extension}")
    assert (picture.width, picture.height) == (300, 300)


@pytest.mark.django_db
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_it_keeps_a_file_without_metadata_as_it_came(format: str) -> None:
    content = encoded(photograph(), format)

    picture = add_picture(upload(content), alt="ميناء")

    with picture.file.open() as original:
        assert original.read() == content


@pytest.mark.parametrize(
    ("image", "format"),
    [
        (photograph().convert("CMYK"), "JPEG"),
        (photograph().convert("L"), "JPEG"),
        (photograph().convert("RGBA"), "PNG"),
        (photograph().quantize(16), "PNG"),
        (photograph().convert("1"), "PNG"),
        (photograph().convert("LA"), "PNG"),
        (Image.new("I;16", (300, 300), 40_000), "PNG"),
    ],
    ids=["cmyk", "grey", "alpha", "palette", "two colours", "grey with alpha", "16 bits"],
)
def test_it_takes_unusual_pixels(image: Image.Image, format: str) -> None:
    taken = uploads.inspect(upload(encoded(image, format)))

    assert taken.reduced.mode == "RGB"
    assert taken.reduced.size == image.size


def test_it_keeps_the_light_of_unusual_pixels() -> None:
    def middle(image: Image.Image, format: str = "PNG", **options: object) -> tuple[int, ...]:
        taken = uploads.inspect(upload(encoded(image, format, **options)))
        return taken.reduced.getpixel((150, 150))

    size = (300, 300)
    assert middle(Image.new("I;16", size, 40_000)) == (156, 156, 156)
    assert middle(Image.new("RGBA", size, (0, 0, 0, 0))) == (255, 255, 255)  # white where it was transparent
    assert middle(Image.new("P", size, 0), transparency=0) == (255, 255, 255)
    assert middle(Image.new("CMYK", size, (0, 255, 255, 0)), "JPEG") == pytest.approx((254, 0, 0), abs=3)


def test_it_reads_the_picture_from_the_start() -> None:
    file = upload(jpeg(300, 300))
    file.seek(100)

    assert uploads.inspect(file).width == 300


def test_it_stores_what_decodes() -> None:
    taken = uploads.inspect(upload(encoded(photograph(), "PNG")))

    assert Image.open(BytesIO(taken.content)).size == (900, 500)


def test_it_refuses_a_jpeg_of_endless_scans(refused: Callable[[bytes], str]) -> None:
    """Each scan of 61 bytes has the decoder pass over every pixel: 500 of them took fifteen seconds."""
    plain = encoded(Image.new("L", (400, 300), "gray"), "JPEG", progressive=True)
    last = plain[plain.rindex(b"\xff\xda") : -2]
    assert uploads.inspect(upload(plain[:-2] + last * 20 + b"\xff\xd9")).width == 400
    assert "تالفة" in refused(plain[:-2] + last * 200 + b"\xff\xd9")
