import datetime

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0036_sources"),
        ("pictures", "0003_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PlanEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("add", "أضيفت"),
                            ("assign", "كلف بها"),
                            ("release", "رفع عنها التكليف"),
                            ("move", "نقلت"),
                            ("change", "عدلت"),
                            ("start", "بدأت كتابتها"),
                            ("finish", "أنجزت"),
                            ("cancel", "ألغيت"),
                            ("reopen", "أعيدت"),
                        ],
                        max_length=7,
                        verbose_name="القرار",
                    ),
                ),
                ("day", models.DateField(verbose_name="ليوم")),
                (
                    "before",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("idea", "فكرة"),
                            ("assigned", "مكلّف"),
                            ("writing", "قيد الكتابة"),
                            ("done", "منجز"),
                            ("cancelled", "ملغى"),
                        ],
                        max_length=9,
                        verbose_name="قبل",
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("idea", "فكرة"),
                            ("assigned", "مكلّف"),
                            ("writing", "قيد الكتابة"),
                            ("done", "منجز"),
                            ("cancelled", "ملغى"),
                        ],
                        max_length=9,
                        verbose_name="بعد",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="السبب")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="في")),
            ],
            options={
                "verbose_name": "قرار في قصة مخططة",
                "verbose_name_plural": "سجل التخطيط",
                "ordering": ["-at", "-pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="PlannedStory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="اليوم")),
                (
                    "time",
                    models.TimeField(
                        blank=True, help_text="إن كان لها موعد في اليوم.", null=True, verbose_name="الساعة"
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        help_text="للزملاء وحدهم، ويصير عنوان المسودة.", max_length=160, verbose_name="عنوان العمل"
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="ملاحظة")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("news", "خبر"),
                            ("report", "تقرير"),
                            ("analysis", "تحليل"),
                            ("opinion", "رأي"),
                            ("investigation", "تحقيق"),
                            ("interview", "حوار"),
                            ("picture_story", "قصة مصورة"),
                        ],
                        default="news",
                        max_length=20,
                        verbose_name="النوع",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("idea", "فكرة"),
                            ("assigned", "مكلّف"),
                            ("writing", "قيد الكتابة"),
                            ("done", "منجز"),
                            ("cancelled", "ملغى"),
                        ],
                        default="idea",
                        editable=False,
                        max_length=9,
                        verbose_name="الحالة",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="أضيفت في")),
            ],
            options={
                "verbose_name": "قصة مخططة",
                "verbose_name_plural": "تخطيط الأسبوع",
                "ordering": ["day", models.OrderBy(models.F("time"), nulls_last=True), "pk"],
                "default_permissions": (),
            },
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                models.F("embargoed_until"),
                condition=models.Q(("embargoed_until__isnull", False)),
                name="article_embargo_ends",
            ),
        ),
        migrations.AddField(
            model_name="planevent",
            name="by",
            field=models.ForeignKey(
                help_text="فارغ: برنامج.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="صاحب القرار",
            ),
        ),
        migrations.AddField(
            model_name="planevent",
            name="to",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="إلى",
            ),
        ),
        migrations.AddField(
            model_name="plannedstory",
            name="article",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="articles.article",
                verbose_name="المقال",
            ),
        ),
        migrations.AddField(
            model_name="plannedstory",
            name="assignee",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="المكلف",
            ),
        ),
        migrations.AddField(
            model_name="plannedstory",
            name="created_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="أضافها",
            ),
        ),
        migrations.AddField(
            model_name="plannedstory",
            name="section",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="articles.section",
                verbose_name="القسم",
            ),
        ),
        migrations.AddField(
            model_name="planevent",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="articles.plannedstory",
                verbose_name="القصة",
            ),
        ),
        migrations.AddIndex(
            model_name="plannedstory",
            index=models.Index(models.F("day"), name="plannedstory_day"),
        ),
        migrations.AddIndex(
            model_name="plannedstory",
            index=models.Index(
                models.F("assignee"),
                models.F("day"),
                condition=models.Q(("state__in", ["assigned", "writing"])),
                name="plannedstory_to_write",
            ),
        ),
        migrations.AddConstraint(
            model_name="plannedstory",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="plannedstory_has_a_title"
            ),
        ),
        migrations.AddConstraint(
            model_name="plannedstory",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["idea", "assigned", "writing", "done", "cancelled"])),
                name="plannedstory_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="plannedstory",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ["news", "report", "analysis", "opinion", "investigation", "interview", "picture_story"],
                    )
                ),
                name="plannedstory_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="plannedstory",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("assignee__isnull", True), ("state", "idea")),
                    models.Q(("assignee__isnull", False), ("state__in", ["assigned", "writing"])),
                    ("state__in", ["done", "cancelled"]),
                    _connector="OR",
                ),
                name="plannedstory_state_says_who_writes",
            ),
        ),
        migrations.AddConstraint(
            model_name="plannedstory",
            constraint=models.CheckConstraint(
                condition=models.Q(("day__gte", datetime.date(2000, 1, 1)), ("day__lt", datetime.date(2100, 1, 1))),
                name="plannedstory_day_is_of_our_age",
                violation_error_message="اكتب يوما بين سنتي 2000 و2099.",
            ),
        ),
        migrations.AddConstraint(
            model_name="plannedstory",
            constraint=models.UniqueConstraint(fields=("article",), name="plannedstory_once_per_article"),
        ),
        migrations.AddConstraint(
            model_name="planevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("verb__in", ["add", "assign", "release", "move", "change", "start", "finish", "cancel", "reopen"])
                ),
                name="planevent_verb_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="planevent",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("verb", "assign"), _negated=True), ("to__isnull", False), _connector="OR"),
                name="planevent_assigns_somebody",
            ),
        ),
    ]
