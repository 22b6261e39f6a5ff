"""What became of each turn of a list's schedule."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone


class Digest(models.Model):
    """One period of one list, claimed once: by whichever worker came first, whatever the clock did meanwhile.

    It is written in the transaction that makes the issue, so a killed worker leaves neither.
    """

    class Outcome(models.TextChoices):
        MADE = "made", "أعد العدد"
        MISSED = "missed", "فات موعده وينتظر المحرر"
        TOO_FEW = "too_few", "لم تجتمع قصص كافية"

    mailing_list = models.ForeignKey(
        "newsletter.MailingList", on_delete=models.PROTECT, related_name="digests", verbose_name="القائمة"
    )
    period = models.CharField("الفترة", max_length=10)  # "2026-11-25" or "2026-W48", in the site's time zone
    due_at = models.DateTimeField("الموعد")
    outcome = models.CharField("ما كان", max_length=7, choices=Outcome.choices, default=Outcome.MADE)
    found = models.PositiveSmallIntegerField("القصص الجديدة", default=0)
    at = models.DateTimeField("في", default=timezone.now, editable=False)  # up to then its stories were looked for

    class Meta:
        verbose_name = "موعد نشرة"
        verbose_name_plural = "مواعيد النشرات"
        ordering = ["-due_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["mailing_list", "period"], name="digest_once_a_period"),
            models.CheckConstraint(
                condition=Q(period__regex=r"^[0-9]{4}-([0-9]{2}-[0-9]{2}|W[0-9]{2})$"), name="digest_names_a_period"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["made", "missed", "too_few"]), name="digest_outcome_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period}: {self.get_outcome_display()}"
