"""Who pays for placements."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from mohit.typed_text import TypedText


class Advertiser(TypedText):
    """A company or institution. Two of one industry are competitors and never stand on one page."""

    class Industry(models.TextChoices):
        BANKING = "banking", "بنوك وتأمين"
        TELECOMS = "telecoms", "اتصالات وإنترنت"
        CARS = "cars", "سيارات"
        PROPERTY = "property", "عقار وبناء"
        TRAVEL = "travel", "سفر وطيران"
        FOOD = "food", "أغذية ومشروبات"
        RETAIL = "retail", "تجارة وتسوق"
        HEALTH = "health", "صحة ودواء"
        EDUCATION = "education", "تعليم وتكوين"
        ENERGY = "energy", "طاقة"
        ELECTRONICS = "electronics", "أجهزة وإلكترونيات"
        CULTURE = "culture", "ثقافة وترفيه"
        PUBLIC = "public", "مؤسسات عمومية"

    name = models.CharField("الاسم", max_length=120, unique=True, error_messages={"unique": "هذا المعلن مسجل من قبل."})
    industry = models.CharField(
        "القطاع",
        max_length=12,
        choices=Industry.choices,
        blank=True,
        help_text="معلنان من قطاع واحد لا يظهران في صفحة واحدة. فارغ: لا منافس له.",
    )
    # The signed link to the advertiser's report holds this number: raise it, and every link given out before is dead.
    report_version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField("أضيف في", auto_now_add=True)

    LINES = ("name",)

    class Meta:
        verbose_name = "معلن"
        verbose_name_plural = "المعلنون"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="advertiser_has_a_name"),
            models.CheckConstraint(
                condition=Q(
                    industry__in=[
                        "",
                        "banking",
                        "telecoms",
                        "cars",
                        "property",
                        "travel",
                        "food",
                        "retail",
                        "health",
                        "education",
                        "energy",
                        "electronics",
                        "culture",
                        "public",
                    ]
                ),
                name="advertiser_industry_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def void_report_links(self) -> bool:
        """Kill every link to its report that was given out; False when somebody else just did, or it is gone."""
        rows = Advertiser.objects.filter(pk=self.pk, report_version=self.report_version)
        if not rows.update(report_version=F("report_version") + 1):
            return False
        self.report_version += 1
        return True
