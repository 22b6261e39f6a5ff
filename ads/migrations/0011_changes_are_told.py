import django.contrib.postgres.fields
from django.db import migrations, models


def slugs(words, **options):
    return django.contrib.postgres.fields.ArrayField(
        base_field=models.SlugField(allow_unicode=True, max_length=80),
        blank=True,
        default=list,
        size=None,
        verbose_name=words,
        **options,
    )


class Migration(migrations.Migration):
    """Changes of a launched campaign stand in its history; the slugs of sections may be Arabic."""

    dependencies = [("ads", "0010_newsletter_placement")]
    operations = [
        migrations.AlterField("campaign", "sections", slugs("الأقسام", help_text="فارغ: كل الأقسام.")),
        migrations.AlterField("campaign", "excluded_sections", slugs("أقسام مستبعدة")),
        migrations.AlterField(
            "booking",
            "section",
            models.SlugField(
                allow_unicode=True,
                blank=True,
                db_index=False,
                help_text="فارغ: كل الأقسام.",
                max_length=80,
                verbose_name="القسم",
            ),
        ),
        migrations.AlterField(
            "campaignevent",
            "verb",
            models.CharField(
                choices=[
                    ("launch", "فعلت"),
                    ("pause", "أوقفت مؤقتا"),
                    ("resume", "استؤنفت"),
                    ("end", "أنهيت"),
                    ("change", "عدلت شروطها"),
                ],
                max_length=6,
                verbose_name="القرار",
            ),
        ),
        migrations.RemoveConstraint("campaignevent", "campaignevent_verb_is_known"),
        migrations.AddConstraint(
            "campaignevent",
            models.CheckConstraint(
                condition=models.Q(verb__in=["launch", "pause", "resume", "end", "change"]),
                name="campaignevent_verb_is_known",
            ),
        ),
    ]
