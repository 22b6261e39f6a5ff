import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Topics have a picture and a place in the alphabet, and can be merged."""

    dependencies = [
        ("articles", "0014_related"),
        ("pictures", "0003_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TopicMerge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("former_name", models.CharField(max_length=80, verbose_name="الموضوع المدمج")),
                ("former_slug", models.CharField(max_length=120, verbose_name="رابطه القديم")),
                ("moved", models.PositiveIntegerField(verbose_name="المقالات المنقولة")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="في")),
            ],
            options={
                "verbose_name": "دمج موضوع",
                "verbose_name_plural": "سجل دمج المواضيع",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.AlterModelOptions(
            name="topic",
            options={
                "ordering": ["name"],
                "permissions": [("merge_topic", "دمج المواضيع")],
                "verbose_name": "موضوع",
                "verbose_name_plural": "المواضيع",
            },
        ),
        migrations.AddField(
            model_name="topic",
            name="picture",
            field=models.ForeignKey(
                blank=True,
                help_text="تظهر فوق قائمة مقالاته، وحين يشارك رابطه.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="pictures.picture",
                verbose_name="الصورة",
            ),
        ),
        migrations.AddField(
            model_name="topic",
            name="sort_key",
            field=models.CharField(db_collation="C", default="", editable=False, max_length=160),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="topicmerge",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="صاحب القرار",
            ),
        ),
        migrations.AddField(
            model_name="topicmerge",
            name="into",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merges",
                to="articles.topic",
                verbose_name="دمج في",
            ),
        ),
        migrations.AddConstraint(
            model_name="topicmerge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("former_name", ""), _negated=True), models.Q(("former_slug", ""), _negated=True)
                ),
                name="topicmerge_names_a_topic",
            ),
        ),
    ]
