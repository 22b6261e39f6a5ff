"""A report: the figures of a period with the names of what they are about, in a known number of queries."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ads.models import Campaign, Creative, Placement
from ads.models.counter import Event
from ads.models.offer import Reason
from ads.reports.charts import Chart
from ads.reports.delivery import Delivered, deliveries, flight, of_period, running_totals
from ads.reports.figures import Figures, Sums, sums
from ads.reports.mailings import Mailed, mailed
from ads.reports.period import DAY, Finality, Period, finality
from mohit.dates import count, day, day_month_year

NO_SECTION = "بلا قسم"


@dataclass(frozen=True)
class Row:
    """A line of a table: what it is about, and to whom it belongs."""

    name: str
    figures: Figures
    note: str = ""
    pk: int | None = None


@dataclass(frozen=True)
class Report:
    period: Period
    sums: Sums
    days: list[tuple[date, Figures]]
    sections: list[tuple[str, Figures]]  # by the slug, for this app knows no section
    placements: list[Row]
    creatives: list[Row]
    campaigns: list[tuple[Delivered, Figures]]
    mailed: list[Mailed]
    until: Finality

    @property
    def total(self) -> Figures:
        return self.sums.total

    @property
    def reasons(self) -> list[tuple[str, list[int], int]]:
        """(reason, what of each kind of event, sum), the most frequent first."""
        return [
            (Reason(reason).label, [self.sums.reasons.get((event, reason), 0) for event in Event.values], total)
            for reason, total in self.sums.of_reason().items()
        ]

    @property
    def views_chart(self) -> Chart:
        days, figures = zip(*self.days, strict=True)
        seen = [one.viewable for one in figures]
        words = summary(self.period, seen, "view")
        return Chart("views", "المشاهدات يوما بيوم", words, days, bars=seen, back=[one.rendered for one in figures])

    @property
    def clicks_chart(self) -> Chart:
        days, figures = zip(*self.days, strict=True)
        clicks = [one.clicked for one in figures]
        return Chart("clicks", "النقرات يوما بيوم", summary(self.period, clicks, "click"), days, bars=clicks)


def summary(period: Period, values: list[int], noun: str) -> str:
    """What a chart of days says, in a sentence or two."""
    words = f"{period}: {count(sum(values), noun)}."
    if any(values) and len(values) > 1:
        best = max(range(len(values)), key=values.__getitem__)
        words += f" أعلاها {day(period.first + best * DAY)}: {count(values[best], noun)}."
    return words


def report_of(period: Period, campaigns: Collection[int] | None = None, *, now: datetime | None = None) -> Report:
    """Of these campaigns, or of all.

    The counters and the invalid column, creatives, placements, campaigns with their tallies, mailings: six queries.
    """
    found = sums(period, campaigns)
    return Report(
        period=period,
        sums=found,
        days=[(one, found.by["day"].get(one, Figures())) for one in period],
        sections=ranked(found.by["section"]),
        placements=placement_rows(found),
        creatives=creative_rows(found),
        campaigns=campaign_rows(period, found, campaigns, now),
        mailed=mailed(period, campaigns),
        until=finality(now),
    )


def ranked(by: dict[Any, Figures]) -> list[tuple[Any, Figures]]:
    """The most seen first."""
    return sorted(by.items(), key=lambda row: (-row[1].viewable, -row[1].offered, str(row[0])))


def placement_rows(found: Sums) -> list[Row]:
    titles = dict(Placement.objects.order_by().values_list("pk", "title"))
    return [Row(titles[key], figures, pk=key) for key, figures in ranked(found.by["placement"])]


def creative_rows(found: Sums) -> list[Row]:
    rows = Creative.objects.filter(pk__in=found.by["creative"]).order_by().values_list("pk", "name", "campaign__name")
    names = {pk: (name, campaign) for pk, name, campaign in rows}
    return [Row(names[key][0], figures, names[key][1], key) for key, figures in ranked(found.by["creative"])]


def campaign_rows(
    period: Period, found: Sums, campaigns: Collection[int] | None, now: datetime | None
) -> list[tuple[Delivered, Figures]]:
    """Those asked for; of all those that ran in the period, or were counted in it."""
    if campaigns is None:
        rows = of_period(period) | Campaign.objects.filter(pk__in=found.by["campaign"])
    else:
        rows = Campaign.objects.filter(pk__in=campaigns)
    return [(one, found.by["campaign"].get(one.campaign.pk, Figures())) for one in deliveries(rows, now)]


def pace_chart(one: Delivered, now: datetime | None = None) -> Chart | None:
    """What was delivered by the end of each day beside what is due; None for what has no goal to keep pace with."""
    campaign = one.campaign
    if not campaign.goal or not campaign.ends_at:
        return None
    period = flight(campaign, now)
    by_day = sums(period, [campaign.pk]).by["day"]
    days = list(period)
    today = (now or one.at).astimezone(period.starts_at.tzinfo).date()
    totals = running_totals(days, {key: figures.viewable for key, figures in by_day.items()})
    shown = [total if key <= today else 0 for key, total in zip(days, totals, strict=True)]
    line = [campaign.goal * (place + 1) / len(days) for place in range(len(days))]
    reached = f"والمنجز حتى {day_month_year(today)} {count(one.delivered, 'view')}"
    words = f"{period}: الهدف {count(campaign.goal, 'view')}، {reached}."
    return Chart("pace", "المنجز والمستحق", words, days, bars=shown, line=line)
