"""The picture library: one row a photograph, its original kept, its renditions named by its content."""

from __future__ import annotations

from django.conf import settings
from django.core.files.storage import default_storage, storages
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from PIL import Image

from mohit.arabic import normalise
from mohit.typed_text import TypedText
from pictures import renditions


def originals_storage():
    return storages["originals"]


class Picture(TypedText):
    """A picture of the library. Sizes in pixels, after any turn that EXIF asks for; focal point from 0 to 1."""

    file = models.FileField("الملف", upload_to="%Y/%m", storage=originals_storage, max_length=200)
    alt = models.CharField("النص البديل", max_length=300, help_text="ما تظهره الصورة، لمن لا يراها. لا تبدأ بـ«صورة».")
    caption = models.CharField("الشرح", max_length=500, blank=True)
    credit = models.CharField("المصدر", max_length=160, blank=True, help_text="اسم المصور أو الوكالة.")
    licence = models.CharField("الترخيص", max_length=80, blank=True)
    focal_x = models.FloatField(
        "موضع التركيز أفقيا", default=0.5, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )
    focal_y = models.FloatField(
        "موضع التركيز عموديا", default=0.4, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )
    width = models.PositiveIntegerField("العرض", editable=False)
    height = models.PositiveIntegerField("الارتفاع", editable=False)
    digest = models.CharField("البصمة", max_length=32, editable=False, unique=True)
    has_avif = models.BooleanField("نسخ AVIF جاهزة", default=False, editable=False)
    search_key = models.TextField(editable=False, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name="رفعها",
    )
    created_at = models.DateTimeField("رفعت في", auto_now_add=True)

    LINES = ("alt", "caption", "credit", "licence")

    class Meta:
        verbose_name = "صورة"
        verbose_name_plural = "الصور"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="picture_newest"),  # the library's pages, newest first
            models.Index(fields=["id"], name="picture_without_avif", condition=Q(has_avif=False)),  # make_renditions
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(alt=""), name="picture_has_alt"),
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0), name="picture_has_size"),
            models.CheckConstraint(
                condition=Q(focal_x__range=(0, 1), focal_y__range=(0, 1)), name="picture_focal_point_inside"
            ),
        ]

    def __str__(self) -> str:
        return self.caption or self.alt

    @property
    def widths(self) -> list[int]:
        """Widths of its renditions in pixels, narrow to wide."""
        return renditions.widths_of(self.width)

    def rendition_url(self, width: int, extension: str = "webp") -> str:
        """Address of the narrowest rendition that is at least `width` pixels wide, else of the widest."""
        rung = next((rung for rung in self.widths if rung >= width), self.widths[-1])
        return default_storage.url(renditions.name(self.digest, rung, extension))

    @property
    def share_url(self) -> str:
        """Address of the JPEG for Open Graph, without the site's own; `share_size` is its width and height."""
        return default_storage.url(renditions.name(self.digest, self.share_size[0], "jpg"))

    @property
    def share_size(self) -> tuple[int, int]:
        width = renditions.share_width(self.width)
        return width, max(1, round(self.height * width / self.width))

    def tidy(self) -> None:
        super().tidy()
        self.search_key = normalise(f"{self.caption} {self.credit} {self.alt}")

    def make_renditions(self, extensions: tuple[str, ...] = renditions.ALL) -> int:
        """Makes the files that are missing and returns their number. Any number of workers may do it at once.

        Raises OSError and what Pillow raises when the original is gone or broken.
        """
        missing = renditions.missing(self.digest, self.width, extensions)
        if missing:
            with self.file.open("rb") as original:
                reduced = renditions.reduce(Image.open(original, formats=renditions.FORMATS))
            renditions.make(reduced, self.digest, self.width, extensions, only=missing)
        if "avif" in extensions and not Picture.objects.filter(pk=self.pk).update(has_avif=True):
            renditions.remove(self.digest, self.width)  # the picture was deleted meanwhile
        return len(missing)
