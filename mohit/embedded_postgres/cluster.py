"""One embedded PostgreSQL server: made on first start, recovered after a crash, stopped with its parent."""

from __future__ import annotations

import fcntl
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import psycopg

from mohit.child_processes import when_parent_dies
from mohit.embedded_postgres.account import Account, server_account
from mohit.embedded_postgres.binaries import programs_for
from mohit.embedded_postgres.connection import DATABASE, database_url
from mohit.embedded_postgres.place import data_folder, give_folder, home, settle, socket_folder
from mohit.embedded_postgres.postmaster import PORT, USER, Postmaster, clear_leftovers

# Arabic needs a UTF-8 LC_CTYPE: under plain C neither trigrams nor the text parser see its letters.
LOCALES = ("C.UTF-8", "en_US.UTF-8")
SETTINGS = {
    "listen_addresses": "",
    "port": PORT,
    "unix_socket_permissions": "0700",
    "shared_buffers": "128MB",
    "max_connections": "100",
    # Files of our own: logind (RemoveIPC) and small /dev/shm mounts take the other kinds away while we run.
    "dynamic_shared_memory_type": "mmap",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "log_line_prefix": "%m [%p] ",
    # A statement that fails, and the row that it fails on, hold readers' addresses: no log tells them.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
# Tests side by side share it, and some are two hundred readers at once.
THROW_AWAY = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "wal_level": "minimal",
              "max_wal_senders": "0", "max_connections": "500"}  # fmt: skip
LARGEST_LOG = 10_000_000  # bytes


class ClusterError(RuntimeError):
    """The cluster could not be made or started; the message ends with the server's own last words."""


class ClusterInUse(ClusterError):
    """Another process of Mohit runs this cluster."""


class Cluster:
    """The server of one data folder. `start`, watch `process`, `start` again if it fell, `stop`."""

    def __init__(self, var: Path, *, durable: bool = True) -> None:
        """`durable` off trades safety against a power cut for speed: for tests only."""
        self.var = var.resolve()
        self.durable = durable
        self.process: subprocess.Popen[bytes] | None = None
        self._lock: IO[str] | None = None

    @property
    def url(self) -> str:
        return database_url(self.var)

    def start(self) -> None:
        """Return once the database accepts connections; whatever a crash left behind is cleared first."""
        account = server_account(data_folder(self.var))
        folder = settle(self.var, account)
        self._take_lock(folder)
        programs = programs_for(account, folder)
        clear_leftovers(folder / "data")
        if not (folder / "data" / "PG_VERSION").exists():
            _initialise(folder, programs, account, *([] if self.durable else ["--no-sync"]))
        _refuse_other_version(folder / "data", programs)
        self._run(folder, programs, account)
        self._make_database()

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """Fast shutdown: running queries are cancelled, everything committed is on the disk."""
        if self.is_running():
            Postmaster(self.process.pid, data_folder(self.var)).stop()
        if self.process is not None:
            self.process.wait()
            self.process = None
        self._drop_temporary_socket_folder()
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _take_lock(self, folder: Path) -> None:
        if self._lock is not None:
            return
        lock = (folder / "lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            raise ClusterInUse(f"Another process of Mohit runs the database of {self.var}.") from None
        self._lock = lock

    def _run(self, folder: Path, programs: Path, account: Account | None) -> None:
        self._drop_temporary_socket_folder()
        sockets = socket_folder(folder, account)
        _remember(folder, sockets)
        settings = SETTINGS | (DURABLE if self.durable else THROW_AWAY) | {"unix_socket_directories": _quoted(sockets)}
        with _log(folder) as log:
            self.process = subprocess.Popen(  # noqa: S603
                [programs / "postgres", "-D", folder / "data", *_options(settings)],
                cwd="/",
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for the launcher, which stops PostgreSQL last
                preexec_fn=when_parent_dies(signal.SIGINT),
                **(account.run_as() if account else {}),
            )
        self._wait_until_ready(folder)

    def _wait_until_ready(self, folder: Path) -> None:
        """However long recovery takes; only the end of the process is a failure."""
        while self.process.poll() is None:
            server = Postmaster.of(folder / "data")
            if server is not None and server.pid == self.process.pid and server.is_ready():
                return
            time.sleep(0.02)
        raise ClusterError(f"PostgreSQL did not start.\n{_last_words(folder)}")

    def _make_database(self) -> None:
        connection_url = self.url.replace(f"/{DATABASE}?", "/postgres?")
        with psycopg.connect(connection_url, autocommit=True) as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                return
            # template0 has initdb's locale; template1 may have been changed by hand
            connection.execute(f"CREATE DATABASE {DATABASE} TEMPLATE template0 ENCODING 'UTF8'")

    def _drop_temporary_socket_folder(self) -> None:
        note = home(self.var) / "socket-folder"
        if note.exists():
            sockets = Path(note.read_text())
            if sockets != home(self.var) / "socket":
                shutil.rmtree(sockets, ignore_errors=True)
            note.unlink()


def _initialise(folder: Path, programs: Path, account: Account | None, *options: str) -> None:
    """Make the data directory beside its place and move it there when it is whole."""
    unfinished = folder / "data.new"
    for locale in LOCALES:
        shutil.rmtree(unfinished, ignore_errors=True)
        give_folder(unfinished, account)
        done = subprocess.run(  # noqa: S603
            [programs / "initdb", "-D", unfinished, "-U", USER, "-E", "UTF8", f"--locale={locale}",
             "--auth-local=trust", "--auth-host=reject", "--no-instructions", *options],
            cwd="/",
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            **(account.run_as() if account else {}),
        )  # fmt: skip
        if done.returncode == 0:
            unfinished.rename(folder / "data")
            return
    raise ClusterError(f"PostgreSQL's initdb failed.\n{done.stdout}")


def _refuse_other_version(data: Path, programs: Path) -> None:
    made_by = (data / "PG_VERSION").read_text().strip()
    said = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True, check=True)  # noqa: S603
    installed = said.stdout.split()[2].partition(".")[0]
    if made_by != installed:
        raise ClusterError(
            f"The data in {data} was made by PostgreSQL {made_by}, this is PostgreSQL {installed}: "
            "dump it with the old version and load it into a new folder."
        )


def _environment() -> dict[str, str]:
    """A fixed environment: the shell's PGPORT, PGOPTIONS, TZ and locale have no say."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


def _options(settings: dict[str, str]) -> Iterator[str]:
    for name, value in settings.items():
        yield "-c"
        yield f"{name}={value}"


def _quoted(folder: Path) -> str:
    """One entry of PostgreSQL's list syntax, spaces and all."""
    return '"{}"'.format(str(folder).replace('"', '""'))


def _remember(folder: Path, sockets: Path) -> None:
    (folder / "socket-folder").write_text(str(sockets))


@contextmanager
def _log(folder: Path) -> Iterator[IO[bytes]]:
    path = folder / "postgres.log"
    if path.exists() and path.stat().st_size > LARGEST_LOG:
        path.replace(folder / "postgres.log.1")
    with path.open("ab") as log:
        yield log


def _last_words(folder: Path) -> str:
    lines = (folder / "postgres.log").read_text(errors="replace").splitlines()
    return "\n".join(lines[-10:])
