"""What stands in every box whatever is sold: one row, edited in the admin."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from mohit.typed_text import TypedText

HOUSE_MESSAGE = "هذه المساحة مخصصة للإعلانات. دعمك يساهم في استمرار الموقع وتقديم محتوى إخباري مميز."


class Notice(TypedText):
    """The label, the message of an unsold box and the site's ads.txt (IAB Tech Lab, version 1.1)."""

    label = models.CharField("الوسم", max_length=20, default="إشهار", help_text="يظهر فوق كل مساحة.")
    house_message = models.CharField(
        "رسالة المساحة الشاغرة", max_length=200, default=HOUSE_MESSAGE, help_text="تظهر كلما لم يكن في المساحة إعلان."
    )
    ads_txt = models.TextField(
        "ملف ads.txt", max_length=20_000, blank=True, help_text="من يحق له بيع مساحات الموقع، سطر لكل واحد."
    )

    LINES = ("label", "house_message")
    PARAGRAPHS = ("ads_txt",)

    class Meta:
        verbose_name = "وسم المساحات ورسالتها"
        verbose_name_plural = "وسم المساحات ورسالتها"
        default_permissions = ("change", "view")
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="notice_is_one_row"),
            models.CheckConstraint(condition=~Q(label=""), name="notice_has_a_label"),
            models.CheckConstraint(condition=~Q(house_message=""), name="notice_has_a_house_message"),
        ]

    def __str__(self) -> str:
        return self.label

    def save(self, **kwargs: object) -> None:
        self.pk = 1
        super().save(**kwargs)


def the_notice() -> Notice:
    return Notice.objects.get(pk=1)
