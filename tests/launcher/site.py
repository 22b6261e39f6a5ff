"""A whole Mohit, started as `make run` starts it, in a folder of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psycopg

from mohit.child_processes import marked_processes
from mohit.embedded_postgres import database_url
from mohit.embedded_postgres.place import data_folder
from mohit.embedded_postgres.postmaster import Postmaster
from mohit.launcher.environment import MARK, REPOSITORY

PATIENCE = 60  # seconds: the machine may be busy with other tests


class Site:
    """One data folder, its port and the launcher that runs on it."""

    def __init__(self, var: Path, port: int | None = None) -> None:
        self.var = var
        self.port = port or free_port()
        self.log = var.with_name(f"{var.name}.log")
        self.launcher: subprocess.Popen[bytes] | None = None

    def start(self) -> Site:
        with self.log.open("wb") as log:
            self.launcher = self.launch("run", output=log)
        until(lambda: self.answers() and "Mohit runs at" in self.words(), "the site answers")
        return self

    def launch(self, *arguments: str, output: object = subprocess.PIPE) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "mohit.launcher", *arguments],
            cwd=REPOSITORY,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        return kept | {
            "MOHIT_VAR": str(self.var),
            "PORT": str(self.port),
            "DATABASE_URL": "",  # said, so that no .env says otherwise
            "DEMO": "no",
            "STATIC_MANIFEST": "no",
        }

    def answers(self) -> bool:
        if self.launcher is not None and self.launcher.poll() is not None:
            raise AssertionError(f"the launcher left: {self.words()}")
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/", timeout=10) as response:
                return response.status == 200
        except (URLError, OSError):
            return False

    def words(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def query(self, statement: str) -> list[tuple[object, ...]]:
        with psycopg.connect(database_url(self.var), autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def postgres(self) -> Postmaster | None:
        return Postmaster.of(data_folder(self.var))

    def children(self, word: str = "") -> set[int]:
        """The pids of web processes and workers whose command has `word` in it."""
        return {
            pid for pid in marked_processes(f"{MARK}={self.var}") if word in Path(f"/proc/{pid}/cmdline").read_text()
        }

    def interrupt(self) -> int:
        """Ctrl-C; the exit code."""
        self.launcher.send_signal(signal.SIGINT)
        return self.launcher.wait(timeout=PATIENCE)

    def kill_everything(self) -> None:
        """Launcher, web processes, worker and PostgreSQL, all by SIGKILL."""
        postgres = self.postgres()
        pids = [self.launcher.pid] if self.launcher and self.launcher.poll() is None else []
        pids += [*self.children(), *([postgres.pid] if postgres else [])]
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if self.launcher is not None:
            self.launcher.wait()


def until(condition: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {PATIENCE} s in vain until {what}")
        time.sleep(0.1)


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]
