import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Issues and their stories."""

    dependencies = [
        ("newsletter", "0002_subscribers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Issue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", models.CharField(blank=True, max_length=150, verbose_name="عنوان الرسالة")),
                (
                    "preheader",
                    models.CharField(
                        blank=True,
                        help_text="يظهر بعد العنوان في صندوق البريد.",
                        max_length=150,
                        verbose_name="السطر التمهيدي",
                    ),
                ),
                ("intro", models.TextField(blank=True, verbose_name="كلمة المحرر")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "مسودة"),
                            ("scheduled", "مجدول"),
                            ("held", "ينتظر قرار المحرر"),
                            ("sending", "يرسل الآن"),
                            ("paused", "موقوف مؤقتا"),
                            ("sent", "أرسل"),
                            ("cancelled", "ألغي"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=9,
                        verbose_name="الحالة",
                    ),
                ),
                (
                    "period",
                    models.CharField(blank=True, editable=False, max_length=10, null=True, verbose_name="الفترة"),
                ),
                ("scheduled_at", models.DateTimeField(blank=True, null=True, verbose_name="موعد الإرسال")),
                ("html", models.TextField(blank=True, editable=False)),
                ("text", models.TextField(blank=True, editable=False)),
                ("started_at", models.DateTimeField(editable=False, null=True, verbose_name="بدأ الإرسال")),
                ("finished_at", models.DateTimeField(editable=False, null=True, verbose_name="انتهى الإرسال")),
                ("audience_cursor", models.BigIntegerField(default=0, editable=False)),
                ("audience_frozen_at", models.DateTimeField(editable=False, null=True)),
                ("first_delivery", models.BigIntegerField(editable=False, null=True)),
                ("last_delivery", models.BigIntegerField(editable=False, null=True)),
                ("planned", models.PositiveIntegerField(default=0, editable=False, verbose_name="المستهدفون")),
                ("sent", models.PositiveIntegerField(default=0, editable=False, verbose_name="وصلت إلى خادم البريد")),
                ("failed", models.PositiveIntegerField(default=0, editable=False, verbose_name="رفضت")),
                ("uncertain", models.PositiveIntegerField(default=0, editable=False, verbose_name="غير مؤكدة")),
                ("skipped", models.PositiveIntegerField(default=0, editable=False, verbose_name="تركت")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="أنشئ في")),
                ("saved_at", models.DateTimeField(auto_now=True, verbose_name="آخر حفظ")),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="أنشأه",
                    ),
                ),
            ],
            options={
                "verbose_name": "عدد",
                "verbose_name_plural": "الأعداد",
                "ordering": ["-pk"],
                "permissions": [("send_issue", "إرسال أعداد النشرة وإيقافها")],
            },
        ),
        migrations.CreateModel(
            name="IssueStory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="الترتيب")),
                (
                    "headline",
                    models.CharField(
                        blank=True, help_text="إن ترك فارغا ظهر عنوان القصة.", max_length=160, verbose_name="عنوان آخر"
                    ),
                ),
                (
                    "standfirst",
                    models.TextField(
                        blank=True,
                        help_text="إن تركت فارغة ظهرت مقدمة القصة.",
                        max_length=600,
                        verbose_name="مقدمة أخرى",
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="articles.article",
                        verbose_name="القصة",
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="placings",
                        to="newsletter.issue",
                        verbose_name="العدد",
                    ),
                ),
            ],
            options={
                "verbose_name": "قصة في عدد",
                "verbose_name_plural": "قصص العدد",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.AddField(
            model_name="issue",
            name="stories",
            field=models.ManyToManyField(
                blank=True,
                related_name="+",
                through="newsletter.IssueStory",
                to="articles.article",
                verbose_name="القصص",
            ),
        ),
        migrations.AddField(
            model_name="issue",
            name="mailing_list",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="issues",
                to="newsletter.mailinglist",
                verbose_name="القائمة",
            ),
        ),
        migrations.AddConstraint(
            model_name="issuestory",
            constraint=models.UniqueConstraint(
                fields=("issue", "article"),
                name="issuestory_once_per_issue",
                violation_error_message="هذه القصة في العدد من قبل.",
            ),
        ),
        migrations.AddIndex(
            model_name="issue",
            index=models.Index(models.F("scheduled_at"), condition=models.Q(("state", "scheduled")), name="issue_due"),
        ),
        migrations.AddIndex(
            model_name="issue",
            index=models.Index(
                models.F("id"),
                condition=models.Q(("finished_at__isnull", True), ("started_at__isnull", False)),
                name="issue_at_work",
            ),
        ),
        migrations.AddIndex(
            model_name="issue",
            index=models.Index(
                models.F("mailing_list"),
                models.OrderBy(models.F("started_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("started_at__isnull", False)),
                name="issue_archive",
            ),
        ),
        migrations.AddConstraint(
            model_name="issue",
            constraint=models.UniqueConstraint(fields=("mailing_list", "period"), name="issue_once_a_period"),
        ),
        migrations.AddConstraint(
            model_name="issue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "scheduled", "held", "sending", "paused", "sent", "cancelled"])
                ),
                name="issue_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="issue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "held", "cancelled"]),
                    models.Q(("subject", ""), _negated=True),
                    _connector="OR",
                ),
                name="issue_has_a_subject",
            ),
        ),
        migrations.AddConstraint(
            model_name="issue",
            constraint=models.CheckConstraint(
                condition=models.Q(("subject__regex", "[[:cntrl:]]"), _negated=True), name="issue_subject_is_one_line"
            ),
        ),
        migrations.AddConstraint(
            model_name="issue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "scheduled"), _negated=True), ("scheduled_at__isnull", False), _connector="OR"
                ),
                name="issue_scheduled_has_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="issue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["sending", "paused", "sent"]), _negated=True),
                    models.Q(
                        ("started_at__isnull", False),
                        models.Q(("html", ""), _negated=True),
                        models.Q(("text", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="issue_at_work_is_frozen",
            ),
        ),
        migrations.AddConstraint(
            model_name="issue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "sent"), _negated=True),
                    models.Q(("audience_frozen_at__isnull", False), ("finished_at__isnull", False)),
                    _connector="OR",
                ),
                name="issue_sent_has_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="issue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("finished_at__isnull", True),
                    (
                        "planned",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    models.F("sent"), "+", models.F("failed")
                                ),
                                "+",
                                models.F("uncertain"),
                            ),
                            "+",
                            models.F("skipped"),
                        ),
                    ),
                    _connector="OR",
                ),
                name="issue_accounts_for_everyone",
            ),
        ),
    ]
