"""Two databases of generated stories, one small and one large, kept between runs."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from mohit.embedded_postgres.cluster import Cluster

ROOT = Path(__file__).resolve().parent.parent


@contextmanager
def server(var: Path) -> Iterator[str]:
    """A URL of a database on the server to use: that of DATABASE_URL, else one of its own under `var`."""
    if os.environ.get("DATABASE_URL"):
        yield os.environ["DATABASE_URL"]
        return
    cluster = Cluster(var)
    cluster.start()
    try:
        yield cluster.url
    finally:
        cluster.stop()


def prepare(url: str, count: int, var: Path, port: int) -> dict[str, str]:
    """The environment of a Mohit whose database holds `count` generated stories."""
    name = f"mohit_benchmark_{count}"
    address = other_database(url, name)
    make_database(url, name)
    environment = production(address, var, port)
    manage(environment, "migrate", "--verbosity=0")
    if stories(address) != count:
        empty(address)
        print(f"Generating {count:,} articles…", file=sys.stderr)
        manage(environment, "generate_articles", f"--count={count}")
    return environment


def production(address: str, var: Path, port: int) -> dict[str, str]:
    """Settings as a newsroom would run them, but plain HTTP and nothing of the caller's own."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in ("PATH", "PYTHONPATH", "HOME", "LANG", "LC_ALL", "TMPDIR")
    }
    return kept | {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "HTTPS": "no",
        "DATABASE_URL": address,
        "MOHIT_VAR": str(var),
    }


def manage(environment: dict[str, str], *arguments: str) -> None:
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, check=True)


def other_database(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def make_database(url: str, name: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return
        statement = "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'"
        connection.execute(sql.SQL(statement).format(sql.Identifier(name)))


def stories(address: str) -> int:
    with psycopg.connect(address) as connection:
        return connection.execute("SELECT count(*) FROM articles_article").fetchone()[0]


def empty(address: str) -> None:
    with psycopg.connect(address) as connection:
        connection.execute("TRUNCATE articles_article CASCADE")


def settle(address: str) -> None:
    """Leave no dead rows, no old statistics and no half-written pages to the run."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)")
        connection.execute("CHECKPOINT")
