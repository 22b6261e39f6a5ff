"""What is refused as the image of a creative, in which words, and what becomes of the rest."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import inlineformset_factory
from django.utils import timezone
from PIL import Image

from ads import images
from ads.forms import CreativeImageForm, CreativeImageFormSet
from ads.models import Creative, CreativeImage
from ads.uploads import BUDGET, MAX_BYTES, encode
from tests.ads.factories import BookingFactory, CreativeFactory, box

FRAMES = {"save_all": True, "append_images": [Image.new("RGB", (300, 250), "white")]}
BROKEN = "الصورة تالفة أو غير مكتملة. احفظها من جديد ثم ارفعها."
SIZES = "300×250، 336×280، 320×50، 320×100، 300×600، 728×90، 970×90، 970×250"


@pytest.fixture(autouse=True)
def _empty_storage() -> Iterator[None]:
    yield
    shutil.rmtree(Path(settings.MEDIA_ROOT) / "panels", ignore_errors=True)


def plain(width: int = 300, height: int = 250, colour: str = "teal") -> Image.Image:
    return Image.new("RGB", (width, height), colour)


def encoded(image: Image.Image, format: str = "PNG", **options: object) -> bytes:
    buffer = BytesIO()
    image.save(buffer, format, **options)
    return buffer.getvalue()


def refusal(content: bytes, name: str = "صورة.png") -> str:
    with pytest.raises(ValidationError) as caught:
        encode(ContentFile(content, name=name))
    return caught.value.messages[0]


def decoded(content: bytes, name: str = "صورة.png", scheme: str = "light") -> Image.Image:
    return Image.open(BytesIO(encode(ContentFile(content, name=name), scheme).content))


# --- Refused --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["شعار.svg", "شعار.png"])
def test_it_refuses_svg(name: str) -> None:
    content = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'

    assert refusal(content, name) == "هذا ملف SVG. المقبول: JPEG أو PNG أو WebP."


def test_it_refuses_other_types() -> None:
    assert refusal(encoded(plain(), "GIF", **FRAMES)).startswith("هذا ملف GIF. الصور المتحركة لا تقبل.")
    assert refusal(encoded(plain(), "TIFF")).startswith("هذا ملف TIFF.")
    assert refusal(b"hello" * 99) == "هذا الملف ليس صورة. المقبول: JPEG أو PNG أو WebP."
    assert refusal(b"") == "الملف فارغ."
    assert refusal(bytes(MAX_BYTES + 1)).endswith("والحد الأقصى 5 ميغابايت.")


@pytest.mark.parametrize(("format", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp")])
@pytest.mark.parametrize("tail", [b"PK\x03\x04 archive", b"<script>alert(1)</script>", b"%PDF-1.7"])
def test_it_refuses_a_polyglot(format: str, name: str, tail: bytes) -> None:
    assert refusal(encoded(plain(), format) + tail, name).startswith("في الملف شيء غير الصورة بعد نهايتها.")


def test_it_refuses_a_gif_that_is_a_script() -> None:
    assert refusal(b"GIF89a/*" + bytes(50) + b"*/=1;alert(1)").startswith("هذا ملف GIF.")


def test_it_keeps_nothing_that_hides_inside() -> None:
    hidden = b"<script>alert(1)</script>"
    content = encode(ContentFile(encoded(plain(), "JPEG", comment=hidden), name="a.jpg")).content

    assert hidden not in content
    assert content[:4] == b"RIFF"


@pytest.mark.parametrize(
    ("name", "called"),
    [("a.jpg", "ينتهي بـ«.jpg»"), ("a.png.html", "ينتهي بـ«.html»"), ("a.svg", "ينتهي بـ«.svg»"), ("a", "بلا امتداد")],
)
def test_it_refuses_a_wrong_extension(name: str, called: str) -> None:
    assert refusal(encoded(plain()), name) == f"اسم الملف {called} ومحتواه PNG. صحح امتداده."


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")  # as in production
@pytest.mark.parametrize("side", [1_500, 10_000, 20_000])  # 2, 100 and 400 megapixels
def test_it_refuses_a_decompression_bomb(side: int) -> None:
    content = encoded(Image.new("1", (side, side)))
    assert len(content) < 60_000

    message = refusal(content)

    assert message.startswith("أبعاد الصورة كبيرة جدا")
    assert SIZES in message


@pytest.mark.parametrize(("format", "name"), [("PNG", "a.png"), ("WEBP", "a.webp")])
def test_it_refuses_an_animation(format: str, name: str) -> None:
    assert refusal(encoded(plain(), format, **FRAMES), name) == "الصورة متحركة. ارفع صورة ثابتة."


@pytest.mark.parametrize(("format", "name"), [("PNG", "a.png"), ("WEBP", "a.webp")])
def test_it_decodes_no_frame_of_an_animated_bomb(format: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    frames = [plain(970, 250, f"#{n:02x}0000") for n in range(40)]
    content = encoded(frames[0], format, save_all=True, append_images=frames[1:])
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("a frame was decoded"))

    assert refusal(content, name) == "الصورة متحركة. ارفع صورة ثابتة."


def test_it_refuses_a_jpeg_of_endless_scans() -> None:
    content = encoded(plain(), "JPEG", progressive=True)
    start = content.rindex(b"\xff\xda")

    assert refusal(content[:start] + content[start:-2] * 200 + content[-2:], "a.jpg") == BROKEN


@pytest.mark.parametrize("size", [(301, 250), (250, 300), (600, 250), (900, 750), (1, 1)])
def test_it_names_the_sizes_it_takes(size: tuple[int, int]) -> None:
    message = f"مقاس الصورة {size[0]}×{size[1]} بكسل. المقاسات المقبولة: {SIZES}، أو ضعف أحدها."

    assert refusal(encoded(plain(*size))) == message


def test_it_refuses_what_stays_too_heavy() -> None:
    noise = Image.effect_noise((970 * 2, 250 * 2), 200)

    assert refusal(encoded(Image.merge("RGB", (noise, noise.transpose(0), noise)))).startswith("الصورة ثقيلة: ")


@pytest.mark.parametrize(("format", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp")])
def test_it_survives_any_damage(format: str, name: str) -> None:
    """Cut short or with bits turned, a file is taken or refused; nothing else may happen."""
    noise = Image.effect_noise((320, 50), 60)
    whole, chance = encoded(noise.convert("RGB"), format), random.Random(6)

    for _ in range(150):
        content = bytearray(whole)
        for _ in range(chance.randrange(1, 5)):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        with suppress(ValidationError):
            encode(ContentFile(bytes(content[: chance.choice([len(whole), chance.randrange(len(whole))])]), name=name))
    for share in (0.05, 0.5, 0.9):
        assert refusal(whole[: int(len(whole) * share)], name) == BROKEN


# --- Taken ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("density", "width"), [(1, 728), (2, 1456)])
def test_it_knows_the_density(density: int, width: int) -> None:
    taken = encode(ContentFile(encoded(plain(width, 90 * density)), name="a.PNG"))

    assert (taken.width, taken.height, taken.density) == (728, 90, density)
    assert len(taken.content) <= BUDGET
    assert taken.name.startswith("panels/")


def test_it_turns_the_image_and_drops_its_metadata() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Nokia"
    image = plain(250, 300, "blue")
    image.paste("red", (0, 0, 250, 150))  # above: to the right once it is turned

    turned = decoded(encoded(image, "JPEG", exif=exif, quality=95), "a.jpg")

    assert turned.size == (300, 250)
    assert turned.convert("RGB").getpixel((280, 120))[0] > 200
    assert not turned.getexif()
    assert set(turned.info) & {"exif", "icc_profile", "xmp"} == set()


def test_it_takes_unusual_pixels() -> None:
    def middle(image: Image.Image, format: str = "PNG", scheme: str = "light") -> tuple[int, ...]:
        name = "a.jpg" if format == "JPEG" else "a.png"
        return decoded(encoded(image, format), name, scheme).convert("RGB").getpixel((150, 125))

    size = (300, 250)
    assert middle(Image.new("CMYK", size, (0, 255, 255, 0)), "JPEG") == pytest.approx((254, 0, 0), abs=6)
    assert middle(Image.new("RGBA", size, (0, 0, 0, 0))) == pytest.approx((255, 255, 255), abs=3)
    assert middle(Image.new("RGBA", size, (0, 0, 0, 0)), scheme="dark") == pytest.approx((15, 23, 29), abs=4)
    assert middle(Image.new("I;16", size, 40_000)) == pytest.approx((156, 156, 156), abs=3)


# --- The form -------------------------------------------------------------------------------------------------------

FormSet = inlineformset_factory(
    Creative, CreativeImage, form=CreativeImageForm, formset=CreativeImageFormSet, extra=0, can_delete=True
)


def formset(creative: Creative, *rows: tuple[str, bytes], delete: tuple[int, ...] = ()) -> CreativeImageFormSet:
    """The creative's images as they are, those of `delete` ticked, and new `rows` of scheme and file."""
    there = list(creative.images.all())
    data = {"images-TOTAL_FORMS": len(there) + len(rows), "images-INITIAL_FORMS": len(there)}
    for n, image in enumerate(there):
        data |= {f"images-{n}-id": image.pk} | ({f"images-{n}-DELETE": "on"} if image.pk in delete else {})
    files = {}
    for n, (scheme, content) in enumerate(rows, len(there)):
        data[f"images-{n}-scheme"] = scheme
        if content:
            files[f"images-{n}-upload"] = SimpleUploadedFile("a.png", content)
    return FormSet(data, files, instance=creative)


