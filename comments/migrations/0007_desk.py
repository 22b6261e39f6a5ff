import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What the moderators' desk stands on: undone decisions, a key to search by, moderators of sections."""

    dependencies = [
        ("articles", "0021_search_key_goes"),
        ("comments", "0006_first_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SectionModerator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
            options={
                "verbose_name": "مشرف قسم",
                "verbose_name_plural": "مشرفو الأقسام",
                "ordering": ["section__position", "user", "pk"],
                "default_permissions": (),
            },
        ),
        migrations.RemoveConstraint(
            model_name="decision",
            name="comment_decision_verb_is_known",
        ),
        migrations.AddField(
            model_name="comment",
            name="search_key",
            field=models.TextField(default="", editable=False),
        ),
        migrations.AlterField(
            model_name="decision",
            name="verb",
            field=models.CharField(
                choices=[
                    ("approve", "نشر"),
                    ("reject", "رفض"),
                    ("mark_spam", "عد مزعجا"),
                    ("restore", "أعيد إلى الانتظار"),
                    ("bring_back", "سحب للمراجعة"),
                    ("keep", "أبقي رغم البلاغات"),
                    ("undo", "تراجع عن القرار"),
                    ("erase", "محيت بيانات صاحبه"),
                ],
                max_length=12,
                verbose_name="القرار",
            ),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(
                models.F("comment"),
                name="comment_decision_by_reports",
                condition=models.Q(("by__isnull", True), ("verb", "bring_back")),
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                models.OrderBy(models.F("created_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="comment_all",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                models.OrderBy(models.F("points"), descending=True),
                models.F("id"),
                condition=models.Q(("status", "pending")),
                name="comment_queue_points",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(models.F("search_key"), name="gin_trgm_ops"),
                name="comment_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("verb__in", ["approve", "reject", "mark_spam", "restore", "bring_back", "keep", "undo", "erase"])
                ),
                name="comment_decision_verb_is_known",
            ),
        ),
        migrations.AddField(
            model_name="sectionmoderator",
            name="section",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="articles.section",
                verbose_name="القسم",
            ),
        ),
        migrations.AddField(
            model_name="sectionmoderator",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="المشرف",
            ),
        ),
        migrations.AddConstraint(
            model_name="sectionmoderator",
            constraint=models.UniqueConstraint(
                fields=("user", "section"),
                name="section_moderator_once",
                violation_error_message="هذا العضو مشرف على هذا القسم من قبل.",
            ),
        ),
    ]
