"""How to reach the embedded cluster that runs under a data folder."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from django.core.exceptions import ImproperlyConfigured

from mohit.embedded_postgres.place import data_folder
from mohit.embedded_postgres.postmaster import PORT, USER, Postmaster

DATABASE = "mohit"


class DatabaseNotRunning(ImproperlyConfigured):
    """No embedded cluster accepts connections under this data folder."""


def connection_settings(var: Path) -> dict[str, object]:
    """Django's settings of the embedded database under `var`; `DatabaseNotRunning` unless it is up now."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": DATABASE,
        "USER": USER,
        "HOST": str(socket_folder(var)),
        "PORT": PORT,  # said aloud: libpq would otherwise take PGPORT from the shell
    }


def database_url(var: Path) -> str:
    """The same as a DATABASE_URL; the socket's folder stands in the query (libpq's URI syntax)."""
    return f"postgres://{USER}@/{DATABASE}?host={quote(str(socket_folder(var)))}&port={PORT}"


def socket_folder(var: Path) -> Path:
    """Where the running server under `var` listens."""
    server = Postmaster.of(data_folder(var))
    if server is None or not server.is_ready():
        raise DatabaseNotRunning(
            f"The embedded database of {var} is not running: `make run` or `make dev` starts it. "
            "To use a PostgreSQL server of your own, set DATABASE_URL."
        )
    return server.socket_folder
