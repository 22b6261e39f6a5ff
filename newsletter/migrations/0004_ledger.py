import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What was delivered to whom, and what was decided."""

    dependencies = [
        ("newsletter", "0003_issues"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Digest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("period", models.CharField(max_length=10, verbose_name="الفترة")),
                ("due_at", models.DateTimeField(verbose_name="الموعد")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("made", "أعد العدد"),
                            ("missed", "فات موعده وينتظر المحرر"),
                            ("too_few", "لم تجتمع قصص كافية"),
                        ],
                        default="made",
                        max_length=7,
                        verbose_name="ما كان",
                    ),
                ),
                ("found", models.PositiveSmallIntegerField(default=0, verbose_name="القصص الجديدة")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="في")),
                (
                    "mailing_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="digests",
                        to="newsletter.mailinglist",
                        verbose_name="القائمة",
                    ),
                ),
            ],
            options={
                "verbose_name": "موعد نشرة",
                "verbose_name_plural": "مواعيد النشرات",
                "ordering": ["-due_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="IssueEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("create", "أنشئ"),
                            ("test", "أرسلت تجربة"),
                            ("schedule", "جدول"),
                            ("unschedule", "سحب من الجدولة"),
                            ("hold", "أوقف إلى قرار المحرر"),
                            ("start", "بدأ الإرسال"),
                            ("pause", "أوقف مؤقتا"),
                            ("resume", "استؤنف"),
                            ("cancel", "ألغي"),
                            ("finish", "انتهى الإرسال"),
                        ],
                        max_length=10,
                        verbose_name="القرار",
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("draft", "مسودة"),
                            ("scheduled", "مجدول"),
                            ("held", "ينتظر قرار المحرر"),
                            ("sending", "يرسل الآن"),
                            ("paused", "موقوف مؤقتا"),
                            ("sent", "أرسل"),
                            ("cancelled", "ألغي"),
                        ],
                        max_length=9,
                        verbose_name="قبل",
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("draft", "مسودة"),
                            ("scheduled", "مجدول"),
                            ("held", "ينتظر قرار المحرر"),
                            ("sending", "يرسل الآن"),
                            ("paused", "موقوف مؤقتا"),
                            ("sent", "أرسل"),
                            ("cancelled", "ألغي"),
                        ],
                        max_length=9,
                        verbose_name="بعد",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="السبب")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="في")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        help_text="فارغ: المحرك نفسه.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="صاحب القرار",
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="newsletter.issue",
                        verbose_name="العدد",
                    ),
                ),
            ],
            options={
                "verbose_name": "قرار في عدد",
                "verbose_name_plural": "سجل الأعداد",
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "verb__in",
                                [
                                    "create",
                                    "test",
                                    "schedule",
                                    "unschedule",
                                    "hold",
                                    "start",
                                    "pause",
                                    "resume",
                                    "cancel",
                                    "finish",
                                ],
                            )
                        ),
                        name="issueevent_verb_is_known",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="digest",
            constraint=models.UniqueConstraint(fields=("mailing_list", "period"), name="digest_once_a_period"),
        ),
        migrations.AddConstraint(
            model_name="digest",
            constraint=models.CheckConstraint(
                condition=models.Q(("period__regex", "^[0-9]{4}-([0-9]{2}-[0-9]{2}|W[0-9]{2})$")),
                name="digest_names_a_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="digest",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["made", "missed", "too_few"])), name="digest_outcome_is_known"
            ),
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("count", models.PositiveIntegerField()),
            ],
            options={
                "verbose_name": "إذن إرسال",
                "verbose_name_plural": "أذون الإرسال",
                "indexes": [models.Index(models.F("at"), name="grant_at")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("count__gt", 0)), name="grant_allows_something")
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "issue",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="newsletter.issue",
                        verbose_name="العدد",
                    ),
                ),
                (
                    "subscriber",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="newsletter.subscriber",
                        verbose_name="المشترك",
                    ),
                ),
                ("lease_until", models.DateTimeField(editable=False, null=True)),
                ("handed_at", models.DateTimeField(editable=False, null=True, verbose_name="سلمت في")),
                ("retry_at", models.DateTimeField(editable=False, null=True, verbose_name="تعاد في")),
                ("final_at", models.DateTimeField(editable=False, null=True, verbose_name="انتهت في")),
                (
                    "state",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "في الانتظار"),
                            (2, "عند العامل"),
                            (3, "مؤجلة إلى محاولة أخرى"),
                            (4, "سلمت إلى خادم البريد"),
                            (5, "رفضت"),
                            (6, "غير مؤكدة"),
                            (7, "تركت"),
                        ],
                        default=1,
                        editable=False,
                        verbose_name="الحالة",
                    ),
                ),
                ("attempt", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="المحاولة")),
                ("deferrals", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="التأجيلات")),
                (
                    "reason",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, ""),
                            (1, "غادر القائمة قبل التسليم"),
                            (2, "عنوانه محظور"),
                            (3, "ألغي العدد"),
                            (4, "لم تنجح المحاولات"),
                            (5, "تعذر إعداد الرسالة"),
                            (6, "انقطع العامل أو الاتصال أثناء التسليم"),
                        ],
                        default=0,
                        editable=False,
                        verbose_name="السبب",
                    ),
                ),
                ("reply_code", models.PositiveSmallIntegerField(editable=False, null=True, verbose_name="رد الخادم")),
                (
                    "enhanced_status",
                    models.CharField(blank=True, editable=False, max_length=11, verbose_name="تفصيل الرد"),
                ),
            ],
            options={
                "verbose_name": "رسالة",
                "verbose_name_plural": "سجل التسليم",
                "ordering": ["pk"],
            },
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                models.F("issue"),
                models.F("state"),
                models.F("id"),
                condition=models.Q(("state", 4), _negated=True),
                name="delivery_not_sent",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                models.F("retry_at"), condition=models.Q(("retry_at__isnull", False)), name="delivery_deferred"
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(fields=("subscriber", "issue"), name="delivery_once_per_subscriber"),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lease_until__isnull", False), ("state", 2)),
                    models.Q(models.Q(("state", 2), _negated=True), ("lease_until__isnull", True)),
                    _connector="OR",
                ),
                name="delivery_claimed_has_a_lease",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("retry_at__isnull", False), ("state", 3)),
                    models.Q(models.Q(("state", 3), _negated=True), ("retry_at__isnull", True)),
                    _connector="OR",
                ),
                name="delivery_deferred_has_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("final_at__isnull", True), ("state__in", [1, 2, 3])),
                    models.Q(("final_at__isnull", False), ("state__in", [4, 5, 6, 7])),
                    _connector="OR",
                ),
                name="delivery_final_has_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("handed_at__isnull", True), ("state__in", [1, 3, 7])),
                    models.Q(("handed_at__isnull", False), ("state__in", [4, 6])),
                    ("state__in", [2, 5]),
                    _connector="OR",
                ),
                name="delivery_handed_over_or_not",
            ),
        ),
    ]
