"""A bound in memory that remembers nobody."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from mohit import throttle
from mohit.throttle import Throttle


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1000.0]
    monkeypatch.setattr(throttle, "monotonic", lambda: now[0])
    return now


def test_it_lets_through_so_many_of_a_kind(clock: list[float]) -> None:
    bound = Throttle(most=2, seconds=60)

    assert [bound.allows("203.0.113.7", 1) for _ in range(4)] == [True, True, False, False]
    assert bound.allows("203.0.113.7", 2)
    assert bound.allows("203.0.113.8", 1)


def test_it_forgets_all_when_the_span_ends(clock: list[float]) -> None:
    bound = Throttle(most=1, seconds=60)
    assert bound.allows("203.0.113.7")
    kept, secret = set(bound.counts), bound.secret
    clock[0] += 59
    assert not bound.allows("203.0.113.7")
    clock[0] += 1

    assert bound.allows("203.0.113.7")
    assert bound.secret != secret
    assert not kept & set(bound.counts)


def test_it_holds_no_address(clock: list[float]) -> None:
    bound = Throttle(most=1, seconds=60)
    bound.allows("203.0.113.7", 5)

    assert "203.0.113" not in repr(vars(bound))
    assert [len(key) for key in bound.counts] == [8]


def test_it_does_not_grow_without_end(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Throttle, "FULL", 3)
    bound = Throttle(most=2, seconds=60)

    assert [bound.allows(number) for number in range(5)] == [True, True, True, False, False]
    assert bound.allows(0)
    assert len(bound.counts) == 3


def test_it_counts_right_among_threads(clock: list[float]) -> None:
    bound = Throttle(most=100, seconds=60)

    with ThreadPoolExecutor(8) as pool:
        allowed = sum(pool.map(lambda _: bound.allows("x"), range(1000)))

    assert allowed == 100
