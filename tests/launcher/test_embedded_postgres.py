"""The embedded PostgreSQL: made, found by the settings, recovered, stopped."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from environ import Env

from mohit.embedded_postgres import DatabaseNotRunning, connection_settings, database_url
from mohit.embedded_postgres.cluster import Cluster, ClusterError, ClusterInUse
from mohit.embedded_postgres.place import data_folder, home
from mohit.embedded_postgres.postmaster import Postmaster, runs_on


@contextmanager
def started(var: Path, *, durable: bool = False) -> Iterator[Cluster]:
    cluster = Cluster(var, durable=durable)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()


@pytest.fixture(scope="module")
def running(folder: Path) -> Iterator[Cluster]:
    with started(folder / "running") as cluster:
        yield cluster


@pytest.fixture(scope="module")
def stopped(folder: Path) -> Cluster:
    """A cluster that exists; tests start it and leave it stopped, for making one is slow."""
    with started(folder / "stopped") as cluster:
        return cluster


def query(url: str, statement: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        return connection.execute(statement).fetchone()[0]


def test_it_reads_arabic_letters_as_letters(running: Cluster) -> None:
    locale = "SELECT pg_encoding_to_char(encoding) || datctype FROM pg_database WHERE datname = 'mohit'"
    assert query(running.url, locale).startswith("UTF8")
    assert query(running.url, "SELECT to_tsvector('simple', '«غزة»، القدس')::text") == "'القدس':2 'غزة':1"
    assert query(running.url, "SELECT 'غزة' ~ '^[[:alpha:]]+$'") is True


def test_its_log_quotes_no_address(running: Cluster) -> None:
    """Of what fails it tells neither the statement nor the row: both hold what readers typed."""
    address = "nadia.canary@mohit.test"
    with psycopg.connect(running.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE quoted (email text PRIMARY KEY CHECK (email <> 'x'))")
        connection.execute("INSERT INTO quoted VALUES (%s)", [address])
        for again in (f"INSERT INTO quoted VALUES ('{address}')", f"UPDATE quoted SET email = 'x' -- {address}"):
            with pytest.raises(psycopg.IntegrityError):
                connection.execute(again)

    log = (running.var / "postgres" / "postgres.log").read_text()
    assert log.count("ERROR:") >= 2
    assert address not in log


def test_it_gives_new_databases_the_same_locale(running: Cluster) -> None:
    assert query(running.url, "SELECT count(DISTINCT datctype) FROM pg_database") == 1


def test_it_listens_on_a_private_socket_only(running: Cluster) -> None:
    folder = Path(str(connection_settings(running.var)["HOST"]))
    assert folder.stat().st_mode & 0o777 == 0o700
    assert query(running.url, "SHOW listen_addresses") == ""


def test_its_address_says_the_same_as_its_settings(running: Cluster) -> None:
    read = Env.db_url_config(database_url(running.var))
    settings = connection_settings(running.var)
    assert (read["ENGINE"], read["NAME"], read["USER"]) == tuple(settings[key] for key in ("ENGINE", "NAME", "USER"))
    assert read["OPTIONS"] == {"host": settings["HOST"], "port": int(str(settings["PORT"]))}


def test_it_does_not_listen_to_the_shell(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"PGPORT": "1", "PGDATA": "/nowhere", "LC_ALL": "C", "TZ": "Asia/Aden"}.items():
        monkeypatch.setenv(name, value)
    with started(folder / "shell") as cluster:
        assert query(cluster.url, "SELECT datctype FROM pg_database WHERE datname = 'mohit'").endswith("UTF-8")
        assert query(cluster.url, "SHOW log_timezone") == "UTC"


def test_it_says_when_no_server_runs(stopped: Cluster) -> None:
    with pytest.raises(DatabaseNotRunning, match="is not running"):
        connection_settings(stopped.var)


def test_it_refuses_two_parents_for_one_folder(running: Cluster) -> None:
    with pytest.raises(ClusterInUse):
        Cluster(running.var).start()
    assert query(running.url, "SELECT 1") == 1


@pytest.mark.parametrize("name", ["quotes ' \"", "a, b", "very long " + "ا" * 60])
def test_it_lives_in_a_folder_of_any_name_and_moves_with_it(stopped: Cluster, name: str) -> None:
    moved = stopped.var.rename(stopped.var.with_name(name))
    with started(moved) as cluster:
        sockets = Path(str(connection_settings(moved)["HOST"]))
        assert query(cluster.url, "SELECT 1") == 1
        assert sockets.parent == (moved / "postgres" if name.startswith("quotes") else Path("/tmp"))
        assert sockets.stat().st_mode & 0o777 == 0o700
    assert sockets.parent != Path("/tmp") or not sockets.exists()
    moved.rename(stopped.var)


def test_it_recovers_from_a_killed_server(stopped: Cluster) -> None:
    var = stopped.var
    with started(var, durable=True) as cluster:
        with psycopg.connect(cluster.url, autocommit=True) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 'بقي' AS word")
        os.kill(cluster.process.pid, signal.SIGKILL)
        cluster.process.wait()
        # The number of the dead server is given to a living program, as happens after the machine restarted.
        for stale in (data_folder(var) / "postmaster.pid", home(var) / "socket" / ".s.PGSQL.5432.lock"):
            lines = stale.read_text().splitlines()
            stale.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
        with pytest.raises(DatabaseNotRunning):
            connection_settings(var)

        cluster.start()

        assert query(cluster.url, "SELECT word FROM kept") == "بقي"


def test_it_stops_the_server_of_a_parent_that_is_gone(stopped: Cluster) -> None:
    first = Cluster(stopped.var, durable=False)
    first.start()
    first._lock.close()  # what the kernel does when the parent is killed
    with started(stopped.var) as second:
        assert first.process.poll() is not None
        assert query(second.url, "SELECT 1") == 1


def test_it_starts_over_when_it_was_killed_while_being_made(folder: Path) -> None:
    unfinished = folder / "again" / "postgres" / "data.new"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18\n")
    with started(folder / "again") as cluster:
        assert query(cluster.url, "SELECT 1") == 1
    assert not unfinished.exists()


def test_it_says_why_it_does_not_start(stopped: Cluster) -> None:
    control = data_folder(stopped.var) / "global" / "pg_control"
    away = control.rename(control.with_name("away"))
    with pytest.raises(ClusterError, match="pg_control"), started(stopped.var):
        pass
    away.rename(control)


def test_it_refuses_data_of_another_version(stopped: Cluster) -> None:
    version = data_folder(stopped.var) / "PG_VERSION"
    version.write_text("17\n")
    with pytest.raises(ClusterError, match="made by PostgreSQL 17, this is PostgreSQL 18"), started(stopped.var):
        pass
    version.write_text("18\n")


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_it_takes_no_shell_in_its_folder_for_a_server(running: Cluster) -> None:
    data = data_folder(running.var)
    with subprocess.Popen(["sleep", "60"], cwd=data) as bystander:
        assert not runs_on(bystander.pid, data)
        bystander.kill()
    assert Postmaster.of(data).pid == running.process.pid


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another account and another place")
def test_it_opens_no_closed_folder_for_the_account_of_the_server(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    try:
        with started(closed / "var") as cluster:
            place = home(closed / "var")
            assert query(cluster.url, "SELECT 1") == 1
            assert place.parent != closed / "var"
            assert (place / "made-for").read_text().strip() == str(closed / "var")
            assert data_folder(closed / "var").stat().st_uid != 0
            assert closed.stat().st_mode & 0o777 == 0o700
        with started(closed / "var"):
            assert home(closed / "var") == place
    finally:
        shutil.rmtree(home(closed / "var"))
