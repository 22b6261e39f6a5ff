import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    """Who subscribed to which list."""

    dependencies = [
        ("newsletter", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Subscriber",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.CharField(blank=True, max_length=254, verbose_name="عنوان البريد")),
                (
                    "address_key",
                    models.CharField(
                        blank=True,
                        db_collation="C",
                        editable=False,
                        error_messages={"unique": "هذا العنوان مسجل من قبل."},
                        max_length=254,
                        null=True,
                        unique=True,
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=80, verbose_name="الاسم")),
                ("search_key", models.TextField(blank=True, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "لم يؤكد بعد"),
                            ("confirmed", "مؤكد"),
                            ("left", "غادر"),
                            ("bounced", "ارتد بريده"),
                            ("complained", "اشتكى"),
                            ("erased", "محيت بياناته"),
                        ],
                        default="pending",
                        editable=False,
                        max_length=10,
                        verbose_name="الحالة",
                    ),
                ),
                ("token_version", models.PositiveSmallIntegerField(default=1, editable=False)),
                (
                    "soft_bounces",
                    models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="ارتدادات مؤقتة"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="سجل في")),
                ("asked_at", models.DateTimeField(editable=False, null=True, verbose_name="آخر رسالة تأكيد")),
                ("confirmed_at", models.DateTimeField(editable=False, null=True, verbose_name="أكد في")),
                ("ended_at", models.DateTimeField(editable=False, null=True, verbose_name="انتهى في")),
            ],
            options={
                "verbose_name": "مشترك",
                "verbose_name_plural": "المشتركون",
                "ordering": ["-pk"],
                "permissions": [
                    ("import_subscribers", "استيراد المشتركين"),
                    ("export_subscribers", "تصدير المشتركين"),
                    ("erase_subscriber", "محو بيانات مشترك"),
                ],
                "indexes": [
                    models.Index(
                        models.F("state"), models.OrderBy(models.F("id"), descending=True), name="subscriber_desk_state"
                    ),
                    models.Index(
                        models.F("created_at"), condition=models.Q(("state", "pending")), name="subscriber_pending"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(models.F("search_key"), name="gin_trgm_ops"),
                        name="subscriber_search",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["pending", "confirmed", "left", "bounced", "complained", "erased"])
                        ),
                        name="subscriber_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("address", ""),
                                ("address_key__isnull", True),
                                ("name", ""),
                                ("search_key", ""),
                                ("state", "erased"),
                            ),
                            models.Q(
                                models.Q(("state", "erased"), _negated=True),
                                models.Q(("address", ""), _negated=True),
                                ("address_key__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="subscriber_has_an_address_until_erased",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("address", ""), ("address__regex", "^[!-?A-~]+@[!-?A-~]+$"), _connector="OR"
                        ),
                        name="subscriber_address_is_ascii_in_one_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "confirmed"), _negated=True),
                            ("confirmed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="subscriber_confirmed_has_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["pending", "confirmed"]), ("ended_at__isnull", False), _connector="OR"
                        ),
                        name="subscriber_ended_has_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Subscription",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("pending", "ينتظر التأكيد"), ("active", "نشط"), ("left", "منته")],
                        default="pending",
                        max_length=7,
                        verbose_name="الحالة",
                    ),
                ),
                ("form", models.CharField(blank=True, max_length=20, verbose_name="النموذج")),
                ("source", models.BinaryField(max_length=32, null=True)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="طلب في")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="بدأ في")),
                ("left_at", models.DateTimeField(blank=True, null=True, verbose_name="انتهى في")),
                (
                    "mailing_list",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="subscriptions",
                        to="newsletter.mailinglist",
                        verbose_name="القائمة",
                    ),
                ),
                (
                    "subscriber",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="subscriptions",
                        to="newsletter.subscriber",
                        verbose_name="المشترك",
                    ),
                ),
            ],
            options={
                "verbose_name": "اشتراك",
                "verbose_name_plural": "الاشتراكات",
                "ordering": ["mailing_list", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="subscription",
            index=models.Index(
                models.F("mailing_list"),
                models.F("subscriber"),
                condition=models.Q(("state", "active")),
                name="subscription_audience",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.UniqueConstraint(
                fields=("subscriber", "mailing_list"), name="subscription_once_per_list"
            ),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["pending", "active", "left"])), name="subscription_state_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "active"), _negated=True), ("confirmed_at__isnull", False), _connector="OR"
                ),
                name="subscription_active_has_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "left"), _negated=True), ("left_at__isnull", False), _connector="OR"
                ),
                name="subscription_left_has_a_time",
            ),
        ),
    ]