def saved(forms: CreativeImageFormSet) -> None:
    assert forms.is_valid(), forms.errors
    forms.save()


@pytest.fixture
def creative(db: None) -> Creative:
    return CreativeFactory(square=None, strip=None)


def test_it_saves_what_was_uploaded(creative: Creative) -> None:
    forms = formset(creative, ("light", encoded(plain())), ("dark", encoded(plain(colour="navy"))), ("light", b""))

    saved(forms)

    light, dark = creative.images.all()
    assert (light.scheme, light.width, light.height, light.density) == ("light", 300, 250, 1)
    assert dark.scheme == "dark"
    with default_storage.open(light.file.name) as file:
        assert len(file.read()) == light.bytes


def test_it_says_under_the_file_why_it_is_refused(creative: Creative) -> None:
    forms = formset(creative, ("light", encoded(plain(301, 250))))

    assert not forms.is_valid()
    assert forms.forms[0].errors["upload"][0].startswith("مقاس الصورة 301×250 بكسل.")
    assert not creative.images.exists()


def test_it_refuses_a_dark_one_alone_and_two_of_one_size(creative: Creative) -> None:
    alone = formset(creative, ("dark", encoded(plain())))
    twice = formset(creative, ("light", encoded(plain())), ("light", encoded(plain(colour="red"))))

    assert alone.non_form_errors() == ["للصورة الداكنة 300×250 لا بد من صورة فاتحة من مقاسها."]
    assert not twice.is_valid()
    assert twice.forms[0].errors["upload"] == ["رفعت صورتين من المقاس والمظهر نفسيهما."]


