import datetime

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0034_live_stays"),
    ]

    operations = [
        migrations.CreateModel(
            name="Source",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("translation", "ترجمة عن"), ("adaptation", "بتصرف عن"), ("report", "نقلا عن")],
                        default="adaptation",
                        max_length=12,
                        verbose_name="العلاقة بالأصل",
                    ),
                ),
                (
                    "outlet",
                    models.CharField(
                        help_text="الصحيفة أو الوكالة أو الموقع.", max_length=120, verbose_name="جهة النشر"
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True, help_text="بلغته كما نشر.", max_length=300, verbose_name="العنوان الأصلي"
                    ),
                ),
                (
                    "url",
                    models.URLField(
                        blank=True,
                        max_length=500,
                        validators=[django.core.validators.URLValidator(schemes=["http", "https"])],
                        verbose_name="رابط الأصل",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ar", "العربية"),
                            ("en", "الإنجليزية"),
                            ("fr", "الفرنسية"),
                            ("es", "الإسبانية"),
                            ("de", "الألمانية"),
                            ("it", "الإيطالية"),
                            ("pt", "البرتغالية"),
                            ("tr", "التركية"),
                            ("ru", "الروسية"),
                            ("zh", "الصينية"),
                            ("ja", "اليابانية"),
                            ("fa", "الفارسية"),
                            ("he", "العبرية"),
                            ("ber", "الأمازيغية"),
                        ],
                        max_length=3,
                        verbose_name="لغة الأصل",
                    ),
                ),
                ("published_on", models.DateField(blank=True, null=True, verbose_name="نشر الأصل في")),
                ("author", models.CharField(blank=True, max_length=120, verbose_name="كاتب الأصل")),
                ("translator", models.CharField(blank=True, max_length=120, verbose_name="المترجم")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sources",
                        to="articles.article",
                        verbose_name="المقال",
                    ),
                ),
            ],
            options={
                "verbose_name": "مصدر",
                "verbose_name_plural": "المصادر",
                "ordering": ["pk"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["translation", "adaptation", "report"])),
                        name="source_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outlet", ""), _negated=True), name="source_names_its_outlet"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("url", ""), ("url__regex", "^https?://"), _connector="OR"),
                        name="source_link_is_of_the_web",
                        violation_error_message="اكتب رابط صفحة من الشبكة.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "language__in",
                                [
                                    "",
                                    "ar",
                                    "en",
                                    "fr",
                                    "es",
                                    "de",
                                    "it",
                                    "pt",
                                    "tr",
                                    "ru",
                                    "zh",
                                    "ja",
                                    "fa",
                                    "he",
                                    "ber",
                                ],
                            )
                        ),
                        name="source_language_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("language", "ar"), _negated=True),
                            models.Q(models.Q(("kind", "translation"), _negated=True), ("translator", "")),
                            _connector="OR",
                        ),
                        name="source_translated_is_not_arabic",
                        violation_error_message="الأصل العربي لا يترجم: غير لغة الأصل، أو العلاقة به، أو احذف المترجم.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_on__isnull", True),
                            models.Q(
                                ("published_on__gte", datetime.date(1450, 1, 1)),
                                ("published_on__lt", datetime.date(2200, 1, 1)),
                            ),
                            _connector="OR",
                        ),
                        name="source_day_is_of_print",
                        violation_error_message="راجع سنة نشر الأصل.",
                    ),
                ],
            },
        ),
    ]
