"""When a digest is due over whole years: midnights, weeks, clocks that jump, a site that moves."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from newsletter.models import MailingList
from newsletter.periods import latest_turn as turn_of


def daily(hour: int, minute: int = 0) -> MailingList:
    return MailingList(kind="daily", send_at=time(hour, minute))


def weekly(weekday: int, hour: int) -> MailingList:
    return MailingList(kind="weekly", send_at=time(hour), weekday=weekday)


@pytest.fixture
def zone(settings: object, request: pytest.FixtureRequest) -> ZoneInfo:
    """The site's time zone, Cairo unless the test says another."""
    return in_zone(settings, getattr(request, "param", "Africa/Cairo"))


def in_zone(settings: object, name: str) -> ZoneInfo:
    settings.TIME_ZONE = name
    timezone.get_default_timezone.cache_clear()
    return ZoneInfo(name)


@pytest.fixture(autouse=True)
def own_zone_again() -> None:
    yield
    timezone.get_default_timezone.cache_clear()


def moment(zone: ZoneInfo, text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold)


@pytest.mark.parametrize(
    ("at", "period"),
    [
        ("2026-11-25 06:59:59", "2026-11-24"),
        ("2026-11-25 07:00", "2026-11-25"),
        ("2026-11-25 23:59:59", "2026-11-25"),
        ("2026-11-26 00:00", "2026-11-25"),
        ("2027-01-01 06:59", "2026-12-31"),
    ],
)
def test_it_names_a_day_from_its_hour_on(zone: ZoneInfo, at: str, period: str) -> None:
    turn = turn_of(daily(7), moment(zone, at))

    assert turn.period == period
    assert turn.due_at == moment(zone, f"{period} 07:00")


@pytest.mark.parametrize(
    ("at", "period", "due"),
    [
        ("2026-11-27 08:59", "2026-W47", "2026-11-20 09:00"),
        ("2026-11-27 09:00", "2026-W48", "2026-11-27 09:00"),
        ("2026-11-30 09:00", "2026-W48", "2026-11-27 09:00"),
        ("2027-01-01 09:00", "2026-W53", "2027-01-01 09:00"),
        ("2027-01-08 09:00", "2027-W01", "2027-01-08 09:00"),
    ],
)
def test_it_names_a_week_from_its_day_on(zone: ZoneInfo, at: str, period: str, due: str) -> None:
    turn = turn_of(weekly(5, 9), moment(zone, at))

    assert (turn.period, turn.due_at) == (period, moment(zone, due))


def test_it_has_one_turn_on_each_day_of_a_year_with_two_clock_changes(zone: ZoneInfo) -> None:
    """Cairo: on 24 April 2026 the hour after midnight does not exist, on 29 October 2026 that before it comes twice."""
    noon = moment(zone, "2026-01-01 12:00")
    hours = [noon + timedelta(hours=n) for n in range(365 * 24) if n % 12 == 0 or n // 24 in (112, 113, 300, 301, 302)]

    for mailing_list in (daily(0), daily(0, 30), daily(7), daily(23), daily(23, 30)):
        turns = {turn_of(mailing_list, at) for at in hours}
        by_period = {turn.period: turn.due_at for turn in turns}
        assert len(turns) == len(by_period)
        assert len(by_period) in (365, 366)
        assert sorted(by_period.values()) == [by_period[period] for period in sorted(by_period)]


def test_it_counts_a_missing_hour_as_the_next_and_a_double_one_as_the_first(zone: ZoneInfo) -> None:
    missing = turn_of(daily(0, 30), moment(zone, "2026-04-24 12:00"))
    double = turn_of(daily(23, 30), moment(zone, "2026-10-30 12:00"))

    assert (missing.period, missing.due_at.timestamp()) == ("2026-04-24", moment(zone, "2026-04-24 01:30").timestamp())
    assert (double.period, double.due_at.fold) == ("2026-10-29", 0)
    second = moment(zone, "2026-10-29 23:45", fold=1)
    assert turn_of(daily(23, 30), second).period == "2026-10-29"


def test_it_does_not_repeat_a_day_when_the_site_moves(settings: object) -> None:
    """The day's digest was made in Algiers; the zone becomes one to the east, then one to the west of it."""
    at = moment(in_zone(settings, "Africa/Algiers"), "2026-11-25 07:30")
    there = turn_of(daily(7), at)
    moved = {name: in_zone(settings, name) and turn_of(daily(7), at).period for name in ("Africa/Cairo", "Asia/Aden")}
    in_zone(settings, "America/New_York")

    assert there.period == "2026-11-25"
    assert set(moved.values()) == {"2026-11-25"}
    assert turn_of(daily(7), at).period == "2026-11-24"  # a turn of which the list's digest exists, too
