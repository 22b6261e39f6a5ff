from django.db import migrations, models

import articles.models.months


class Migration(migrations.Migration):
    """The sitemap index walks from month to month, and feeds ask for the last change."""

    dependencies = [("articles", "0008_time_of_publication")]

    operations = [
        migrations.AddIndex(
            "article",
            models.Index(
                models.OrderBy(articles.models.months.MonthOf(models.F("published_at")), descending=True),
                models.OrderBy(models.F("saved_at"), descending=True),
                name="article_month",
                condition=models.Q(("status", "published")),
            ),
        ),
        migrations.AddIndex(
            "article",
            models.Index(
                models.OrderBy(models.F("saved_at"), descending=True),
                name="article_changed",
                condition=models.Q(("status__in", ["published", "withdrawn"])),
            ),
        ),
    ]
