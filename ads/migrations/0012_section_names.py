import django.contrib.postgres.fields
from django.db import migrations, models

WORDS = "القسم"
ALL = "فارغ: كل الأقسام."
LONGEST = 120  # of a section's slug


def slugs(words, **options):
    return django.contrib.postgres.fields.ArrayField(
        base_field=models.SlugField(allow_unicode=True, max_length=LONGEST),
        blank=True,
        default=list,
        size=None,
        verbose_name=words,
        **options,
    )


def slug(*words, **options):
    return models.SlugField(*words, blank=True, db_index=False, max_length=LONGEST, **options)


class Migration(migrations.Migration):
    """The longest slug that a section may have fits wherever placements name one."""

    dependencies = [("ads", "0011_changes_are_told")]
    operations = [
        migrations.AlterField("campaign", "sections", slugs("الأقسام", help_text=ALL)),
        migrations.AlterField("campaign", "excluded_sections", slugs("أقسام مستبعدة")),
        migrations.AlterField("booking", "section", slug(WORDS, allow_unicode=True, help_text=ALL)),
        migrations.AlterField("counter", "section", slug(WORDS)),
        migrations.AlterField("invalidcount", "section", slug(WORDS)),
        migrations.AlterField("offer", "section", slug()),
    ]
