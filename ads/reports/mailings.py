"""Sponsorships in mails, as a report shows them: copies and presses, which are no impressions and no unique readers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from ads.models import Served
from ads.reports.period import Period


@dataclass(frozen=True)
class Mailed:
    title: str
    creative: str
    campaign: str
    row: Served

    @property
    def name(self) -> str:
        return self.title or "رسالة لم يقفل سجلها بعد"


def mailed(period: Period, campaigns: Collection[int] | None = None) -> list[Mailed]:
    """The mailings that ended in the period, the newest first; one query."""
    rows = Served.objects.filter(at__gte=period.starts_at, at__lt=period.ends_at)
    if campaigns is not None:
        rows = rows.filter(creative__campaign__in=campaigns)
    rows = rows.select_related("creative__campaign").order_by("-at", "-pk")
    return [Mailed(row.title, row.creative.name, row.creative.campaign.name, row) for row in rows]
