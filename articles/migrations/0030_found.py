from django.db import migrations, models

import articles.models.months


class Migration(migrations.Migration):
    """The addresses of feeds and sitemaps belong to the site; the sitemap index walks from month to month."""

    dependencies = [("articles", "0008_time_of_publication")]

    operations = [
        migrations.RemoveConstraint("section", "section_slug_is_free"),
        migrations.AddConstraint(
            "section",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "slug__in",
                            (
                                "admin",
                                "authors",
                                "feed",
                                "health",
                                "latest",
                                "media",
                                "pages",
                                "search",
                                "sitemaps",
                                "static",
                                "topics",
                            ),
                        ),
                        _negated=True,
                    ),
                    models.Q(("slug__regex", "^[0-9]+$"), _negated=True),
                ),
                name="section_slug_is_free",
            ),
        ),
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
