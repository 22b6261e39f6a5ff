import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """An editor's choice of related stories, and likeness in words."""

    dependencies = [("articles", "0013_reads")]

    operations = [
        migrations.CreateModel(
            name="Likeness",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="likeness",
                        serialize=False,
                        to="articles.article",
                    ),
                ),
                ("terms", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                (
                    "weights",
                    django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), size=None),
                ),
                (
                    "nearest",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                (
                    "scores",
                    django.contrib.postgres.fields.ArrayField(base_field=models.FloatField(), default=list, size=None),
                ),
                ("made_of", models.DateTimeField()),
                ("version", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "verbose_name": "تشابه مقال",
                "verbose_name_plural": "تشابه المقالات",
            },
        ),
        migrations.CreateModel(
            name="RelatedChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="الترتيب")),
            ],
            options={
                "verbose_name": "مقال ذو صلة",
                "verbose_name_plural": "مواضيع ذات صلة",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="WordCount",
            fields=[
                ("word", models.TextField(primary_key=True, serialize=False)),
                ("stories", models.PositiveIntegerField()),
            ],
            options={
                "verbose_name": "شيوع كلمة",
                "verbose_name_plural": "شيوع الكلمات",
            },
        ),
        migrations.AddIndex(
            model_name="likeness",
            index=django.contrib.postgres.indexes.GinIndex(fields=["terms"], name="likeness_terms"),
        ),
        migrations.AddIndex(
            model_name="likeness",
            index=models.Index(models.OrderBy(models.F("made_of"), descending=True), name="likeness_made_of"),
        ),
        migrations.AddConstraint(
            model_name="likeness",
            constraint=models.CheckConstraint(
                condition=models.Q(("terms__len", models.F("weights__len"))), name="likeness_weighs_each_term"
            ),
        ),
        migrations.AddConstraint(
            model_name="likeness",
            constraint=models.CheckConstraint(
                condition=models.Q(("nearest__len", models.F("scores__len"))), name="likeness_scores_each_neighbour"
            ),
        ),
        migrations.AddField(
            model_name="relatedchoice",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="related_choices",
                to="articles.article",
                verbose_name="المقال",
            ),
        ),
        migrations.AddField(
            model_name="relatedchoice",
            name="other",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="articles.article",
                verbose_name="المقال ذو الصلة",
            ),
        ),
        migrations.AddConstraint(
            model_name="relatedchoice",
            constraint=models.UniqueConstraint(
                fields=("article", "other"),
                name="relatedchoice_once_per_article",
                violation_error_message="هذا المقال مختار من قبل.",
            ),
        ),
        migrations.AddConstraint(
            model_name="relatedchoice",
            constraint=models.CheckConstraint(
                condition=models.Q(("article", models.F("other")), _negated=True),
                name="relatedchoice_is_another_article",
                violation_error_message="لا يكون المقال ذا صلة بنفسه.",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                models.F("saved_at"),
                models.F("id"),
                condition=models.Q(("status", "published")),
                name="article_saved",
            ),
        ),
    ]
