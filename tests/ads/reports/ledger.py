"""Counters as readers leave them, without the readers."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone

from ads.models import Campaign, Counter, Creative, InvalidCount, Tally
from ads.reports.period import midnight
from tests.ads.factories import CampaignFactory, box


def noon(day: date) -> datetime:
    return midnight(day) + timedelta(hours=12)


def counted(creative: Creative, at: datetime, seen: int, *, place: str = "article-end", **facts: object) -> Counter:
    """An hour in which `seen` of twice as many were seen; with the tally of its campaign, as counting leaves it."""
    values = {"offered": seen * 2 + 1, "rendered": seen * 2, "viewable": seen, "clicked": 0, "slot": 1, "section": ""}
    row = Counter.objects.create(creative=creative, placement=box(place), hour=at, **{**values, **facts})
    tally, _ = Tally.objects.get_or_create(campaign=creative.campaign, slot=1, defaults={"day": timezone.localdate(at)})
    Tally.objects.filter(pk=tally.pk).update(total=tally.total + seen)
    return row


def labelled(creative: Creative, at: datetime, reason: str, count: int, event: str = "offered") -> InvalidCount:
    return InvalidCount.objects.create(
        creative=creative, placement=box(), hour=at, slot=1, event=event, reason=reason, count=count
    )


def campaign(**facts: object) -> Campaign:
    return CampaignFactory(**{"kind": "standard", **facts})
