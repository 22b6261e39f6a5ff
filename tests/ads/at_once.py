"""Many at the same moment, each over a connection of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

CONNECTIONS = 20  # PostgreSQL's own limit of connections leaves room for the other workers


def at_once(count: int, act: Callable[[int], object], connections: int = CONNECTIONS) -> list[object]:
    """What `act` gave for each number below `count`; the first of each connection start together."""
    connections = min(count, connections)
    barrier = Barrier(connections)

    def run(first: int) -> list[tuple[int, object]]:
        barrier.wait(30)
        try:
            return [(number, act(number)) for number in range(first, count, connections)]
        finally:
            connection.close()

    with ThreadPoolExecutor(connections) as pool:
        given = dict(pair for pairs in pool.map(run, range(connections)) for pair in pairs)
    return [given[number] for number in range(count)]
