from django.db import migrations, models


class Migration(migrations.Migration):
    """First path segments that no section may take: those of pages to come, and those of old sites."""

    dependencies = [("articles", "0010_redirects")]

    operations = [
        migrations.RemoveConstraint(
            model_name="section",
            name="section_slug_is_free",
        ),
        migrations.AddConstraint(
            model_name="section",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "slug__in",
                            (
                                "admin",
                                "api",
                                "archives",
                                "atom",
                                "author",
                                "authors",
                                "category",
                                "comments",
                                "embed",
                                "favicon.ico",
                                "feed",
                                "feeds",
                                "health",
                                "latest",
                                "lite",
                                "manifest.webmanifest",
                                "media",
                                "most-read",
                                "newsletter",
                                "opensearch",
                                "opensearch-xml",
                                "opensearch.xml",
                                "page",
                                "pages",
                                "placement",
                                "placements",
                                "preview",
                                "reads",
                                "robots",
                                "robots-txt",
                                "robots.txt",
                                "rss",
                                "search",
                                "share",
                                "sitemap",
                                "sitemap-xml",
                                "sitemap.xml",
                                "sitemaps",
                                "static",
                                "tag",
                                "tags",
                                "topic",
                                "topics",
                                "wp-admin",
                                "wp-content",
                                "wp-includes",
                                "wp-json",
                            ),
                        ),
                        _negated=True,
                    ),
                    models.Q(("slug__regex", "^[0-9]+$"), _negated=True),
                ),
                name="section_slug_is_free",
            ),
        ),
    ]
