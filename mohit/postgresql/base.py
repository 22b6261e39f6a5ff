"""The database backend `mohit.postgresql`.

Before each request Django's pool asks PostgreSQL an empty question, to find out whether the connection still lives.
That is a tenth of a page. But a server that ended a connection has said so: its farewell lies unread in the socket. So
only a connection with something to read is asked.
"""

from __future__ import annotations

import select

from django.db.backends.postgresql import base
from psycopg import Connection
from psycopg_pool import ConnectionPool


def check(connection: Connection) -> None:
    """Raise psycopg's error when the server has closed the connection. Takes microseconds when it has not."""
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    if poll.poll(0):
        ConnectionPool.check_connection(connection)


class DatabaseWrapper(base.DatabaseWrapper):
    @property
    def pool(self) -> ConnectionPool | None:
        pool = super().pool
        # Django takes no check of ours; tests/test_postgresql.py fails when the pool looks elsewhere for it.
        if pool is not None and pool._check is ConnectionPool.check_connection:
            pool._check = check
        return pool
