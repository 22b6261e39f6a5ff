import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models

import ads.models.booking


class Migration(migrations.Migration):
    """The calendar of sponsorships, what is shown, and the history of decisions."""

    dependencies = [("ads", "0002_campaigns"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        BtreeGistExtension(),  # "the same placement" beside "overlapping periods" in one constraint
        # A section is a range of one text, "all sections" the range without ends. Texts are compared by their bytes.
        migrations.RunSQL(
            'CREATE TYPE ads_sections AS RANGE (subtype = text, collation = "C")', "DROP TYPE ads_sections"
        ),
        migrations.CreateModel(
            name="Creative",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(help_text="للتقارير: لا يراه القراء.", max_length=120, verbose_name="الاسم")),
                (
                    "target",
                    models.CharField(
                        help_text="العنوان الذي يفتحه النقر، ويبدأ بـ https://.",
                        max_length=1000,
                        validators=[django.core.validators.URLValidator(schemes=["https"])],
                        verbose_name="الوجهة",
                    ),
                ),
                (
                    "alt",
                    models.CharField(
                        help_text="ما في الصورة، لمن لا يراها.", max_length=200, verbose_name="النص البديل"
                    ),
                ),
                (
                    "weight",
                    models.PositiveSmallIntegerField(
                        default=1, help_text="نصيبها من ظهور الحملة.", verbose_name="الوزن"
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="مفعلة")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="creatives",
                        to="ads.campaign",
                        verbose_name="الحملة",
                    ),
                ),
            ],
            options={
                "verbose_name": "مادة إعلانية",
                "verbose_name_plural": "المواد الإعلانية",
                "ordering": ["campaign", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Booking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "section",
                    models.SlugField(
                        blank=True, db_index=False, help_text="فارغ: كل الأقسام.", max_length=80, verbose_name="القسم"
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="من")),
                ("ends_at", models.DateTimeField(verbose_name="إلى")),
                ("released_at", models.DateTimeField(editable=False, null=True, verbose_name="أخلي في")),
                (
                    "campaign",
                    models.ForeignKey(
                        limit_choices_to={"kind": "sponsorship"},
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bookings",
                        to="ads.campaign",
                        verbose_name="الحملة",
                    ),
                ),
                (
                    "placement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bookings",
                        to="ads.placement",
                        verbose_name="المساحة",
                    ),
                ),
            ],
            options={
                "verbose_name": "حجز",
                "verbose_name_plural": "الحجوز",
                "ordering": ["starts_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CampaignEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verb",
                    models.CharField(
                        choices=[("launch", "فعلت"), ("pause", "أوقفت مؤقتا"), ("resume", "استؤنفت"), ("end", "أنهيت")],
                        max_length=6,
                        verbose_name="القرار",
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("draft", "مسودة"),
                            ("active", "مفعلة"),
                            ("paused", "موقوفة مؤقتا"),
                            ("ended", "منتهية"),
                        ],
                        max_length=6,
                        verbose_name="قبل",
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("draft", "مسودة"),
                            ("active", "مفعلة"),
                            ("paused", "موقوفة مؤقتا"),
                            ("ended", "منتهية"),
                        ],
                        max_length=6,
                        verbose_name="بعد",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="السبب")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="في")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="صاحب القرار",
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="ads.campaign",
                        verbose_name="الحملة",
                    ),
                ),
            ],
            options={
                "verbose_name": "قرار في حملة",
                "verbose_name_plural": "سجل الحملات",
                "ordering": ["-at", "-pk"],
                "default_permissions": ("view",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("verb__in", ["launch", "pause", "resume", "end"])),
                        name="campaignevent_verb_is_known",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="creative",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="creative_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="creative",
            constraint=models.CheckConstraint(
                condition=models.Q(("alt", ""), _negated=True), name="creative_has_an_alt"
            ),
        ),
        migrations.AddConstraint(
            model_name="creative",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("target__regex", "^https://[^[:space:][:cntrl:]/?#@\\\\]+([/?#][^[:space:][:cntrl:]\\\\]*)?$")
                ),
                name="creative_leads_to_https",
                violation_error_message="الوجهة عنوان كامل يبدأ بـ https://، بلا فراغ ولا اسم مستخدم.",
            ),
        ),
        migrations.AddConstraint(
            model_name="creative",
            constraint=models.CheckConstraint(
                condition=models.Q(("weight__gte", 1)), name="creative_weight_is_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                name="booking_ends_after_it_starts",
                violation_error_message="نهاية الحجز قبل بدايته.",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("released_at__isnull", True)),
                expressions=[
                    ("placement", "="),
                    (
                        ads.models.booking.Sections(
                            django.db.models.functions.comparison.NullIf("section", models.Value("")),
                            django.db.models.functions.comparison.NullIf("section", models.Value("")),
                            django.contrib.postgres.fields.ranges.RangeBoundary(True, True),
                        ),
                        "&&",
                    ),
                    (
                        ads.models.booking.Periods(
                            "starts_at", "ends_at", django.contrib.postgres.fields.ranges.RangeBoundary()
                        ),
                        "&&",
                    ),
                ],
                name="booking_is_nobody_elses",
                violation_error_message="هذه المساحة محجوزة لرعاية أخرى في هذه الفترة.",
            ),
        ),
    ]
