"""What a story was made from: the text of another house that was translated, adapted or quoted."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from mohit.typed_text import TypedText

# A mistyped year; before the earliest nothing was printed that somebody translates for a newspaper.
EARLIEST, LATEST = date(1450, 1, 1), date(2200, 1, 1)


class Source(TypedText):
    """One text from which a story was made. It is printed under the story, in the order in which they were given."""

    class Kind(models.TextChoices):
        TRANSLATION = "translation", "ترجمة عن"
        ADAPTATION = "adaptation", "بتصرف عن"
        REPORT = "report", "نقلا عن"

    class Language(models.TextChoices):
        """The primary subtags of BCP 47, which the page says to screen readers."""

        ARABIC = "ar", "العربية"
        ENGLISH = "en", "الإنجليزية"
        FRENCH = "fr", "الفرنسية"
        SPANISH = "es", "الإسبانية"
        GERMAN = "de", "الألمانية"
        ITALIAN = "it", "الإيطالية"
        PORTUGUESE = "pt", "البرتغالية"
        TURKISH = "tr", "التركية"
        RUSSIAN = "ru", "الروسية"
        CHINESE = "zh", "الصينية"
        JAPANESE = "ja", "اليابانية"
        PERSIAN = "fa", "الفارسية"
        HEBREW = "he", "العبرية"
        BERBER = "ber", "الأمازيغية"

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="sources", verbose_name="المقال"
    )
    kind = models.CharField("العلاقة بالأصل", max_length=12, choices=Kind.choices, default=Kind.ADAPTATION)
    outlet = models.CharField("جهة النشر", max_length=120, help_text="الصحيفة أو الوكالة أو الموقع.")
    title = models.CharField("العنوان الأصلي", max_length=300, blank=True, help_text="بلغته كما نشر.")
    url = models.URLField(
        "رابط الأصل",
        max_length=500,
        blank=True,
        validators=[URLValidator(schemes=["http", "https"])],
    )
    language = models.CharField("لغة الأصل", max_length=3, choices=Language.choices, blank=True)
    published_on = models.DateField("نشر الأصل في", null=True, blank=True)
    author = models.CharField("كاتب الأصل", max_length=120, blank=True)
    translator = models.CharField("المترجم", max_length=120, blank=True)

    LINES = ("outlet", "title", "author", "translator")

    class Meta:
        verbose_name = "مصدر"
        verbose_name_plural = "المصادر"
        default_permissions = ()  # who may edit a story may edit its sources
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["translation", "adaptation", "report"]), name="source_kind_is_known"
            ),
            models.CheckConstraint(condition=~Q(outlet=""), name="source_names_its_outlet"),
            models.CheckConstraint(
                condition=Q(url="") | Q(url__regex=r"^https?://"),
                name="source_link_is_of_the_web",
                violation_error_message="اكتب رابط صفحة من الشبكة.",
            ),
            models.CheckConstraint(
                condition=Q(
                    language__in=[
                        *("", "ar", "en", "fr", "es", "de", "it", "pt"),
                        *("tr", "ru", "zh", "ja", "fa", "he", "ber"),
                    ]
                ),
                name="source_language_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(language="ar") | (~Q(kind="translation") & Q(translator="")),
                name="source_translated_is_not_arabic",
                violation_error_message="الأصل العربي لا يترجم: غير لغة الأصل، أو العلاقة به، أو احذف المترجم.",
            ),
            models.CheckConstraint(
                condition=Q(published_on__isnull=True) | Q(published_on__gte=EARLIEST, published_on__lt=LATEST),
                name="source_day_is_of_print",
                violation_error_message="راجع سنة نشر الأصل.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outlet}: {self.title}" if self.title else self.outlet

    def clean(self) -> None:
        if self.published_on and self.published_on > timezone.localdate():
            raise ValidationError({"published_on": "هذا اليوم لم يأت بعد."})
