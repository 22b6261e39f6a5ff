"""The Hijri day beside the Gregorian one (AR-21).

Reckoned by Umm al-Qura, the calendar of Saudi Arabia. Where the month begins when the crescent is seen it may be a
day away: HIJRI_CORRECTION moves it.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django.conf import settings
from hijridate import Gregorian

from mohit.dates.moments import local
from mohit.dates.regions import in_digits


def hijri(value: date, *, correction: int | None = None, digits: str | None = None) -> str:
    """`12 جمادى الأولى 1447 هـ`; empty outside the tables, which run from August 1924 to November 2077.

    `correction` is a number of days; by default the setting HIJRI_CORRECTION.
    """
    value = local(value)
    days = settings.HIJRI_CORRECTION if correction is None else correction
    return in_digits(_of_day(value.toordinal() + days), digits)


@lru_cache(maxsize=512)
def _of_day(ordinal: int) -> str:
    try:
        day = Gregorian.fromdate(date.fromordinal(ordinal)).to_hijri()
    except (OverflowError, ValueError):
        return ""
    return f"{day.day} {day.month_name('ar')} {day.year}\u00a0هـ"
