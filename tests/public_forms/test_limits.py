"""`Limit`: exact under parallel bursts, over the end of a span too, and remembering nobody."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import RequestFactory

from mohit.models import LimitCount
from mohit.public_forms import Limit, forget_old_limits, limits
from mohit.tasks import forget_old_limits as task

SPAN = 600
NOON = 1_800_000_000 - 1_800_000_000 % SPAN  # the beginning of a span


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Set the clock to so many seconds after NOON."""

    def set_to(seconds: float) -> None:
        monkeypatch.setattr(limits, "time", lambda: NOON + seconds)

    set_to(0)
    return set_to


def passed(limit: Limit, attempts: int, source: str = "203.0.113.7") -> int:
    return sum(limit.take(source) == 0 for _ in range(attempts))


@pytest.mark.django_db
def test_it_lets_through_so_many_and_no_more(clock: Callable[[float], None]) -> None:
    limit = Limit("test", most=3, seconds=SPAN)

    assert [limit.take("203.0.113.7") for _ in range(4)] == [0, 0, 0, 800]
    assert limit.take("203.0.113.8") == 0
    assert Limit("other", most=3, seconds=SPAN).take("203.0.113.7") == 0


@pytest.mark.django_db
def test_it_says_when_one_more_may_pass(clock: Callable[[float], None]) -> None:
    limit = Limit("test", most=4, seconds=SPAN)
    passed(limit, 4)

    wait = limit.take("203.0.113.7")
    clock(wait - 1)
    assert limit.take("203.0.113.7") == 1
    clock(wait)
    assert limit.take("203.0.113.7") == 0
    # The three that are left over from before leave room for the next a quarter of a span later.
    wait_again = limit.take("203.0.113.7")
    clock(wait + wait_again)
    assert limit.take("203.0.113.7") == 0


@pytest.mark.django_db
@pytest.mark.parametrize("most", [1, 2, 7, 50])
def test_no_burst_passes_more_over_the_end_of_a_span(clock: Callable[[float], None], most: int) -> None:
    limit = Limit("test", most=most, seconds=SPAN)
    clock(SPAN - 1)
    before = passed(limit, most * 2)
    clock(SPAN + 1)
    after = passed(limit, most * 2)

    assert (before, after) == (most, 0)


@pytest.mark.django_db
def test_a_refusal_does_not_lengthen_the_wait(clock: Callable[[float], None]) -> None:
    limit = Limit("test", most=2, seconds=SPAN)
    passed(limit, 100)
    clock(2 * SPAN)

    assert passed(limit, 100) == 2


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("seconds", [10, SPAN - 0.001])
def test_it_holds_when_forty_come_at_once(clock: Callable[[float], None], seconds: float) -> None:
    """The second time half of them see the span end."""
    limit = Limit("test", most=10, seconds=SPAN)
    gate = Barrier(40)

    def attempt(number: int) -> int:
        try:
            gate.wait()
            if number % 2 and seconds > 10:
                clock(SPAN + 0.001)
            return limit.take("203.0.113.7")
        finally:
            connection.close()

    clock(seconds)
    with ThreadPoolExecutor(40) as pool:
        waits = list(pool.map(attempt, range(40)))

    assert waits.count(0) == 10
    assert all(wait > 0 for wait in waits if wait != 0)


@pytest.mark.django_db
def test_it_counts_a_request_by_its_network(clock: Callable[[float], None], rf: RequestFactory) -> None:
    limit = Limit("test", most=1, seconds=SPAN)

    assert limit.take(rf.post("/", REMOTE_ADDR="2001:db8::1")) == 0
    assert limit.take(rf.post("/", REMOTE_ADDR="2001:db8::2"))
    assert limit.take(rf.post("/", REMOTE_ADDR="2001:db8:1::2")) == 0


@pytest.mark.django_db
def test_nothing_links_a_source_over_spans_or_names(clock: Callable[[float], None]) -> None:
    for name in ("one", "other"):
        Limit(name, most=5, seconds=SPAN).take("203.0.113.7")
    clock(5 * SPAN)
    Limit("one", most=5, seconds=SPAN).take("203.0.113.7")

    keys = [bytes(key) for key in LimitCount.objects.values_list("key", flat=True)]
    assert len(keys) == len(set(keys)) == 6  # of each take this span and the next
    assert {len(key) for key in keys} == {16}


@pytest.mark.django_db
def test_it_forgets_spans_that_are_over(monkeypatch: pytest.MonkeyPatch, clock: Callable[[float], None]) -> None:
    limit = Limit("test", most=5, seconds=1)
    monkeypatch.setattr(limits, "time", lambda: 1000.5)
    limit.take("203.0.113.7")
    monkeypatch.undo()
    limit.take("203.0.113.7")

    assert forget_old_limits() == 2
    assert LimitCount.objects.count() == 2
    task(timestamp=0)
    assert LimitCount.objects.count() == 2


@pytest.mark.django_db
def test_its_table_costs_no_write_ahead_log() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'mohit_limitcount'")
        assert cursor.fetchone() == ("u",)
