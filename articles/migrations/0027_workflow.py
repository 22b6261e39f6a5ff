import datetime

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0026_revisions_stay"),
        ("pictures", "0003_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="InternalNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=2000, verbose_name="الملاحظة")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="في")),
            ],
            options={
                "verbose_name": "ملاحظة داخلية",
                "verbose_name_plural": "الملاحظات الداخلية",
                "ordering": ["-at", "-pk"],
                "default_permissions": (),
            },
        ),
        migrations.AlterModelOptions(
            name="article",
            options={
                "ordering": ["-created_at", "-pk"],
                "permissions": [
                    ("publish_article", "نشر المقالات وسحبها"),
                    ("erase_article", "محو المقالات المسحوبة نهائيا"),
                ],
                "verbose_name": "مقال",
                "verbose_name_plural": "المقالات",
            },
        ),
        migrations.RemoveConstraint(
            model_name="decision",
            name="decision_verb_is_known",
        ),
        migrations.AddField(
            model_name="article",
            name="assignee",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="عند",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="embargoed_until",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="محظور النشر حتى"),
        ),
        migrations.AddField(
            model_name="article",
            name="erased_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="محي في"),
        ),
        migrations.AddField(
            model_name="article",
            name="gone_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="غاب عن القراء في"),
        ),
        migrations.AddField(
            model_name="decision",
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
            model_name="decision",
            name="until",
            field=models.DateTimeField(null=True, verbose_name="الموعد"),
        ),
        migrations.AlterField(
            model_name="decision",
            name="verb",
            field=models.CharField(
                choices=[
                    ("submit", "أرسل للمراجعة"),
                    ("assign", "أسند"),
                    ("take", "تولاه"),
                    ("send_back", "أعيد إلى الكاتب"),
                    ("publish", "نشر"),
                    ("schedule", "جدول نشره"),
                    ("reschedule", "غير وقت نشره"),
                    ("embargo", "حظر نشره"),
                    ("lift_embargo", "رفع الحظر"),
                    ("withdraw", "سحب"),
                    ("erase", "محي نهائيا"),
                ],
                max_length=12,
                verbose_name="القرار",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                models.F("assignee"),
                models.OrderBy(models.F("created_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("assignee__isnull", False), models.Q(("status", "published"), _negated=True)),
                name="article_assigned",
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "published"), _negated=True),
                    ("embargoed_until__isnull", True),
                    ("published_at__gte", models.F("embargoed_until")),
                    _connector="OR",
                ),
                name="article_waits_for_its_embargo",
                violation_error_message="هذا المقال محظور النشر قبل موعد أبعد.",
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("embargoed_until__isnull", True),
                    models.Q(
                        ("embargoed_until__gte", datetime.datetime(1970, 1, 1, 0, 0, tzinfo=datetime.UTC)),
                        ("embargoed_until__lt", datetime.datetime(2200, 1, 1, 0, 0, tzinfo=datetime.UTC)),
                    ),
                    _connector="OR",
                ),
                name="article_embargo_is_of_our_age",
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("erased_at__isnull", True),
                    models.Q(
                        ("body", ""),
                        ("picture__isnull", True),
                        ("seo_description", ""),
                        ("seo_title", ""),
                        ("standfirst", ""),
                        ("status", "withdrawn"),
                    ),
                    _connector="OR",
                ),
                name="article_erased_says_nothing",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "verb__in",
                        [
                            "submit",
                            "assign",
                            "take",
                            "send_back",
                            "publish",
                            "schedule",
                            "reschedule",
                            "embargo",
                            "lift_embargo",
                            "withdraw",
                            "erase",
                        ],
                    )
                ),
                name="decision_verb_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(models.Q(("verb__in", ["assign", "take"]), _negated=True), ("to__isnull", True)),
                    models.Q(("to__isnull", False), ("verb__in", ["submit", "assign", "take"])),
                    _connector="OR",
                ),
                name="decision_names_who_has_the_story",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("until__isnull", False), ("verb__in", ["schedule", "reschedule", "embargo"])),
                    models.Q(
                        models.Q(("verb__in", ["schedule", "reschedule", "embargo"]), _negated=True),
                        ("until__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="decision_about_a_time_names_it",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verb__in", ["lift_embargo", "erase"]), _negated=True),
                    models.Q(("note", ""), _negated=True),
                    _connector="OR",
                ),
                name="decision_of_weight_has_a_reason",
            ),
        ),
        migrations.AddField(
            model_name="internalnote",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notes",
                to="articles.article",
                verbose_name="المقال",
            ),
        ),
        migrations.AddField(
            model_name="internalnote",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="كتبها",
            ),
        ),
        migrations.AddField(
            model_name="internalnote",
            name="to",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="إلى",
            ),
        ),
        migrations.AddConstraint(
            model_name="internalnote",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="internalnote_says_something"
            ),
        ),
    ]
