import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

STAYS = """
CREATE FUNCTION articles_correction_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
       AND NOT EXISTS (SELECT FROM articles_article WHERE id = OLD.article_id AND erased_at IS NULL) THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL
       AND (NEW.id, NEW.article_id, NEW.kind, NEW.text, NEW.before, NEW.after, NEW.by_id, NEW.at)
           IS NOT DISTINCT FROM
           (OLD.id, OLD.article_id, OLD.kind, OLD.text, OLD.before, OLD.after, OLD.by_id, OLD.at) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'articles_correction rows are history: they are withdrawn once, not changed, and go with their article'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER correction_is_not_changed BEFORE UPDATE ON articles_correction
    FOR EACH ROW EXECUTE FUNCTION articles_correction_stays();
CREATE CONSTRAINT TRIGGER correction_goes_with_its_article AFTER DELETE ON articles_correction
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION articles_correction_stays();
ALTER TABLE articles_correction
    ADD CONSTRAINT correction_before_is_a_revision FOREIGN KEY (article_id, before)
        REFERENCES articles_revision (article_id, number) DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT correction_after_is_a_revision FOREIGN KEY (article_id, after)
        REFERENCES articles_revision (article_id, number) DEFERRABLE INITIALLY DEFERRED;
"""
GOES = """
ALTER TABLE articles_correction
    DROP CONSTRAINT correction_after_is_a_revision, DROP CONSTRAINT correction_before_is_a_revision;
DROP TRIGGER correction_goes_with_its_article ON articles_correction;
DROP TRIGGER correction_is_not_changed ON articles_correction;
DROP FUNCTION articles_correction_stays();
"""


class Migration(migrations.Migration):
    """Corrections stay as they were told; both their revisions are the story's own; «/corrections/» is no section's."""

    dependencies = [
        ("articles", "0034_live_stays"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("correction", "تصويب"), ("clarification", "توضيح"), ("update", "تحديث")],
                        default="correction",
                        max_length=13,
                        verbose_name="النوع",
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        help_text="قل ما كان مكتوبا، وما الصواب. يقرؤه القراء تحت المقال وفي صفحة التصويبات.",
                        max_length=600,
                        verbose_name="النص",
                    ),
                ),
                ("before", models.PositiveIntegerField(blank=True, null=True, verbose_name="النسخة قبله")),
                ("after", models.PositiveIntegerField(blank=True, null=True, verbose_name="النسخة بعده")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="في")),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True, verbose_name="سحب في")),
                ("withdrawn_why", models.CharField(blank=True, max_length=300, verbose_name="سبب السحب")),
            ],
            options={
                "verbose_name": "تصويب",
                "verbose_name_plural": "التصويبات",
                "ordering": ["-at", "-pk"],
                "default_permissions": (),
            },
        ),
        migrations.RemoveConstraint(
            model_name="section",
            name="section_slug_is_free",
        ),
        migrations.AddField(
            model_name="article",
            name="corrected_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="صوب في"),
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
                                "corrections",
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
        migrations.AddField(
            model_name="correction",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="corrections",
                to="articles.article",
                verbose_name="المقال",
            ),
        ),
        migrations.AddField(
            model_name="correction",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="كتبه",
            ),
        ),
        migrations.AddField(
            model_name="correction",
            name="withdrawn_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="سحبه",
            ),
        ),
        migrations.AddIndex(
            model_name="correction",
            index=models.Index(
                models.OrderBy(models.F("at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("withdrawn_at__isnull", True)),
                name="correction_latest",
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["correction", "clarification", "update"])),
                name="correction_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="correction_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("after__isnull", False), ("before__isnull", False), ("before__lt", models.F("after"))),
                    models.Q(
                        models.Q(("kind", "correction"), _negated=True),
                        ("after__isnull", True),
                        ("before__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="correction_separates_two_revisions",
                violation_error_message="اختر النسخة التي فيها الخطأ، ثم نسخة أحدث منها فيها الصواب.",
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True), ("withdrawn_why", "")),
                    models.Q(
                        ("withdrawn_at__gte", models.F("at")),
                        ("withdrawn_by__isnull", False),
                        models.Q(("withdrawn_why", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="correction_withdrawn_says_who_and_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)),
                fields=("article", "kind", "text"),
                name="correction_told_once",
                violation_error_message="هذا التصويب منشور على المقال.",
            ),
        ),
        migrations.RunSQL(STAYS, GOES),
    ]
