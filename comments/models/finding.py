"""Why a comment was held: what a rule saw in it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Finding(models.Model):
    """One rule that fired on a comment, with the letters that it saw when it saw some."""

    comment = models.ForeignKey(
        "comments.Comment", on_delete=models.CASCADE, related_name="findings", verbose_name="التعليق"
    )
    rule = models.CharField("القاعدة", max_length=24)  # a name from comments.scoring
    points = models.PositiveSmallIntegerField("النقاط")
    start = models.PositiveIntegerField(null=True)  # in the comment's text, as Python counts letters
    end = models.PositiveIntegerField(null=True)
    detail = models.CharField("التفصيل", max_length=200, blank=True)  # Arabic, for the moderator

    class Meta:
        verbose_name = "علامة"
        verbose_name_plural = "العلامات"
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(start__isnull=True, end__isnull=True) | Q(start__isnull=False, end__gt=F("start")),
                name="finding_has_a_whole_span",
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.detail}"
