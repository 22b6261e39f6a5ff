"""What is shown in a box, and where it leads."""

from __future__ import annotations

from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q

from ads.sizes import Size
from mohit.typed_text import TypedText

# No control character and no space; nobody's name before the host, by which an address pretends to be another's.
HTTPS = r"^https://[^[:space:][:cntrl:]/?#@\\]+([/?#][^[:space:][:cntrl:]\\]*)?$"


class Creative(TypedText):
    """One of a campaign's adverts: where it leads, words for who does not see it, and its images (CreativeImage)."""

    campaign = models.ForeignKey(
        "ads.Campaign", on_delete=models.PROTECT, related_name="creatives", verbose_name="الحملة"
    )
    name = models.CharField("الاسم", max_length=120, help_text="للتقارير: لا يراه القراء.")
    target = models.CharField(
        "الوجهة",
        max_length=1000,
        validators=[URLValidator(schemes=["https"])],
        help_text="العنوان الذي يفتحه النقر، ويبدأ بـ https://.",
    )
    alt = models.CharField("النص البديل", max_length=200, help_text="ما في الصورة، لمن لا يراها.")
    weight = models.PositiveSmallIntegerField("الوزن", default=1, help_text="نصيبها من ظهور الحملة.")
    is_active = models.BooleanField("مفعلة", default=True)

    LINES = ("name", "alt")

    class Meta:
        verbose_name = "مادة إعلانية"
        verbose_name_plural = "المواد الإعلانية"
        ordering = ["campaign", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="creative_has_a_name"),
            models.CheckConstraint(condition=~Q(alt=""), name="creative_has_an_alt"),
            models.CheckConstraint(
                condition=Q(target__regex=HTTPS),
                name="creative_leads_to_https",
                violation_error_message="الوجهة عنوان كامل يبدأ بـ https://، بلا فراغ ولا اسم مستخدم.",
            ),
            models.CheckConstraint(condition=Q(weight__gte=1), name="creative_weight_is_positive"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def sizes(self) -> list[Size]:
        """Of its images that every reader may be shown; the dark ones stand in for these."""
        return [(image.width, image.height) for image in self.images.all() if image.scheme == image.Scheme.LIGHT]
