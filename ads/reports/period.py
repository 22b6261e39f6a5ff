"""The days that a report is about, as whole days of the site's time zone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils import timezone

from ads.counting import LIFETIME
from ads.deciding import hour_of
from ads.models.counter import Event
from mohit.dates import count, day_month_year

MOST_DAYS = 400  # of one report: a year, and a month to compare with
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """From the first day to the last, both included."""

    first: date
    last: date

    def __len__(self) -> int:
        return (self.last - self.first).days + 1

    def __iter__(self) -> Iterator[date]:
        return (self.first + n * DAY for n in range(len(self)))

    def __str__(self) -> str:
        if self.first == self.last:
            return day_month_year(self.first)
        return f"من {day_month_year(self.first)} إلى {day_month_year(self.last)}"

    @property
    def starts_at(self) -> datetime:
        return midnight(self.first)

    @property
    def ends_at(self) -> datetime:
        """The first moment that is not in it."""
        return midnight(self.last + DAY)

    @property
    def query(self) -> str:
        """What of an address asks for it."""
        return f"since={self.first.isoformat()}&until={self.last.isoformat()}"


def midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_default_timezone())


class Preset(TextChoices):
    TODAY = "today", "اليوم"
    YESTERDAY = "yesterday", "أمس"
    WEEK = "week", "سبعة أيام"
    DAYS_30 = "30", "ثلاثون يوما"
    MONTH = "month", "هذا الشهر"
    LAST_MONTH = "last-month", "الشهر الماضي"


def of_preset(name: str, today: date) -> Period:
    if name == Preset.TODAY:
        return Period(today, today)
    if name == Preset.YESTERDAY:
        return Period(today - DAY, today - DAY)
    if name == Preset.WEEK:
        return Period(today - 6 * DAY, today)
    if name == Preset.MONTH:
        return Period(today.replace(day=1), today)
    if name == Preset.LAST_MONTH:
        last = today.replace(day=1) - DAY
        return Period(last.replace(day=1), last)
    return Period(today - 29 * DAY, today)


class PeriodForm(forms.Form):
    """Two days, typed or picked; `?days=` and the name of a preset stands for two."""

    since = forms.DateField(label="من", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    until = forms.DateField(label="إلى", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def clean(self) -> None:
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until:
            if since.year < 2000 or until.year > 2999:
                raise ValidationError("اكتب سنة من أربعة أرقام.")
            if until < since:
                raise ValidationError("نهاية الفترة قبل بدايتها.")
            if len(Period(since, until)) > MOST_DAYS:
                raise ValidationError(f"أطول تقرير {count(MOST_DAYS, 'day')}. اختر فترة أقصر.")

    @property
    def period(self) -> Period:
        return Period(self.cleaned_data["since"], self.cleaned_data["until"])


@dataclass(frozen=True)
class Asked:
    """The period that an address asks for; of one that is none, the default, and a form that says so."""

    period: Period
    form: PeriodForm
    preset: str = ""


def asked_for(data: dict[str, str], default: Period | None = None, now: datetime | None = None) -> Asked:
    """`?days=week`, `?since=2026-11-01&until=2026-11-30`; else `default`, else thirty days."""
    today = timezone.localdate(now)
    preset = data.get("days", "")
    if preset in Preset.values:
        return _shown(of_preset(preset, today), preset)
    if "since" in data or "until" in data:
        form = PeriodForm(data)
        if form.is_valid():
            return Asked(form.period, form)
        return Asked(default or of_preset(Preset.DAYS_30, today), form)
    return _shown(default) if default else _shown(of_preset(Preset.DAYS_30, today), Preset.DAYS_30)


def _shown(period: Period, preset: str = "") -> Asked:
    return Asked(period, PeriodForm(initial={"since": period.first, "until": period.last}), preset)


@dataclass(frozen=True)
class Finality:
    """Until when nothing changes any more: what was offered before `seen` gets no viewable impression any more, before
    `clicked` no click either.

    An hour's counters are those of its offers, whose reader may still scroll down to the box or press on it
    (`ads.counting.LIFETIME`).
    """

    seen: datetime
    clicked: datetime


def finality(now: datetime | None = None) -> Finality:
    now = now or timezone.now()
    return Finality(*(hour_of(now - LIFETIME[event]) for event in (Event.VIEWABLE, Event.CLICKED)))
