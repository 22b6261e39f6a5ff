"""Addresses that must never be written to again, kept so that nobody can read them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from newsletter.fingerprints import fingerprint


class SuppressionQuerySet(models.QuerySet):
    def of(self, keys: Iterable[str]) -> set[str]:
        """Which of these address keys are suppressed, in one query."""
        by_print = {suppressed_as(key): key for key in keys}
        found = self.filter(fingerprint__in=list(by_print)).order_by().values_list("fingerprint", flat=True)
        return {by_print[bytes(value)] for value in found}


class Suppression(models.Model):
    """One address, as a keyed hash: it outlives the erasure of the person and is met again by an import."""

    class Reason(models.TextChoices):
        BOUNCE = "bounce", "ارتد بريده نهائيا"
        COMPLAINT = "complaint", "اشتكى من الرسائل"
        REQUEST = "request", "طلب ألا يراسل"
        HAND = "hand", "أضيف يدويا"

    fingerprint = models.BinaryField(max_length=32, unique=True)
    reason = models.CharField("السبب", max_length=9, choices=Reason.choices)
    at = models.DateTimeField("في", auto_now_add=True)

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        verbose_name = "عنوان محظور"
        verbose_name_plural = "العناوين المحظورة"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reason__in=["bounce", "complaint", "request", "hand"]), name="suppression_reason_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.get_reason_display()


def suppressed_as(address_key: str) -> bytes:
    """The hash under which an `equality_key` stands in this list."""
    return fingerprint("suppression", address_key)
