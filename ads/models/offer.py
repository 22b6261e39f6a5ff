"""What the decision put before one reader once, and how far it came."""

from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q


class Reason(models.TextChoices):
    """Why something is labelled invalid traffic: kept in a column of its own, never in the counters that are sold."""

    ROBOT = "robot", "روبوت"
    NO_AGENT = "no_agent", "متصفح مجهول"
    SPECULATIVE = "speculative", "تحميل مسبق"
    STAFF = "staff", "فريق التحرير"
    RATE = "rate", "تكرار مفرط"
    DUPLICATE = "duplicate", "معدود من قبل"
    STALE = "stale", "بعد أوانه"
    MISMATCH = "mismatch", "مساحة أخرى"
    ORDER = "order", "بغير ترتيبه"


REASONS = ["robot", "no_agent", "speculative", "staff", "rate", "duplicate", "stale", "mismatch", "order"]


class Offer(models.Model):
    """One creative for one box of one page as one reader asked for it; good once, for a time (`ads.counting`).

    Nothing in it tells who the reader is. It is the proof of the counters, and is kept as long as `Horizon` says.
    """

    creative = models.ForeignKey("ads.Creative", on_delete=models.PROTECT, related_name="+", db_index=False)
    placement = models.ForeignKey("ads.Placement", on_delete=models.PROTECT, related_name="+", db_index=False)
    section = models.SlugField(max_length=120, blank=True, db_index=False)
    hour = models.DateTimeField()  # in which it was offered: the row of the counters to which it belongs
    offered_at = models.DateTimeField()
    rendered_at = models.DateTimeField(null=True)
    viewable_at = models.DateTimeField(null=True)
    clicked_at = models.DateTimeField(null=True)
    invalid = models.CharField(max_length=11, choices=Reason.choices, blank=True)  # as it was asked for

    class Meta:
        verbose_name = "عرض"
        verbose_name_plural = "العروض"
        default_permissions = ()
        # What is proven and what is forgotten goes by hours; rows lie in their order.
        indexes = [BrinIndex(F("hour"), name="offer_hour")]
        constraints = [
            models.CheckConstraint(condition=Q(invalid__in=["", *REASONS]), name="offer_invalid_is_known"),
            models.CheckConstraint(
                condition=(Q(viewable_at__isnull=True) | Q(rendered_at__isnull=False))
                & (Q(clicked_at__isnull=True) | Q(viewable_at__isnull=False)),
                name="offer_keeps_its_order",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Horizon(models.Model):
    """From which hour on all offers are still there. Moved before the older ones are deleted, so that a deletion that
    was cut short is never taken for offers that nobody made.
    """

    kept_from = models.DateTimeField()

    class Meta:
        verbose_name = "أفق العروض"
        verbose_name_plural = "أفق العروض"
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="horizon_is_one_row")]

    def __str__(self) -> str:
        return str(self.kept_from)
