import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    """Offers, and the counters of what came of them."""

    dependencies = [("ads", "0003_bookings_and_creatives")]
    operations = [
        migrations.CreateModel(
            name="Horizon",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kept_from", models.DateTimeField()),
            ],
            options={
                "verbose_name": "أفق العروض",
                "verbose_name_plural": "أفق العروض",
                "default_permissions": (),
                "constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="horizon_is_one_row")],
            },
        ),
        migrations.CreateModel(
            name="Offer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("section", models.SlugField(blank=True, db_index=False, max_length=80)),
                ("hour", models.DateTimeField()),
                ("offered_at", models.DateTimeField()),
                ("rendered_at", models.DateTimeField(null=True)),
                ("viewable_at", models.DateTimeField(null=True)),
                ("clicked_at", models.DateTimeField(null=True)),
                (
                    "invalid",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("robot", "روبوت"),
                            ("no_agent", "متصفح مجهول"),
                            ("speculative", "تحميل مسبق"),
                            ("staff", "فريق التحرير"),
                            ("rate", "تكرار مفرط"),
                            ("duplicate", "معدود من قبل"),
                            ("stale", "بعد أوانه"),
                            ("mismatch", "مساحة أخرى"),
                            ("order", "بغير ترتيبه"),
                        ],
                        max_length=11,
                    ),
                ),
                (
                    "creative",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ads.creative"
                    ),
                ),
                (
                    "placement",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ads.placement",
                    ),
                ),
            ],
            options={
                "verbose_name": "عرض",
                "verbose_name_plural": "العروض",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="InvalidCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("section", models.SlugField(blank=True, db_index=False, max_length=80, verbose_name="القسم")),
                ("hour", models.DateTimeField(verbose_name="الساعة")),
                ("slot", models.PositiveSmallIntegerField()),
                (
                    "event",
                    models.CharField(
                        choices=[("offered", "عرض"), ("rendered", "ظهور"), ("viewable", "مشاهدة"), ("clicked", "نقر")],
                        max_length=8,
                        verbose_name="الحدث",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("robot", "روبوت"),
                            ("no_agent", "متصفح مجهول"),
                            ("speculative", "تحميل مسبق"),
                            ("staff", "فريق التحرير"),
                            ("rate", "تكرار مفرط"),
                            ("duplicate", "معدود من قبل"),
                            ("stale", "بعد أوانه"),
                            ("mismatch", "مساحة أخرى"),
                            ("order", "بغير ترتيبه"),
                        ],
                        max_length=11,
                        verbose_name="السبب",
                    ),
                ),
                ("count", models.PositiveIntegerField(default=0, verbose_name="العدد")),
                (
                    "creative",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ads.creative"
                    ),
                ),
                (
                    "placement",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ads.placement",
                    ),
                ),
            ],
            options={
                "verbose_name": "عداد غير صالح",
                "verbose_name_plural": "الحركة غير الصالحة",
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="Counter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("section", models.SlugField(blank=True, db_index=False, max_length=80, verbose_name="القسم")),
                ("hour", models.DateTimeField(verbose_name="الساعة")),
                ("slot", models.PositiveSmallIntegerField()),
                ("offered", models.PositiveIntegerField(default=0, verbose_name="العروض")),
                ("rendered", models.PositiveIntegerField(default=0, verbose_name="مرات الظهور")),
                ("viewable", models.PositiveIntegerField(default=0, verbose_name="المشاهدات")),
                ("clicked", models.PositiveIntegerField(default=0, verbose_name="النقرات")),
                (
                    "creative",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ads.creative"
                    ),
                ),
                (
                    "placement",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ads.placement",
                    ),
                ),
            ],
            options={
                "verbose_name": "عداد",
                "verbose_name_plural": "العدادات",
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slot", models.PositiveSmallIntegerField()),
                ("total", models.PositiveIntegerField(default=0)),
                ("day", models.DateField()),
                ("of_day", models.PositiveIntegerField(default=0)),
                (
                    "campaign",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="ads.campaign"
                    ),
                ),
            ],
            options={
                "verbose_name": "حصيلة",
                "verbose_name_plural": "الحصائل",
                "default_permissions": (),
            },
        ),
        migrations.AddIndex(
            model_name="offer",
            index=django.contrib.postgres.indexes.BrinIndex(models.F("hour"), name="offer_hour"),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "invalid__in",
                        [
                            "",
                            "robot",
                            "no_agent",
                            "speculative",
                            "staff",
                            "rate",
                            "duplicate",
                            "stale",
                            "mismatch",
                            "order",
                        ],
                    )
                ),
                name="offer_invalid_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("viewable_at__isnull", True), ("rendered_at__isnull", False), _connector="OR"),
                    models.Q(("clicked_at__isnull", True), ("viewable_at__isnull", False), _connector="OR"),
                ),
                name="offer_keeps_its_order",
            ),
        ),
        migrations.AddIndex(
            model_name="invalidcount",
            index=models.Index(models.F("hour"), name="invalidcount_hour"),
        ),
        migrations.AddConstraint(
            model_name="invalidcount",
            constraint=models.UniqueConstraint(
                fields=("creative", "placement", "section", "hour", "slot", "event", "reason"),
                name="invalidcount_is_one_row",
            ),
        ),
        migrations.AddConstraint(
            model_name="invalidcount",
            constraint=models.CheckConstraint(
                condition=models.Q(("event__in", ["offered", "rendered", "viewable", "clicked"])),
                name="invalidcount_event_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="invalidcount",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "reason__in",
                        [
                            "robot",
                            "no_agent",
                            "speculative",
                            "staff",
                            "rate",
                            "duplicate",
                            "stale",
                            "mismatch",
                            "order",
                        ],
                    )
                ),
                name="invalidcount_reason_is_known",
            ),
        ),
        migrations.AddIndex(
            model_name="counter",
            index=models.Index(models.F("hour"), name="counter_hour"),
        ),
        migrations.AddConstraint(
            model_name="counter",
            constraint=models.UniqueConstraint(
                fields=("creative", "placement", "section", "hour", "slot"), name="counter_is_one_row"
            ),
        ),
        migrations.AddConstraint(
            model_name="counter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("clicked__lte", models.F("viewable")),
                    ("rendered__lte", models.F("offered")),
                    ("viewable__lte", models.F("rendered")),
                ),
                name="counter_keeps_its_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="tally",
            constraint=models.UniqueConstraint(fields=("campaign", "slot"), name="tally_is_one_row"),
        ),
        migrations.AddConstraint(
            model_name="tally",
            constraint=models.CheckConstraint(
                condition=models.Q(("of_day__lte", models.F("total"))), name="tally_day_is_a_part"
            ),
        ),
    ]
