import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    """What was agreed with advertisers."""

    dependencies = [("ads", "0001_placements")]
    operations = [
        migrations.CreateModel(
            name="Campaign",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="الاسم")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("sponsorship", "رعاية"),
                            ("standard", "حملة بهدف"),
                            ("price", "أولوية السعر"),
                            ("house", "حملة الدار"),
                        ],
                        max_length=11,
                        verbose_name="النوع",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "مسودة"),
                            ("active", "مفعلة"),
                            ("paused", "موقوفة مؤقتا"),
                            ("ended", "منتهية"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=6,
                        verbose_name="الحالة",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="تبدأ في")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="تنتهي في")),
                (
                    "goal",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="عدد المشاهدات: نصف المساحة على الشاشة ثانية كاملة.",
                        null=True,
                        verbose_name="الهدف",
                    ),
                ),
                (
                    "daily_cap",
                    models.PositiveIntegerField(
                        blank=True, help_text="بالمشاهدات.", null=True, verbose_name="سقف اليوم"
                    ),
                ),
                (
                    "price",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="سعر ألف مشاهدة.",
                        max_digits=10,
                        null=True,
                        verbose_name="سعر الألف",
                    ),
                ),
                (
                    "weight",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="حملة وزنها 3 تظهر ثلاثة أضعاف حملة من نوعها وزنها 1.",
                        verbose_name="الوزن",
                    ),
                ),
                (
                    "frequency_cap",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="أقصى ما يراها القارئ الواحد في اليوم؛ يعد في جهازه هو.",
                        null=True,
                        verbose_name="سقف التكرار",
                    ),
                ),
                (
                    "sections",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SlugField(max_length=80),
                        blank=True,
                        default=list,
                        help_text="فارغ: كل الأقسام.",
                        size=None,
                        verbose_name="الأقسام",
                    ),
                ),
                (
                    "excluded_sections",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SlugField(max_length=80),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="أقسام مستبعدة",
                    ),
                ),
                (
                    "is_sensitive_allowed",
                    models.BooleanField(
                        default=False, help_text="الكوارث والوفيات وما يشبهها.", verbose_name="تظهر مع المواضيع الحساسة"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="أنشئت في")),
                ("saved_at", models.DateTimeField(auto_now=True, verbose_name="آخر حفظ")),
                (
                    "advertiser",
                    models.ForeignKey(
                        blank=True,
                        help_text="يترك فارغا لحملات الدار وحدها.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="campaigns",
                        to="ads.advertiser",
                        verbose_name="المعلن",
                    ),
                ),
            ],
            options={
                "verbose_name": "حملة",
                "verbose_name_plural": "الحملات",
                "ordering": ["-starts_at", "-pk"],
                "permissions": [("launch_campaign", "تفعيل الحملات وإيقافها")],
            },
        ),
        migrations.AddField(
            model_name="campaign",
            name="placements",
            field=models.ManyToManyField(
                blank=True,
                help_text="فارغ: كل المساحات. للرعاية مساحاتها المحجوزة وحدها.",
                related_name="+",
                to="ads.placement",
                verbose_name="المساحات",
            ),
        ),
        migrations.AddIndex(
            model_name="campaign",
            index=models.Index(models.F("starts_at"), condition=models.Q(("state", "active")), name="campaign_active"),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["sponsorship", "standard", "price", "house"])),
                name="campaign_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "active", "paused", "ended"])),
                name="campaign_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="campaign_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("advertiser__isnull", False), ("kind", "house"), _connector="OR"),
                name="campaign_has_an_advertiser",
                violation_error_message="اختر المعلن: حملات الدار وحدها بلا معلن.",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__isnull", True), ("ends_at__gt", models.F("starts_at")), _connector="OR"),
                name="campaign_ends_after_it_starts",
                violation_error_message="نهاية الحملة قبل بدايتها.",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "sponsorship"), _negated=True), ("ends_at__isnull", False), _connector="OR"
                ),
                name="campaign_sponsorship_has_an_end",
                violation_error_message="للرعاية موعد تنتهي فيه.",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "standard"), _negated=True),
                    models.Q(("ends_at__isnull", False), ("goal__isnull", False)),
                    _connector="OR",
                ),
                name="campaign_standard_has_a_goal_and_an_end",
                violation_error_message="للحملة بهدف عدد من المشاهدات وموعد تنتهي فيه.",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "price"), _negated=True), ("price__isnull", False), _connector="OR"
                ),
                name="campaign_price_priority_has_a_price",
                violation_error_message="أولوية السعر تحتاج إلى سعر.",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("goal__isnull", True), ("goal__gte", 1), _connector="OR"),
                name="campaign_goal_is_positive",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("daily_cap__isnull", True), ("daily_cap__gte", 1), _connector="OR"),
                name="campaign_daily_cap_is_positive",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("price__isnull", True), ("price__gt", 0), _connector="OR"),
                name="campaign_price_is_positive",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("weight__gte", 1)), name="campaign_weight_is_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("frequency_cap__isnull", True), ("frequency_cap__gte", 1), _connector="OR"),
                name="campaign_frequency_cap_is_positive",
            ),
        ),
    ]
