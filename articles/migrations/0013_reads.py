import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """How much each story is read."""

    dependencies = [("articles", "0012_redirect_permissions")]

    operations = [
        migrations.CreateModel(
            name="HourOfReads",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "article_id", "hour", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="articles.article",
                    ),
                ),
                ("hour", models.DateTimeField()),
                ("count", models.PositiveIntegerField()),
            ],
            options={
                "verbose_name": "قراءات ساعة",
                "verbose_name_plural": "قراءات الساعات",
            },
        ),
        migrations.CreateModel(
            name="Readership",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="readership",
                        serialize=False,
                        to="articles.article",
                        verbose_name="المقال",
                    ),
                ),
                ("total", models.PositiveBigIntegerField(default=0, verbose_name="القراءات")),
                ("heat", models.FloatField()),
            ],
            options={
                "verbose_name": "قراءات مقال",
                "verbose_name_plural": "قراءات المقالات",
            },
        ),
        migrations.AddIndex(
            model_name="readership",
            index=models.Index(models.OrderBy(models.F("heat"), descending=True), name="readership_hottest"),
        ),
        migrations.AddConstraint(
            model_name="readership",
            constraint=models.CheckConstraint(condition=models.Q(("total__gt", 0)), name="readership_was_read"),
        ),
        migrations.AddIndex(
            model_name="hourofreads",
            index=models.Index(models.F("hour"), name="hourofreads_hour"),
        ),
        migrations.AddConstraint(
            model_name="hourofreads",
            constraint=models.CheckConstraint(condition=models.Q(("count__gt", 0)), name="hourofreads_was_read"),
        ),
    ]
