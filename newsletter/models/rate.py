"""The sending rate, shared by all workers."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Grant(models.Model):
    """So many mails that a worker was allowed at one moment; kept as long as the window that it counts in."""

    at = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        verbose_name = "إذن إرسال"
        verbose_name_plural = "أذون الإرسال"
        indexes = [models.Index(F("at"), name="grant_at")]  # the sum over the window
        constraints = [models.CheckConstraint(condition=Q(count__gt=0), name="grant_allows_something")]

    def __str__(self) -> str:
        return str(self.count)
