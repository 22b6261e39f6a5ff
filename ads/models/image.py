"""The images of a creative: one for each size and colour scheme, encoded by us."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ads.sizes import SIZES


class CreativeImage(models.Model):
    """What stands in a box, as WebP. `width` and `height` are CSS pixels; there are `density` times as many of the
    file's own in each direction.

    The file's name says nothing of its size or its purpose: blockers' rules match both.
    """

    class Scheme(models.TextChoices):
        LIGHT = "light", "فاتح"
        DARK = "dark", "داكن"

    creative = models.ForeignKey(
        "ads.Creative", on_delete=models.CASCADE, related_name="images", verbose_name="المادة الإعلانية"
    )
    scheme = models.CharField("المظهر", max_length=5, choices=Scheme.choices, default=Scheme.LIGHT)
    width = models.PositiveSmallIntegerField("العرض", help_text="بالبكسل.")
    height = models.PositiveSmallIntegerField("الارتفاع", help_text="بالبكسل.")
    density = models.PositiveSmallIntegerField("الكثافة", default=1)
    file = models.FileField("الملف", max_length=120)
    bytes = models.PositiveIntegerField("الحجم", help_text="بالبايت.")

    class Meta:
        verbose_name = "صورة مادة إعلانية"
        verbose_name_plural = "صور المواد الإعلانية"
        ordering = ["creative", "width", "height", "-scheme"]
        constraints = [
            models.UniqueConstraint(
                fields=["creative", "scheme", "width", "height"],
                name="creativeimage_is_one_of_its_size",
                violation_error_message="للمادة صورة بهذا المقاس وهذا المظهر.",
            ),
            models.CheckConstraint(condition=Q(scheme__in=["light", "dark"]), name="creativeimage_scheme_is_known"),
            models.CheckConstraint(condition=Q(density__in=[1, 2]), name="creativeimage_density_is_known"),
            models.CheckConstraint(condition=~Q(file=""), name="creativeimage_has_a_file"),
            models.CheckConstraint(condition=Q(bytes__gte=1), name="creativeimage_has_bytes"),
            models.CheckConstraint(
                condition=Q(*[Q(width=width, height=height) for width, height in SIZES], _connector=Q.OR),
                name="creativeimage_size_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.width}×{self.height}"
