"""The counters: how many offers came how far, hour by hour, and what was labelled invalid."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from ads.models.offer import REASONS, Reason

# Rows to which a creative's events of one hour are spread, so that readers do not queue at one row. An offer's events
# all belong to the slot of its number. Changing it makes the rows of open hours wrong until they are reconciled.
SLOTS = 8


class Event(models.TextChoices):
    OFFERED = "offered", "عرض"
    RENDERED = "rendered", "ظهور"
    VIEWABLE = "viewable", "مشاهدة"
    CLICKED = "clicked", "نقر"


class Counter(models.Model):
    """Counts of one hour, by the hour of the offer: what came of those offers, whenever it came."""

    creative = models.ForeignKey(
        "ads.Creative",
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name="المادة الإعلانية",
    )
    placement = models.ForeignKey(
        "ads.Placement", on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name="المساحة"
    )
    section = models.SlugField("القسم", max_length=120, blank=True, db_index=False)
    hour = models.DateTimeField("الساعة")
    slot = models.PositiveSmallIntegerField("الخانة")
    offered = models.PositiveIntegerField("العروض", default=0)
    rendered = models.PositiveIntegerField("مرات الظهور", default=0)
    viewable = models.PositiveIntegerField("المشاهدات", default=0)
    clicked = models.PositiveIntegerField("النقرات", default=0)

    class Meta:
        verbose_name = "تقرير"
        verbose_name_plural = "التقارير"
        default_permissions = ("view",)
        indexes = [models.Index(F("hour"), name="counter_hour")]  # reports of a period, and what is reconciled
        constraints = [
            models.UniqueConstraint(
                fields=["creative", "placement", "section", "hour", "slot"], name="counter_is_one_row"
            ),
            models.CheckConstraint(
                condition=Q(rendered__lte=F("offered"), viewable__lte=F("rendered"), clicked__lte=F("viewable")),
                name="counter_keeps_its_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hour:%Y-%m-%d %H}: {self.offered}/{self.rendered}/{self.viewable}/{self.clicked}"


class InvalidCount(models.Model):
    """The second column: events that were not counted, and why."""

    creative = models.ForeignKey("ads.Creative", on_delete=models.PROTECT, related_name="+", db_index=False)
    placement = models.ForeignKey("ads.Placement", on_delete=models.PROTECT, related_name="+", db_index=False)
    section = models.SlugField("القسم", max_length=120, blank=True, db_index=False)
    hour = models.DateTimeField("الساعة")
    slot = models.PositiveSmallIntegerField()
    event = models.CharField("الحدث", max_length=8, choices=Event.choices)
    reason = models.CharField("السبب", max_length=11, choices=Reason.choices)
    count = models.PositiveIntegerField("العدد", default=0)

    class Meta:
        verbose_name = "عداد غير صالح"
        verbose_name_plural = "الحركة غير الصالحة"
        default_permissions = ("view",)
        indexes = [models.Index(F("hour"), name="invalidcount_hour")]  # reports of a period
        constraints = [
            models.UniqueConstraint(
                fields=["creative", "placement", "section", "hour", "slot", "event", "reason"],
                name="invalidcount_is_one_row",
            ),
            models.CheckConstraint(
                condition=Q(event__in=["offered", "rendered", "viewable", "clicked"]),
                name="invalidcount_event_is_known",
            ),
            models.CheckConstraint(condition=Q(reason__in=REASONS), name="invalidcount_reason_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_event_display()}, {self.get_reason_display()}: {self.count}"


class Tally(models.Model):
    """What a campaign has delivered, in viewable impressions: all in all, and on its latest day.

    The sum of its counters, kept at hand for the decision, which would else add up some 100,000 rows for each page.
    """

    campaign = models.ForeignKey("ads.Campaign", on_delete=models.CASCADE, related_name="+", db_index=False)
    slot = models.PositiveSmallIntegerField()
    total = models.PositiveIntegerField(default=0)
    day = models.DateField()  # in the site's time zone, of the offer
    of_day = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "حصيلة"
        verbose_name_plural = "الحصائل"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["campaign", "slot"], name="tally_is_one_row"),
            models.CheckConstraint(condition=Q(of_day__lte=F("total")), name="tally_day_is_a_part"),
        ]

    def __str__(self) -> str:
        return str(self.total)
