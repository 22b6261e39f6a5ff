import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import newsletter.models.subscriber_import


class Migration(migrations.Migration):
    """What came back of our mails, lists on their way in, and what the staff did with readers' data."""

    dependencies = [
        ("newsletter", "0010_digest_moment"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DeskEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("import", "استورد قائمة"),
                            ("export", "صدر المشتركين"),
                            ("show", "صدر بيانات مشترك"),
                            ("erase", "محا بيانات مشترك"),
                            ("leave", "أنهى اشتراكا"),
                            ("ask", "أعاد رسالة التأكيد"),
                            ("suppress", "حظر عنوانا"),
                            ("lift", "رفع الحظر عن عنوان"),
                        ],
                        max_length=8,
                        verbose_name="القرار",
                    ),
                ),
                ("subscriber_number", models.BigIntegerField(blank=True, null=True, verbose_name="رقم المشترك")),
                ("fingerprint", models.BinaryField(max_length=32, null=True)),
                ("count", models.PositiveIntegerField(blank=True, null=True, verbose_name="العدد")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="السبب")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="في")),
            ],
            options={
                "verbose_name": "قرار في المشتركين",
                "verbose_name_plural": "سجل المشتركين",
                "ordering": ["-pk"],
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="ImportProblem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line", models.PositiveIntegerField()),
                ("reason", models.CharField(max_length=120)),
            ],
            options={
                "verbose_name": "سطر مرفوض",
                "verbose_name_plural": "أسطر مرفوضة",
                "ordering": ["subscriber_import", "line"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("hard", "العنوان لا يعمل"),
                            ("soft", "تعذر التسليم مؤقتا"),
                            ("policy", "رفضها الخادم بسياسته"),
                            ("complaint", "شكوى من صاحب البريد"),
                            ("leave", "طلب مغادرة بالبريد"),
                            ("delayed", "تأخرت ولم ترتد"),
                            ("reply", "رد آلي"),
                            ("foreign", "لا يخص رسالة منا"),
                        ],
                        max_length=9,
                        verbose_name="ما حدث",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("mail", "صندوق الارتداد"),
                            ("provider", "مزود البريد"),
                            ("ledger", "رد الخادم عند التسليم"),
                        ],
                        max_length=8,
                        verbose_name="من أين",
                    ),
                ),
                ("reply_code", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="رد الخادم")),
                ("enhanced_status", models.CharField(blank=True, max_length=11, verbose_name="تفصيل الرد")),
                ("key", models.BinaryField(max_length=32, null=True, unique=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="في")),
            ],
            options={
                "verbose_name": "ارتداد أو شكوى",
                "verbose_name_plural": "الارتدادات والشكاوى",
                "ordering": ["-pk"],
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="SubscriberImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="الملف")),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        editable=False,
                        storage=newsletter.models.subscriber_import.private_files,
                        upload_to="%Y/%m",
                    ),
                ),
                ("consent", models.CharField(max_length=300, verbose_name="مصدر الموافقة")),
                ("is_confirmed", models.BooleanField(default=False, verbose_name="وافقوا وأكدوا من قبل")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("checking", "يفحص"),
                            ("checked", "ينتظر الموافقة"),
                            ("importing", "يستورد"),
                            ("done", "استورد"),
                            ("failed", "لا يقرأ"),
                            ("dropped", "ترك"),
                        ],
                        default="checking",
                        editable=False,
                        max_length=9,
                        verbose_name="الحالة",
                    ),
                ),
                ("size", models.PositiveBigIntegerField(default=0, editable=False)),
                ("lines", models.PositiveIntegerField(default=0, editable=False)),
                ("bytes_done", models.PositiveBigIntegerField(default=0, editable=False)),
                ("lines_done", models.PositiveIntegerField(default=0, editable=False, verbose_name="ما قرئ من الأسطر")),
                ("added", models.PositiveIntegerField(default=0, editable=False, verbose_name="جديد")),
                (
                    "joined",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="مسجل أضيفت إليه القوائم"),
                ),
                ("known", models.PositiveIntegerField(default=0, editable=False, verbose_name="مشترك من قبل أو مكرر")),
                ("suppressed", models.PositiveIntegerField(default=0, editable=False, verbose_name="محظور")),
                ("ended", models.PositiveIntegerField(default=0, editable=False, verbose_name="غادر من قبل")),
                ("refused", models.PositiveIntegerField(default=0, editable=False, verbose_name="فيه خطأ")),
                ("fault", models.CharField(blank=True, editable=False, max_length=300)),
                ("lease_until", models.DateTimeField(editable=False, null=True)),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="في")),
                ("finished_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "استيراد",
                "verbose_name_plural": "استيراد المشتركين",
                "ordering": ["-pk"],
                "default_permissions": (),
            },
        ),
        migrations.AddIndex(
            model_name="subscriber",
            index=models.Index(
                models.F("id"),
                condition=models.Q(("asked_at__isnull", True), ("state", "pending")),
                name="subscriber_to_ask",
            ),
        ),
        migrations.AddField(
            model_name="deskevent",
            name="by",
            field=models.ForeignKey(
                blank=True,
                help_text="فارغ: من سطر الأوامر.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="صاحب القرار",
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="delivery",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="reports",
                to="newsletter.delivery",
                verbose_name="الرسالة",
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="subscriber",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="reports",
                to="newsletter.subscriber",
                verbose_name="المشترك",
            ),
        ),
        migrations.AddField(
            model_name="subscriberimport",
            name="created_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="أحضرها",
            ),
        ),
        migrations.AddField(
            model_name="subscriberimport",
            name="lists",
            field=models.ManyToManyField(related_name="+", to="newsletter.mailinglist", verbose_name="إلى القوائم"),
        ),
        migrations.AddField(
            model_name="importproblem",
            name="subscriber_import",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="problems",
                to="newsletter.subscriberimport",
            ),
        ),
        migrations.AddIndex(
            model_name="deskevent",
            index=models.Index(
                models.F("subscriber_number"),
                condition=models.Q(("subscriber_number__isnull", False)),
                name="deskevent_subscriber",
            ),
        ),
        migrations.AddIndex(
            model_name="deskevent",
            index=models.Index(
                models.F("fingerprint"),
                condition=models.Q(("fingerprint__isnull", False)),
                name="deskevent_fingerprint",
            ),
        ),
        migrations.AddConstraint(
            model_name="deskevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("verb__in", ["import", "export", "show", "erase", "leave", "ask", "suppress", "lift"])
                ),
                name="deskevent_verb_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="deskevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verb", "lift"), _negated=True), models.Q(("note", ""), _negated=True), _connector="OR"
                ),
                name="deskevent_lift_has_a_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                models.F("kind"), models.OrderBy(models.F("id"), descending=True), name="report_desk_kind"
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(models.F("subscriber"), models.F("kind"), models.F("at"), name="report_subscriber"),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(fields=("delivery", "kind"), name="report_once_per_mail"),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["hard", "soft", "policy", "complaint", "leave", "delayed", "reply", "foreign"])
                ),
                name="report_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(("source__in", ["mail", "provider", "ledger"])), name="report_source_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(("delivery__isnull", False), ("key__isnull", False), _connector="OR"),
                name="report_is_known_again",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "foreign"), ("subscriber__isnull", True)),
                    models.Q(models.Q(("kind", "foreign"), _negated=True), ("subscriber__isnull", False)),
                    _connector="OR",
                ),
                name="report_is_about_somebody_or_foreign",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscriberimport",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["checking", "checked", "importing", "done", "failed", "dropped"])),
                name="subscriberimport_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscriberimport",
            constraint=models.CheckConstraint(
                condition=models.Q(("consent", ""), _negated=True), name="subscriberimport_says_who_agreed"
            ),
        ),
        migrations.AddConstraint(
            model_name="subscriberimport",
            constraint=models.CheckConstraint(
                condition=models.Q(("bytes_done__lte", models.F("size"))), name="subscriberimport_reads_to_its_end"
            ),
        ),
        migrations.AddConstraint(
            model_name="subscriberimport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "done"), _negated=True), ("finished_at__isnull", False), _connector="OR"
                ),
                name="subscriberimport_done_has_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="importproblem",
            constraint=models.UniqueConstraint(
                fields=("subscriber_import", "line"), name="importproblem_once_per_line"
            ),
        ),
    ]
