"""Days, clocks and ages as an Arabic newspaper writes them (AR-21, AR-22)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final, TypeVar

from babel.dates import format_timedelta
from django.utils import timezone

from mohit.dates.counting import number, plural_category
from mohit.dates.regions import DAYS, in_digits, months

Day = TypeVar("Day", date, datetime)

NOW: Final = "الآن"
DAYS_SHOWN_AS_AGE: Final = 7

_SECONDS: Final = {"minute": 60, "hour": 3_600, "day": 86_400}
_EXAMPLES: Final = {"one": 1, "two": 2, "few": 3, "many": 11, "other": 100}


def day(value: date, *, style: str | None = None, digits: str | None = None) -> str:
    """`الاثنين 3 نوفمبر 2025`. A datetime is taken to the site's time zone first; so everywhere below."""
    return f"{DAYS[local(value).weekday()]} {day_month_year(value, style=style, digits=digits)}"


def day_month_year(value: date, *, style: str | None = None, digits: str | None = None) -> str:
    """`3 نوفمبر 2025`."""
    value = local(value)
    return in_digits(f"{value.day} {months(style)[value.month - 1]} {value.year}", digits)


def clock(value: datetime, *, digits: str | None = None) -> str:
    """`15:05`, on the twenty-four-hour clock of the site's time zone."""
    return in_digits(f"{local(value):%H:%M}", digits)


def moment(value: datetime, *, style: str | None = None, digits: str | None = None) -> str:
    """`3 نوفمبر 2025، 15:05`."""
    value = local(value)
    return f"{day_month_year(value, style=style, digits=digits)}، {clock(value, digits=digits)}"


def relative(
    value: datetime,
    now: datetime | None = None,
    *,
    style: str | None = None,
    digits: str | None = None,
) -> str:
    """`الآن`, `قبل دقيقتين`, `قبل 3 ساعات`, `بعد يوم`; past seven days the date itself.

    Whole units, rounded down. A page kept in a cache shows the age it was made with, so public pages put
    the moment beside it in `<time datetime>` (see `time_tag`).
    """
    age = (local(now) if now else timezone.now()) - local(value)
    direction = "قبل" if age >= timedelta(0) else "بعد"
    seconds = abs(age) // timedelta(seconds=1)
    unit = next((unit for unit in ("day", "hour", "minute") if seconds >= _SECONDS[unit]), None)
    if unit is None:
        return NOW
    n = seconds // _SECONDS[unit]
    if unit == "day" and n > DAYS_SHOWN_AS_AGE:
        return day_month_year(value, style=style, digits=digits)
    return f"{direction} {_AGES[unit, plural_category(n)].format(number(n, style=style, digits=digits))}"


def iso(value: date) -> str:
    """The value of `<time datetime>` (HTML, RFC 3339): `2025-11-03T15:05:00+01:00`, or the day of a date."""
    value = local(value)
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value.isoformat()


def local(value: Day) -> Day:
    """Take a moment to the site's time zone; a naive one is there already, a date has none."""
    if not isinstance(value, datetime):
        return value
    zone = timezone.get_default_timezone()
    return value.astimezone(zone) if value.tzinfo else value.replace(tzinfo=zone)


def _ages() -> dict[tuple[str, str], str]:
    """CLDR's "n units ago" without its first word, and without «واحدة», which no newspaper writes."""
    ages = {}
    for unit, seconds in _SECONDS.items():
        for category, n in _EXAMPLES.items():
            phrase = format_timedelta(
                timedelta(seconds=-n * seconds),
                granularity=unit,
                threshold=1_000_000,
                add_direction=True,
                locale="ar",
            )
            words = [word for word in phrase.split()[1:] if word not in {"واحد", "واحدة"}]
            ages[unit, category] = " ".join("{}" if word == str(n) else word for word in words)
    return ages


_AGES: Final = _ages()
