"""What the project package itself stores."""

from __future__ import annotations

from django.db import models


class LimitCount(models.Model):
    """How often one source did one thing in one span of time (mohit/public_forms/limits.py, which alone reads it).

    The table is UNLOGGED: it costs no write-ahead log, and a crash of PostgreSQL empties it.
    """

    key = models.BinaryField("المفتاح", primary_key=True, max_length=16)
    taken = models.IntegerField("في هذه المدة")
    before = models.IntegerField("في المدة السابقة")
    ends_at = models.DateTimeField("نهاية المدة")

    class Meta:
        verbose_name = "عداد"
        verbose_name_plural = "عدادات"
        default_permissions = ()
        indexes = [models.Index(fields=["ends_at"], name="limitcount_ends_at")]  # forget_old_limits
        constraints = [
            models.CheckConstraint(condition=models.Q(before__gte=0, taken__gte=0), name="limitcount_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.taken} + {self.before}"
