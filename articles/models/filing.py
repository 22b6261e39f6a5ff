"""Who signs an article and which topics it is filed under, each in its order."""

from __future__ import annotations

from django.db import models
from django.db.models import F

from articles.models.querysets import FiledQuerySet


class Byline(models.Model):
    """An author's signature under an article, in its place.

    `published_at` is the article's while it is published, else NULL. The database keeps it (migration 0002), so that
    an author's page is one walk down an index however many stories there are.
    """

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="bylines", verbose_name="المقال"
    )
    author = models.ForeignKey(
        "articles.Author", on_delete=models.PROTECT, related_name="bylines", verbose_name="الكاتب"
    )
    position = models.PositiveSmallIntegerField("الترتيب", default=0)
    published_at = models.DateTimeField(null=True, editable=False)

    objects = FiledQuerySet.as_manager()

    class Meta:
        verbose_name = "توقيع"
        verbose_name_plural = "التواقيع"
        ordering = ["position", "pk"]
        indexes = [
            # An author's page.
            models.Index(F("author"), F("published_at").desc(), F("article").desc(), name="byline_author_latest")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "author"],
                name="byline_once_per_article",
                violation_error_message="هذا الكاتب مذكور من قبل في المقال.",
            )
        ]

    def __str__(self) -> str:
        return str(self.author)


class Tagging(models.Model):
    """A topic of an article; `published_at` as in `Byline`."""

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="taggings", verbose_name="المقال"
    )
    topic = models.ForeignKey(
        "articles.Topic", on_delete=models.PROTECT, related_name="taggings", verbose_name="الموضوع"
    )
    published_at = models.DateTimeField(null=True, editable=False)

    objects = FiledQuerySet.as_manager()

    class Meta:
        verbose_name = "موضوع المقال"
        verbose_name_plural = "مواضيع المقال"
        ordering = ["pk"]
        indexes = [
            # A topic's page, and the related stories under an article.
            models.Index(F("topic"), F("published_at").desc(), F("article").desc(), name="tagging_topic_latest")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "topic"],
                name="tagging_once_per_article",
                violation_error_message="هذا الموضوع مذكور من قبل في المقال.",
            )
        ]

    def __str__(self) -> str:
        return str(self.topic)
