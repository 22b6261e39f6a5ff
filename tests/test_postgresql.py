"""The pool hands out living connections, and finds that out without a question to the server."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection
from psycopg_pool import ConnectionPool

from mohit.postgresql import base

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def pool(db: None) -> Iterator[ConnectionPool]:
    """A pool of one connection to the tests' database, made as the site's own is."""
    settings = connection.settings_dict
    options = {**settings["OPTIONS"], "pool": {"min_size": 1, "max_size": 1, "timeout": 5}}
    wrapper = base.DatabaseWrapper({**settings, "OPTIONS": options, "CONN_HEALTH_CHECKS": True}, alias="pooled")
    wrapper.pool.open(wait=True)
    yield wrapper.pool
    wrapper.close_pool()


def take_and_return(pool: ConnectionPool) -> int:
    """The pid of the server's process behind the connection that the pool hands out."""
    with pool.connection() as handed_out:
        return handed_out.execute("SELECT pg_backend_pid()").fetchone()[0]


def test_it_hands_the_same_connection_out_again(pool: ConnectionPool) -> None:
    assert take_and_return(pool) == take_and_return(pool)


def test_it_hands_out_no_connection_that_the_server_has_closed(pool: ConnectionPool) -> None:
    first = take_and_return(pool)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [first])

    assert take_and_return(pool) != first


def test_it_keeps_a_connection_on_which_the_server_only_said_something(pool: ConnectionPool) -> None:
    with pool.connection() as listening:
        listening.execute("LISTEN news")
        first = listening.info.backend_pid
    with connection.cursor() as cursor:
        cursor.execute("NOTIFY news")

    assert take_and_return(pool) == first


def test_it_asks_the_server_nothing_about_a_quiet_connection(
    pool: ConnectionPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    execute = psycopg.Connection.execute
    monkeypatch.setattr(psycopg.Connection, "execute", lambda *given: asked.append(given[1]) or execute(*given))
    take_and_return(pool)

    assert asked == ["SELECT pg_backend_pid()"]
