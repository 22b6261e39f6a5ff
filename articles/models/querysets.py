"""The ways in which articles are chosen. The public sees none without `published()`."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone

# What no list shows: the long texts stay in the database.
HEAVY = ("body", "seo_title", "seo_description", "update_note", "picture_caption")
# What verbs and revisions change by an UPDATE of their own: an object read earlier must not write the old value back.
CLAIMED = {"status", "revision", "assignee_id", "embargoed_until", "gone_at", "erased_at"}
# What a page prints of a source.
ORIGIN = ("kind", "outlet", "title", "url", "language", "published_on", "author", "translator")
DAY, WEEK = timedelta(days=1), timedelta(days=7)
NEWEST_OF_TOPIC = 6  # candidates a topic offers as related stories


class ArticleQuerySet(models.QuerySet):
    def published(self, at: datetime | None = None) -> ArticleQuerySet:
        """What readers may see `at` this moment (default now)."""
        return self.filter(status="published", published_at__lte=at or timezone.now())

    def newest_first(self) -> ArticleQuerySet:
        return self.order_by("-published_at", "-pk")

    def last_change(self) -> ArticleQuerySet:
        """The one `saved_at` of the last change to what readers can see, or could before it was withdrawn."""
        changed = self.filter(status__in=["published", "withdrawn"]).order_by("-saved_at")
        return changed.values("saved_at")[:1]

    def for_reading(self) -> ArticleQuerySet:
        """All that the article's page says about itself, in one query. `live` is read from `coverage_row`."""
        from articles.live.reading import coverage_of

        rows = self.select_related("section", "picture").with_signatures().with_labels().with_origins().with_relatives()
        return rows.annotate(coverage_row=coverage_of())

    def with_signatures(self) -> ArticleQuerySet:
        """`signatures`: [{"name", "slug", "role"}, …] of the authors in their order."""
        from articles.models import Byline

        rows = Byline.objects.filter(article=OuterRef("pk")).order_by("position", "pk")
        json = JSONObject(name="author__name", slug="author__slug", role="author__role")
        return self.annotate(signatures=ArraySubquery(rows.values(json=json)))

    def with_signers(self) -> ArticleQuerySet:
        """`signers`: keys of the members who sign it, where `permissions` looks first."""
        from articles.models import Byline

        rows = Byline.objects.filter(article=OuterRef("pk"), author__user__isnull=False).order_by()
        return self.annotate(signers=ArraySubquery(rows.values("author__user")))

    def with_labels(self) -> ArticleQuerySet:
        """`labels`: [{"name", "slug", "is_sensitive", "newest"}, …] of the topics in the order they were given.

        `newest` holds the keys of the topic's newest public stories, this one perhaps among them.
        """
        from articles.models import Tagging

        newest = Tagging.objects.filter(topic=OuterRef("topic")).published().newest_first()
        rows = Tagging.objects.filter(article=OuterRef("pk")).order_by("pk")
        json = JSONObject(
            name="topic__name",
            slug="topic__slug",
            is_sensitive="topic__is_sensitive",
            newest=ArraySubquery(newest.values("article_id")[:NEWEST_OF_TOPIC]),
        )
        return self.annotate(labels=ArraySubquery(rows.values(json=json)))

    def with_origins(self) -> ArticleQuerySet:
        """`origins`: [{"kind", "outlet", "title", "url", "language", "published_on", …}, …] of its sources in order."""
        from articles.models import Source

        rows = Source.objects.filter(article=OuterRef("pk")).order_by("pk")
        return self.annotate(origins=ArraySubquery(rows.values(json=JSONObject(**{name: name for name in ORIGIN}))))

    def with_reads(self, at: datetime | None = None) -> ArticleQuerySet:
        """`reads_of_day` and `reads_of_week`: how often it was read in the 24 hours and the seven days before `at`."""
        from articles.models import HourOfReads

        def reads_since(age: timedelta) -> Coalesce:
            hours = HourOfReads.objects.filter(article=OuterRef("pk"), hour__gt=(at or timezone.now()) - age)
            total = hours.order_by().values("article").annotate(total=Sum("count")).values("total")
            return Coalesce(Subquery(total), 0)

        return self.annotate(reads_of_day=reads_since(DAY), reads_of_week=reads_since(WEEK))

    def with_relatives(self) -> ArticleQuerySet:
        """`chosen`: keys of the stories that an editor set under it; `nearest`: of those most like it, or None.

        Readers may not see all of them.
        """
        from articles.models import RelatedChoice

        chosen = RelatedChoice.objects.filter(article=OuterRef("pk")).order_by("position", "pk").values("other_id")
        return self.annotate(chosen=ArraySubquery(chosen), nearest=F("likeness__nearest"))


class FiledQuerySet(models.QuerySet):
    """Rows that file an article under something (a byline, a tagging) and carry its time of publication."""

    def published(self, at: datetime | None = None) -> FiledQuerySet:
        """Those of articles that readers may see; the row's own time is the article's (migration 0002)."""
        return self.filter(published_at__lte=at or timezone.now())

    def newest_first(self) -> FiledQuerySet:
        return self.order_by("-published_at", "-article_id")


def written_by_hand(article: models.Model) -> list[str]:
    """The fields that a plain `save()` of a stored article writes: those it has loaded, without the claimed ones."""
    out = article.get_deferred_fields() | CLAIMED
    return [field.name for field in article._meta.concrete_fields if not field.primary_key and field.attname not in out]
