import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Editions of home and of the sections' fronts."""

    dependencies = [
        ("articles", "0028_workflow_rules"),
        ("pictures", "0003_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FrontContainer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="الترتيب")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("lead", "صدارة"),
                            ("grid", "شبكة"),
                            ("list", "قائمة"),
                            ("opinion", "رأي"),
                            ("pictures", "صور"),
                            ("most_read", "الأكثر قراءة"),
                        ],
                        default="grid",
                        max_length=9,
                        verbose_name="الشكل",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=60, verbose_name="العنوان")),
                (
                    "rule",
                    models.CharField(
                        choices=[
                            ("newest", "الأحدث"),
                            ("section", "أحدث قسم"),
                            ("opinions", "آخر الآراء"),
                            ("picture_stories", "آخر القصص المصورة"),
                            ("most_read", "الأكثر قراءة"),
                            ("nothing", "لا شيء: المختار باليد فقط"),
                        ],
                        default="newest",
                        max_length=15,
                        verbose_name="يملأ من",
                    ),
                ),
                ("length", models.PositiveSmallIntegerField(default=4, verbose_name="عدد القصص")),
            ],
            options={
                "verbose_name": "حاوية واجهة",
                "verbose_name_plural": "حاويات الواجهات",
                "ordering": ["position", "pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="FrontDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("save", "حفظ المسودة"),
                            ("publish", "نشر"),
                            ("schedule", "جدول"),
                            ("revert", "أعاد طبعة سابقة"),
                            ("cancel", "ألغى"),
                        ],
                        max_length=8,
                        verbose_name="القرار",
                    ),
                ),
                ("what", models.CharField(blank=True, max_length=500, verbose_name="ما تغير")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="في")),
            ],
            options={
                "verbose_name": "قرار في واجهة",
                "verbose_name_plural": "سجل الواجهات",
                "ordering": ["-at", "-pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="FrontEdition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="الرقم")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "مسودة"),
                            ("copy", "قيد النسخ"),
                            ("published", "منشورة"),
                            ("cancelled", "ملغاة"),
                        ],
                        default="draft",
                        max_length=9,
                        verbose_name="الحالة",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="الحفظ")),
                ("live_from", models.DateTimeField(blank=True, null=True, verbose_name="تظهر من")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="ملاحظة")),
                ("saved_at", models.DateTimeField(auto_now=True, verbose_name="آخر حفظ")),
            ],
            options={
                "verbose_name": "طبعة واجهة",
                "verbose_name_plural": "الواجهات",
                "ordering": ["-number"],
                "default_permissions": ("view", "change"),
            },
        ),
        migrations.CreateModel(
            name="FrontSlot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="الترتيب")),
                ("headline", models.CharField(blank=True, max_length=120, verbose_name="عنوان آخر هنا")),
            ],
            options={
                "verbose_name": "قصة في واجهة",
                "verbose_name_plural": "القصص في الواجهات",
                "ordering": ["position", "pk"],
                "default_permissions": (),
            },
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                models.OrderBy(models.F("published_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("kind", "picture_story"), ("status", "published")),
                name="article_latest_pictures",
            ),
        ),
        migrations.AddField(
            model_name="frontcontainer",
            name="section",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="articles.section",
                verbose_name="القسم",
            ),
        ),
        migrations.AddField(
            model_name="frontdecision",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="صاحب القرار",
            ),
        ),
        migrations.AddField(
            model_name="frontedition",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="آخر من حفظها",
            ),
        ),
        migrations.AddField(
            model_name="frontedition",
            name="section",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="articles.section",
                verbose_name="القسم",
            ),
        ),
        migrations.AddField(
            model_name="frontdecision",
            name="edition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to="articles.frontedition",
                verbose_name="الطبعة",
            ),
        ),
        migrations.AddField(
            model_name="frontcontainer",
            name="edition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="containers",
                to="articles.frontedition",
                verbose_name="الطبعة",
            ),
        ),
        migrations.AddField(
            model_name="frontslot",
            name="article",
            field=models.ForeignKey(
                limit_choices_to={"status": "published"},
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="articles.article",
                verbose_name="القصة",
            ),
        ),
        migrations.AddField(
            model_name="frontslot",
            name="container",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="slots", to="articles.frontcontainer"
            ),
        ),
        migrations.AddField(
            model_name="frontslot",
            name="edition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="slots", to="articles.frontedition"
            ),
        ),
        migrations.AddField(
            model_name="frontslot",
            name="picture",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="pictures.picture",
                verbose_name="صورة أخرى هنا",
            ),
        ),
        migrations.AddIndex(
            model_name="frontedition",
            index=models.Index(
                models.F("section"),
                models.OrderBy(models.F("live_from"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("state", "published")),
                name="frontedition_live",
            ),
        ),
        migrations.AddConstraint(
            model_name="frontedition",
            constraint=models.UniqueConstraint(
                fields=("section", "number"), name="frontedition_number_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="frontedition",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "draft")),
                fields=("section",),
                name="frontedition_one_draft",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="frontedition",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "copy", "published", "cancelled"])),
                name="frontedition_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="frontedition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "published"), _negated=True), ("live_from__isnull", False), _connector="OR"
                ),
                name="frontedition_published_has_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="frontdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("verb__in", ["save", "publish", "schedule", "revert", "cancel"])),
                name="frontdecision_verb_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="frontcontainer",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["lead", "grid", "list", "opinion", "pictures", "most_read"])),
                name="frontcontainer_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="frontcontainer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("rule__in", ["newest", "section", "opinions", "picture_stories", "most_read", "nothing"])
                ),
                name="frontcontainer_rule_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="frontcontainer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("rule", "section"), ("section__isnull", False)),
                    models.Q(models.Q(("rule", "section"), _negated=True), ("section__isnull", True)),
                    _connector="OR",
                ),
                name="frontcontainer_section_with_its_rule",
            ),
        ),
        migrations.AddConstraint(
            model_name="frontcontainer",
            constraint=models.CheckConstraint(
                condition=models.Q(("length__range", (1, 12))), name="frontcontainer_length_is_modest"
            ),
        ),
        migrations.AddConstraint(
            model_name="frontslot",
            constraint=models.UniqueConstraint(fields=("edition", "article"), name="frontslot_story_once_per_edition"),
        ),
    ]
