"""Sold, delivered and over: what was agreed beside what came of it, since the campaign began."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils import timezone

from ads.models import Campaign, Tally
from ads.pacing import due
from ads.reports.period import Period

NEAR = 5  # percent of what is due, within which a campaign keeps its pace


@dataclass(frozen=True)
class Delivered:
    """Of one campaign, in viewable impressions. Nothing is cut off: what was delivered beyond the goal is `over`."""

    campaign: Campaign
    delivered: int
    at: datetime

    @property
    def sold(self) -> int | None:
        """None where time is sold and no number: sponsorships, and campaigns without a goal."""
        return self.campaign.goal

    @property
    def over(self) -> int:
        return max(self.delivered - self.sold, 0) if self.sold else 0

    @property
    def left(self) -> int:
        return max(self.sold - self.delivered, 0) if self.sold else 0

    @property
    def due(self) -> int | None:
        """What an even delivery has reached by now; None without a goal or an end."""
        one = self.campaign
        if not one.goal or not one.ends_at or one.starts_at > self.at:
            return None
        return round(due(one.goal, one.starts_at, one.ends_at, self.at))

    @property
    def reached(self) -> int | None:
        """Of a hundred sold; whole, and never 100 before all is there."""
        return self.delivered * 100 // self.sold if self.sold else None

    @property
    def pace(self) -> int | None:
        """Of a hundred that are due."""
        return round(100 * self.delivered / self.due) if self.due else None

    @property
    def words(self) -> str:
        one = self.campaign
        if one.starts_at > self.at:
            return "لم تبدأ"
        if self.sold and self.delivered >= self.sold:
            return "بلغت هدفها"
        is_over = one.state == Campaign.State.ENDED or (one.ends_at is not None and one.ends_at <= self.at)
        if is_over:
            return "انتهت دون هدفها" if self.sold else "انتهت"
        if self.pace is None:
            return "جارية" if one.state == Campaign.State.ACTIVE else one.get_state_display()
        if abs(self.pace - 100) <= NEAR:
            return "على الوتيرة"
        return "متقدمة على الوتيرة" if self.pace > 100 else "متأخرة عن الوتيرة"

    @property
    def is_late(self) -> bool:
        return self.words in ("متأخرة عن الوتيرة", "انتهت دون هدفها")


def deliveries(campaigns: QuerySet[Campaign], at: datetime | None = None) -> list[Delivered]:
    """One query, the campaigns with their advertisers."""
    totals = Tally.objects.filter(campaign=OuterRef("pk")).order_by().values("campaign").values(sum=Sum("total"))
    rows = campaigns.select_related("advertiser").annotate(delivered=Subquery(totals))
    at = at or timezone.now()
    return [Delivered(row, row.delivered or 0, at) for row in rows]


def of_period(period: Period) -> QuerySet[Campaign]:
    """Those that may have been shown in it."""
    rows = Campaign.objects.exclude(state=Campaign.State.DRAFT).filter(starts_at__lt=period.ends_at)
    return rows.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=period.starts_at)).order_by(
        F("ends_at").asc(nulls_last=True), "pk"
    )


def flight(campaign: Campaign, now: datetime | None = None) -> Period:
    """The days of a campaign; of one without an end, until today."""
    first = timezone.localdate(campaign.starts_at)
    last = timezone.localdate(campaign.ends_at - timedelta(microseconds=1)) if campaign.ends_at else None
    return Period(first, max(last or timezone.localdate(now), first))


def running_totals(days: Sequence[date], counts: dict[date, int]) -> list[int]:
    """What was delivered by the end of each of `days`, in their order."""
    total, totals = 0, []
    for day in days:
        total += counts.get(day, 0)
        totals.append(total)
    return totals
