"""The Hijri day: right by Umm al-Qura, movable by a day, silent where its tables end."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import Context, Template
from pytest_django import Settings

from mohit import dates


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (date(2025, 11, 3), "12 جمادى الأولى 1447\u00a0هـ"),
        (date(2026, 11, 22), "12 جمادى الآخرة 1448\u00a0هـ"),
        (date(2026, 2, 18), "1 رمضان 1447\u00a0هـ"),
        (date(2026, 3, 20), "1 شوال 1447\u00a0هـ"),
        (date(2026, 6, 16), "1 محرم 1448\u00a0هـ"),
        (date(1924, 8, 1), "1 محرم 1343\u00a0هـ"),
        (date(2077, 11, 16), "30 ذو الحجة 1500\u00a0هـ"),
    ],
)
def test_it_names_the_day(value: date, shown: str) -> None:
    assert dates.hijri(value) == shown


@pytest.mark.parametrize(
    "value",
    [date(1924, 7, 31), date(2077, 11, 17), date(1, 1, 1), date(9999, 12, 31), datetime(1970, 1, 1, tzinfo=UTC)],
)
@pytest.mark.parametrize("correction", [-1, 0, 1])
def test_it_never_raises(value: date, correction: int) -> None:
    shown = dates.hijri(value, correction=correction)
    assert shown == "" or value.year in (1924, 1970, 2077)


def test_it_is_moved_by_a_day(settings: Settings) -> None:
    first = date(2026, 2, 18)
    assert dates.hijri(first, correction=-1) == "29 شعبان 1447\u00a0هـ"
    settings.HIJRI_CORRECTION = 1
    assert dates.hijri(first) == "2 رمضان 1447\u00a0هـ"


def test_it_takes_the_day_of_the_sites_time_zone() -> None:
    assert dates.hijri(datetime(2026, 2, 17, 23, 30, tzinfo=UTC)) == "1 رمضان 1447\u00a0هـ"
    assert dates.hijri(datetime(2026, 2, 17, 22, 30, tzinfo=UTC)) == "29 شعبان 1447\u00a0هـ"


def test_it_shows_the_digits_of_the_site() -> None:
    assert dates.hijri(date(2025, 11, 3), digits="arabic-indic") == "١٢ جمادى الأولى ١٤٤٧\u00a0هـ"


def test_it_knows_every_day_of_its_range() -> None:
    day, shown = date(1924, 8, 1), []
    while day <= date(2077, 11, 16):
        shown.append(dates.hijri(day))
        day += timedelta(days=97)
    assert all(shown)
    assert len(set(shown)) == len(shown)


def test_it_stands_in_templates_when_asked_for(settings: Settings) -> None:
    template = Template("{% hijri_line value %}")
    context = Context({"value": date(2025, 11, 3)})
    assert template.render(context) == ""
    settings.HIJRI_LINE = True
    assert template.render(context) == "الموافق 12 جمادى الأولى 1447\u00a0هـ"
    assert template.render(Context({"value": None})) == ""
    assert template.render(Context({"value": date(1900, 1, 1)})) == ""
