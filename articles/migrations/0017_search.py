import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.contrib.postgres.operations import BtreeGinExtension, TrigramExtension
from django.db import migrations, models


class Migration(migrations.Migration):
    """The search's tables.

    Both extensions come with PostgreSQL and are trusted: the owner of the database may create them.
    """

    dependencies = [
        ("articles", "0016_topic_order"),
    ]

    operations = [
        BtreeGinExtension(),  # a time in the index of words
        TrigramExtension(),  # words that look alike
        migrations.CreateModel(
            name="SearchPending",
            fields=[
                ("article_id", models.BigIntegerField(primary_key=True, serialize=False)),
            ],
            options={
                "verbose_name": "مقال ينتظر الفهرسة",
                "verbose_name_plural": "مقالات تنتظر الفهرسة",
            },
        ),
        migrations.CreateModel(
            name="SearchDocument",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="articles.article",
                    ),
                ),
                ("published_at", models.DateTimeField(editable=False, null=True)),
                ("version", models.IntegerField(default=0)),
                ("head", django.contrib.postgres.search.SearchVectorField()),
                ("vector", django.contrib.postgres.search.SearchVectorField()),
                ("text", models.TextField()),
            ],
            options={
                "verbose_name": "كلمات مقال",
                "verbose_name_plural": "كلمات المقالات",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=True,
                        fields=["vector", "published_at"],
                        gin_pending_list_limit=512,
                        name="search_words",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchRevision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("lexicon", models.IntegerField(default=0)),
                ("synonyms", models.IntegerField(default=0)),
            ],
            options={
                "verbose_name": "نسخة قواعد البحث",
                "verbose_name_plural": "نسخة قواعد البحث",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="search_revision_is_one_row")
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("stem", models.CharField(max_length=100, primary_key=True, serialize=False)),
                ("shown", models.CharField(blank=True, max_length=100)),
                ("documents", models.IntegerField(default=0)),
            ],
            options={
                "verbose_name": "كلمة من الموقع",
                "verbose_name_plural": "كلمات الموقع",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(models.F("stem"), name="gin_trgm_ops"),
                        name="search_word_lookalikes",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StopWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=60, verbose_name="الكلمة")),
                (
                    "key",
                    models.CharField(
                        editable=False,
                        error_messages={"unique": "هذه الكلمة موجودة من قبل."},
                        max_length=100,
                        unique=True,
                    ),
                ),
            ],
            options={
                "verbose_name": "كلمة يتجاوزها البحث",
                "verbose_name_plural": "كلمات يتجاوزها البحث",
                "ordering": ["word"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("word", ""), _negated=True), name="stop_word_has_a_word")
                ],
            },
        ),
        migrations.CreateModel(
            name="Synonyms",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "terms",
                    models.TextField(
                        help_text="مصطلح في كل سطر، كلمة أو بضع كلمات. من بحث عن أحدها وجد ما فيه أي منها.",
                        max_length=2000,
                        verbose_name="المترادفات",
                    ),
                ),
            ],
            options={
                "verbose_name": "مجموعة مترادفات",
                "verbose_name_plural": "المترادفات",
                "ordering": ["terms"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("terms", ""), _negated=True), name="synonyms_has_terms")
                ],
            },
        ),
        migrations.CreateModel(
            name="WholeWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=60, verbose_name="الكلمة")),
                (
                    "key",
                    models.CharField(
                        editable=False,
                        error_messages={"unique": "هذه الكلمة موجودة من قبل."},
                        max_length=100,
                        unique=True,
                    ),
                ),
            ],
            options={
                "verbose_name": "كلمة لا تجرد",
                "verbose_name_plural": "كلمات لا تجرد",
                "ordering": ["word"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("word", ""), _negated=True), name="whole_word_has_a_word"
                    )
                ],
            },
        ),
    ]
