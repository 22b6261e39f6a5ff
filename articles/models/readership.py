"""How much each story is read: numbers of stories and hours, never of readers."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Readership(models.Model):
    """What readers made of one story so far. `articles.reads` writes it, one statement for each read."""

    article = models.OneToOneField(
        "articles.Article",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="readership",
        verbose_name="المقال",
    )
    total = models.PositiveBigIntegerField("القراءات", default=0)
    # The natural logarithm of all reads, each worth e^(its moment / mean life): it orders stories as their decayed
    # counts do at any moment, and need not be touched as time goes by (articles/reads.py).
    heat = models.FloatField()

    class Meta:
        verbose_name = "قراءات مقال"
        verbose_name_plural = "قراءات المقالات"
        indexes = [
            # «الأكثر قراءة»: one walk from the top.
            models.Index(F("heat").desc(), name="readership_hottest")
        ]
        constraints = [models.CheckConstraint(condition=Q(total__gt=0), name="readership_was_read")]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.total}"


class HourOfReads(models.Model):
    """The reads of one story in one hour, for the newsroom's figures of a day and a week."""

    pk = models.CompositePrimaryKey("article_id", "hour")
    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="+", db_index=False)
    hour = models.DateTimeField()  # its beginning
    count = models.PositiveIntegerField()

    class Meta:
        verbose_name = "قراءات ساعة"
        verbose_name_plural = "قراءات الساعات"
        indexes = [
            # The list's filter by reads, and forgetting old hours.
            models.Index(F("hour"), name="hourofreads_hour")
        ]
        constraints = [models.CheckConstraint(condition=Q(count__gt=0), name="hourofreads_was_read")]

    def __str__(self) -> str:
        return f"{self.article_id}, {self.hour}: {self.count}"
