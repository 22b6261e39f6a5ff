"""A goal is spread evenly over its period: arithmetic, and a simulated day."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from ads.choosing import Candidate, Page, choose
from ads.pacing import due, is_ahead, need

START = datetime(2026, 11, 25, tzinfo=UTC)
END = START + timedelta(days=1)


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


@pytest.mark.parametrize(("hours", "expected"), [(-5, 0), (0, 0), (6, 250), (12, 500), (24, 1_000), (30, 1_000)])
def test_it_is_due_in_proportion(hours: float, expected: float) -> None:
    assert due(1_000, START, END, at(hours)) == expected


@pytest.mark.parametrize(("delivered", "expected"), [(499, False), (500, False), (501, True)])
def test_it_is_ahead_over_the_line(delivered: int, expected: bool) -> None:
    assert is_ahead(1_000, delivered, START, END, at(12)) is expected


def test_it_begins_at_once() -> None:
    assert not is_ahead(1_000, 0, START, END, START)


@pytest.mark.parametrize(
    ("delivered", "hours", "expected"),
    [(500, 12, 1), (0, 12, 2), (750, 12, 0.5), (1_000, 12, 0), (0, 23.999_999, 100), (0, 24, 0)],
)
def test_it_needs_more_the_farther_it_is_behind(delivered: int, hours: float, expected: float) -> None:
    assert need(1_000, delivered, START, END, at(hours)) == pytest.approx(expected)


def day_of(traffic: dict[int, int], goal: int, viewable: float, seed: int = 7) -> list[int]:
    """Viewable impressions by hour: `traffic` is pages an hour; of what is offered the share `viewable` is seen."""
    chance = random.Random(seed)
    delivered, hours = 0, [0] * 24
    for hour, pages in traffic.items():
        for page in range(pages):
            now = at(hour + page / pages)
            one = Candidate(
                creative=1,
                campaign=1,
                kind="standard",
                starts_at=START,
                ends_at=END,
                goal=goal,
                delivered=delivered,
                fits=[1],
            )
            if choose([1], [one], Page("", now)).chosen and chance.random() < viewable:
                delivered += 1
                hours[hour] += 1
    return hours


def test_it_spreads_a_goal_over_a_day() -> None:
    traffic = {hour: 40 if hour < 6 else 400 for hour in range(24)}

    hours = day_of(traffic, goal=480, viewable=0.6)

    assert 478 <= sum(hours) <= 480
    assert all(18 <= count <= 22 for count in hours)  # twenty an hour, by night as by day


def test_it_catches_up_after_a_dead_night() -> None:
    hours = day_of(dict.fromkeys(range(8, 24), 200), goal=480, viewable=0.6)

    assert sum(hours[:8]) == 0
    assert 478 <= sum(hours) <= 480
    assert all(18 <= count <= 22 for count in hours[12:])  # even again once it has caught up


def test_it_delivers_what_it_can_of_too_great_a_goal() -> None:
    hours = day_of(dict.fromkeys(range(24), 50), goal=5_000, viewable=1)

    assert hours == [50] * 24
