"""Days, clocks and ages in the words of an Arabic newspaper."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from mohit import dates

NOON = datetime(2025, 11, 3, 14, 5, tzinfo=UTC)  # 15:05 in Algiers
MONTHS = {
    "maghreb": "جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر",
    "morocco": "يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر",
    "gulf": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "levant": "كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول",
}


@pytest.mark.parametrize("style", MONTHS)
def test_it_names_the_months_of_each_region(style: str) -> None:
    shown = [dates.day_month_year(date(2025, month, 3), style=style) for month in range(1, 13)]

    assert shown == [f"3 {name.replace('_', ' ')} 2025" for name in MONTHS[style].split()]


def test_it_names_a_month_by_both_its_names() -> None:
    assert dates.day_month_year(date(2025, 1, 3), style="double") == "3 يناير/كانون الثاني 2025"


def test_it_writes_a_day_a_clock_and_a_moment() -> None:
    assert dates.day(NOON) == "الاثنين 3 نوفمبر 2025"
    assert dates.day(date(2025, 11, 9)) == "الأحد 9 نوفمبر 2025"
    assert dates.clock(NOON) == "15:05"
    assert dates.clock(NOON.replace(hour=8)) == "09:05"
    assert dates.moment(NOON) == "3 نوفمبر 2025، 15:05"


def test_it_shows_arabic_indic_digits_where_asked() -> None:
    assert dates.moment(NOON, digits="arabic-indic") == "٣ نوفمبر ٢٠٢٥، ١٥:٠٥"
    assert dates.day(NOON, digits="arabic-indic") == "الاثنين ٣ نوفمبر ٢٠٢٥"


def test_it_follows_the_settings(settings) -> None:
    settings.MONTHS_STYLE = "levant"
    settings.DIGITS = "arabic-indic"
    settings.TIME_ZONE = "Asia/Riyadh"

    assert dates.moment(NOON) == "٣ تشرين الثاني ٢٠٢٥، ١٧:٠٥"
    assert dates.iso(NOON) == "2025-11-03T17:05:00+03:00"


def test_it_takes_the_day_of_the_site_not_of_greenwich() -> None:
    assert dates.day(datetime(2025, 11, 3, 23, 30, tzinfo=UTC)) == "الثلاثاء 4 نوفمبر 2025"


def test_it_takes_a_naive_moment_as_local() -> None:
    assert dates.moment(datetime(2025, 11, 3, 15, 5)) == "3 نوفمبر 2025، 15:05"


def test_it_gives_machines_a_moment_with_its_offset() -> None:
    assert dates.iso(NOON.replace(microsecond=7)) == "2025-11-03T15:05:00+01:00"
    assert dates.iso(date(2025, 11, 3)) == "2025-11-03"


@pytest.mark.parametrize(
    ("age", "shown"),
    [
        (timedelta(0), "الآن"),
        (timedelta(seconds=59), "الآن"),
        (timedelta(minutes=1), "قبل دقيقة"),
        (timedelta(minutes=2), "قبل دقيقتين"),
        (timedelta(minutes=3), "قبل 3 دقائق"),
        (timedelta(minutes=10, seconds=59), "قبل 10 دقائق"),
        (timedelta(minutes=11), "قبل 11 دقيقة"),
        (timedelta(minutes=59), "قبل 59 دقيقة"),
        (timedelta(hours=1), "قبل ساعة"),
        (timedelta(hours=2), "قبل ساعتين"),
        (timedelta(hours=3), "قبل 3 ساعات"),
        (timedelta(hours=23), "قبل 23 ساعة"),
        (timedelta(days=1), "قبل يوم"),
        (timedelta(days=2), "قبل يومين"),
        (timedelta(days=7, hours=23), "قبل 7 أيام"),
        (timedelta(days=8), "26 أكتوبر 2025"),
        (timedelta(seconds=-30), "الآن"),
        (timedelta(minutes=-2), "بعد دقيقتين"),
        (timedelta(hours=-1), "بعد ساعة"),
        (timedelta(days=-3), "بعد 3 أيام"),
        (timedelta(days=-8), "11 نوفمبر 2025"),
    ],
)
def test_it_tells_an_age(age: timedelta, shown: str) -> None:
    assert dates.relative(NOON - age, NOON) == shown


def test_it_tells_an_age_in_arabic_indic_digits() -> None:
    assert dates.relative(NOON - timedelta(minutes=11), NOON, digits="arabic-indic") == "قبل ١١ دقيقة"


def test_it_measures_an_age_from_now_by_default() -> None:
    assert dates.relative(datetime.now(UTC) - timedelta(hours=3, minutes=1)) == "قبل 3 ساعات"
