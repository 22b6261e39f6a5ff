"""How a picture enters the library. Every refusal is a sentence in Arabic; nothing is stored before all checks pass."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from io import BytesIO

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import connection, transaction
from PIL import Image

from mohit.image_files import foreign_name
from pictures import location, renditions
from pictures.models import Picture
from pictures.tasks import make_avif

logger = logging.getLogger(__name__)

MAX_BYTES = 40_000_000
MAX_PIXELS = 40_000_000
MIN_SIDE = 200  # pixels; smaller pictures look torn on a phone
MAX_PROPORTION = 8  # a picture 8 times as high as wide is a strip; WebP ends at 16,383 pixels a side
EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif"}
ACCEPTED = "JPEG أو PNG أو WebP أو AVIF"

OURS = ((0, b"\xff\xd8\xff"), (0, b"\x89PNG\r\n\x1a\n"), (8, b"WEBP"), (4, b"ftypavif"), (4, b"ftypavis"))


@dataclass(frozen=True)
class Upload:
    """A picture that passed every check, ready to be stored."""

    content: bytes  # as uploaded, but for its location
    digest: str  # first 32 hexadecimal digits of the SHA-256 of the bytes as uploaded
    extension: str  # of the detected format, whatever the file was called
    width: int  # pixels, upright
    height: int
    reduced: Image.Image  # decoded, for the renditions


class DuplicatePicture(ValidationError):
    """The library has the very same file; `existing` is its picture."""

    def __init__(self, existing: Picture) -> None:
        super().__init__(f"هذه الصورة موجودة في المكتبة: «{existing}».", code="duplicate")
        self.existing = existing


def add_picture(file: File, *, created_by: AbstractUser | None = None, **fields: object) -> Picture:
    """Checks the file and stores it with its WebP renditions; `fields` are the row's. Raises ValidationError,
    of which DuplicatePicture names the picture that is there already.
    """
    upload = inspect(file)
    with transaction.atomic():
        refuse_duplicate(upload)
        picture = Picture(created_by=created_by, **fields)
        store(picture, upload)
    return picture


def refuse_duplicate(upload: Upload) -> None:
    """Raises DuplicatePicture when the library has the file. Until the transaction ends nobody else can add it."""
    _lock(upload.digest)
    existing = Picture.objects.filter(digest=upload.digest).first()
    if existing:
        raise DuplicatePicture(existing)


def store(picture: Picture, upload: Upload) -> None:
    """Row, original and fast renditions: all of them or none. AVIF follows by the worker.

    Ask `refuse_duplicate` first, in the same transaction.
    """
    picture.digest, picture.width, picture.height = upload.digest, upload.width, upload.height
    picture.file = ContentFile(upload.content, name=f"{upload.digest}.{upload.extension}")
    # A process killed half-way may have left a file of this name; the storage would then invent another name.
    picture.file.storage.delete(picture.file.field.generate_filename(picture, picture.file.name))
    try:
        with transaction.atomic():
            picture.save()
            renditions.make(upload.reduced, picture.digest, picture.width, renditions.FAST)
            make_avif.defer(picture_id=picture.pk)
    except BaseException:
        remove_files(picture)
        raise


def remove_files(picture: Picture) -> None:
    """The original and everything made from it."""
    renditions.remove(picture.digest, picture.width)
    if picture.file:
        picture.file.storage.delete(picture.file.name)


def remove_files_without_row(picture: Picture) -> None:
    """For after a deletion or a failure: leaves the files of a picture that somebody added again meanwhile."""
    with transaction.atomic():
        _lock(picture.digest)
        if not Picture.objects.filter(digest=picture.digest).exists():
            remove_files(picture)


def _lock(digest: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(digest[:15], 16)])


def inspect(file: File) -> Upload:
    """Reads the whole file and decides by its content alone. Raises ValidationError."""
    if not file.size:
        raise ValidationError("الملف فارغ.", code="empty")
    if file.size > MAX_BYTES:
        raise ValidationError(
            f"حجم الملف {file.size / 1_000_000:.0f} ميغابايت، والحد الأقصى {MAX_BYTES // 1_000_000} ميغابايت.",
            code="too_many_bytes",
        )
    file.seek(0)
    content = file.read()
    image, format = _open(content)
    _check_size(image)
    if getattr(image, "is_animated", False) and image.format != "MPO":
        raise ValidationError("الصورة متحركة. ارفع صورة ثابتة.", code="animated")
    try:
        stripped = location.without_location(image, content, format)
        image = Image.open(BytesIO(stripped), formats=(format,))
        width, height = renditions.turned_size(image)
        reduced = renditions.reduce(image)
    except Exception as error:  # a broken file makes Pillow raise nearly anything; none of it is our fault
        logger.info("A broken %s was refused: %s: %s", format, type(error).__name__, error)
        raise broken() from error
    return Upload(
        content=stripped,
        digest=hashlib.sha256(content).hexdigest()[:32],
        extension=EXTENSIONS[format],
        width=width,
        height=height,
        reduced=reduced,
    )


def broken() -> ValidationError:
    return ValidationError("الصورة تالفة أو غير مكتملة. جرب نسخة أخرى منها أو أعد تنزيلها.", code="broken")


def too_many_pixels(size: str = "") -> ValidationError:
    return ValidationError(
        f"أبعاد الصورة كبيرة جدا{size}. الحد الأقصى {MAX_PIXELS // 1_000_000} ميغابكسل؛ صغّرها ثم ارفعها.",
        code="too_many_pixels",
    )


def _open(content: bytes) -> tuple[Image.Image, str]:
    """The picture, its header read and its pixels not, and its format. Pillow is asked for our four formats only."""
    try:
        image = Image.open(BytesIO(content), formats=renditions.FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise too_many_pixels() from error
    except Exception as error:
        raise _wrong_type(content) from error
    # A phone's JPEG may hold a second picture behind the first: Pillow calls such a file MPO.
    return image, "JPEG" if image.format == "MPO" else str(image.format)


def _wrong_type(content: bytes) -> ValidationError:
    if any(content[offset:].startswith(start) for offset, start in OURS):
        return broken()
    name = foreign_name(content)
    if name == "HEIC":
        return ValidationError(
            f"صور HEIC لا تعرضها المتصفحات. حولها إلى JPEG ثم ارفعها. المقبول: {ACCEPTED}.", code="wrong_type"
        )
    if name:
        return ValidationError(f"هذا ملف {name}. المقبول: {ACCEPTED}.", code="wrong_type")
    return ValidationError(f"هذا الملف ليس صورة. المقبول: {ACCEPTED}.", code="wrong_type")


def _check_size(image: Image.Image) -> None:
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise too_many_pixels(f": {width * height / 1_000_000:.0f} ميغابكسل")
    if min(width, height) < MIN_SIDE:
        raise ValidationError(
            f"الصورة صغيرة: {width}×{height} بكسل. أقل ضلع مقبول {MIN_SIDE} بكسل.", code="too_few_pixels"
        )
    if max(width, height) > MAX_PROPORTION * min(width, height):
        raise ValidationError(
            f"الصورة شريط ضيق: {width}×{height} بكسل. لا يزيد أحد ضلعيها على {MAX_PROPORTION} أمثال الآخر.",
            code="too_narrow",
        )
