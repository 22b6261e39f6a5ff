"""The calendar of sponsorships, in which the database lets nobody book twice."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models, transaction
from django.db.models import F, Func, Q, TextField, Value
from django.db.models.functions import NullIf

from ads.models.placement import Placement


class Periods(Func):
    """From the start up to, and without, the end: one may end in the moment at which the next starts."""

    function = "tstzrange"
    output_field = TextField()


class Sections(Func):
    """One section as a range of text (type `ads_sections`, migration 0003), or the range of all texts when empty.

    So that "all sections" overlaps each one, and two different sections do not overlap.
    """

    function = "ads_sections"
    output_field = TextField()


ONE_OR_ALL = NullIf("section", Value(""))


class BookingQuerySet(models.QuerySet):
    def held(self) -> BookingQuerySet:
        """Those that nobody gave back."""
        return self.filter(released_at__isnull=True)

    def during(self, starts_at: datetime, ends_at: datetime) -> BookingQuerySet:
        return self.filter(starts_at__lt=ends_at, ends_at__gt=starts_at)

    def rivals_of(self, booking: Booking) -> BookingQuerySet:
        """What the exclusion constraint would refuse `booking` for, to be named to the editor."""
        rows = self.held().during(booking.starts_at, booking.ends_at).filter(placement=booking.placement_id)
        rows = rows.filter(section__in=["", booking.section]) if booking.section else rows
        return rows.exclude(pk=booking.pk).select_related("campaign", "placement")


class Booking(models.Model):
    """A placement, in one section or in all, for a period, for one sponsorship alone."""

    campaign = models.ForeignKey(
        "ads.Campaign",
        on_delete=models.CASCADE,
        related_name="bookings",
        limit_choices_to={"kind": "sponsorship"},
        verbose_name="الحملة",
    )
    placement = models.ForeignKey(
        "ads.Placement", on_delete=models.PROTECT, related_name="bookings", verbose_name="المساحة"
    )
    section = models.SlugField(
        "القسم", max_length=120, blank=True, allow_unicode=True, db_index=False, help_text="فارغ: كل الأقسام."
    )
    starts_at = models.DateTimeField("من")
    ends_at = models.DateTimeField("إلى")
    released_at = models.DateTimeField("أخلي في", null=True, editable=False)

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = "حجز"
        verbose_name_plural = "الحجوز"
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="booking_ends_after_it_starts",
                violation_error_message="نهاية الحجز قبل بدايته.",
            ),
            ExclusionConstraint(
                name="booking_is_nobody_elses",
                expressions=[
                    ("placement", RangeOperators.EQUAL),
                    (Sections(ONE_OR_ALL, ONE_OR_ALL, RangeBoundary(True, True)), RangeOperators.OVERLAPS),
                    (Periods("starts_at", "ends_at", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                condition=Q(released_at__isnull=True),
                violation_error_message="هذه المساحة محجوزة لرعاية أخرى في هذه الفترة.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.placement}: {self.campaign}"

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """No form holds `released_at`; without it the exclusion's condition cannot be judged."""
        super().validate_constraints(exclude={*(exclude or ())} - {"released_at"})

    def save(self, **kwargs: object) -> None:
        """One booking of a placement after the other: two at once would wait for each other in a circle."""
        with transaction.atomic():
            Placement.objects.select_for_update(no_key=True).get(pk=self.placement_id)
            super().save(**kwargs)
