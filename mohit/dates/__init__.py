"""Dates, ages, counts, amounts and lists in Arabic, fast enough to use everywhere on a page.

Templates use them through `mohit.templatetags.arabic`. Nothing here is stored: what is formatted depends on
settings.
"""

from mohit.dates.amounts import money, percent, unit
from mohit.dates.counting import NOUNS, Noun, count, join_list, number, plural_category
from mohit.dates.hijri import hijri
from mohit.dates.moments import clock, day, day_month_year, iso, moment, relative

__all__ = [
    "NOUNS",
    "Noun",
    "clock",
    "count",
    "day",
    "day_month_year",
    "hijri",
    "iso",
    "join_list",
    "moment",
    "money",
    "number",
    "percent",
    "plural_category",
    "relative",
    "unit",
]