def test_it_refuses_to_leave_a_dark_one_alone(creative: Creative) -> None:
    saved(formset(creative, ("light", encoded(plain())), ("dark", encoded(plain()))))
    light = creative.images.get(scheme="light")

    assert not formset(creative, delete=(light.pk,)).is_valid()


# --- Files ----------------------------------------------------------------------------------------------------------


def test_it_keeps_the_file_that_a_mail_may_show(creative: Creative, django_capture_on_commit_callbacks: object) -> None:
    """What is in readers' mailboxes is never made anew: also when its booking was given back since."""
    BookingFactory(campaign=creative.campaign, placement=box("newsletter"), released_at=timezone.now())
    saved(formset(creative, ("light", encoded(plain()))))
    old = creative.images.get().file.name
    forms = formset(creative, ("light", encoded(plain(colour="red"))))
    assert forms.is_valid(), forms.errors

    with django_capture_on_commit_callbacks(execute=True):
        forms.save()

    assert creative.images.get().file.name != old
    assert default_storage.exists(old)


def test_it_replaces_an_image_and_removes_its_file(
    creative: Creative, django_capture_on_commit_callbacks: object
) -> None:
    saved(formset(creative, ("light", encoded(plain()))))
    old = creative.images.get().file.name
    forms = formset(creative, ("light", encoded(plain(colour="red"))))
    assert forms.is_valid(), forms.errors

    with django_capture_on_commit_callbacks(execute=True):
        forms.save()
        assert default_storage.exists(old)  # the old page shows it until this is certain

    assert not default_storage.exists(old)
    assert default_storage.exists(creative.images.get().file.name)


def test_it_leaves_a_file_that_another_creative_shows(
    creative: Creative, django_capture_on_commit_callbacks: object
) -> None:
    same = encode(ContentFile(encoded(plain()), name="a.png"))
    mine, other = (images.put(one, "light", same) for one in (creative, CreativeFactory(square=None, strip=None)))

    with django_capture_on_commit_callbacks(execute=True):
        mine.delete()
    assert default_storage.exists(same.name)
    with django_capture_on_commit_callbacks(execute=True):
        other.delete()
    assert not default_storage.exists(same.name)
