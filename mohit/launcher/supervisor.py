"""Keeps PostgreSQL, the web server and the worker alive, and stops them in order."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

import psycopg

from mohit.child_processes import end_group, when_parent_dies
from mohit.embedded_postgres.cluster import Cluster, ClusterError

LOOK_EVERY = 0.3  # seconds
LONGEST_PAUSE = 30  # seconds between two tries of a child that keeps falling
HEALTHY_AFTER = 60  # seconds: a child that lived so long starts again at once


@dataclass
class Service:
    """A child that always runs: procrastinate leaves even with exit code 0 when PostgreSQL restarts."""

    name: str
    command: list[str]
    environment: dict[str, str]
    patience: float  # seconds to finish its work after SIGTERM
    process: subprocess.Popen[bytes] | None = None
    falls: int = 0
    started_at: float = 0
    due_at: float = field(default=0)

    def start(self) -> None:
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603
            self.command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the supervisor, which stops its children in order
            preexec_fn=when_parent_dies(signal.SIGKILL),  # a worker without its database hangs on SIGTERM
        )

    def look_after(self) -> None:
        """Start it when it is not running and its pause is over."""
        if self.process is not None and self.process.poll() is not None:
            end_group(self.process)
            self.falls = 0 if time.monotonic() - self.started_at > HEALTHY_AFTER else self.falls + 1
            pause = min(2 ** (self.falls - 1), LONGEST_PAUSE) if self.falls else 0
            say(f"The {self.name} left (exit code {self.process.returncode}); it starts again in {pause} s.")
            self.process, self.due_at = None, time.monotonic() + pause
        if self.process is None and time.monotonic() >= self.due_at:
            self.start()

    def stop(self, is_hurried: Callable[[], bool] = lambda: False) -> None:
        """Let it finish what it is doing, for as long as its patience lasts."""
        if self.process is None:
            return
        self.process.terminate()
        deadline = time.monotonic() + self.patience
        while self.process.poll() is None and time.monotonic() < deadline and not is_hurried():
            time.sleep(0.05)
        end_group(self.process)
        self.process.wait()
        self.process = None


class Supervisor:
    """The one parent. `run` returns when it is told to stop (SIGINT, SIGTERM, SIGHUP)."""

    def __init__(self, cluster: Cluster | None, web: Service, worker: Service, address: tuple[str, int]) -> None:
        self.cluster, self.web, self.worker, self.address = cluster, web, worker, address
        self.signals = 0

    def run(self, when_it_answers: Callable[[], None]) -> None:
        """Start the children and look after them; call `when_it_answers` once the web server listens."""
        answered = False
        try:
            while True:
                self._look_after_the_cluster()
                self.web.look_after()
                self.worker.look_after()
                if not answered and self._answers():
                    answered = True
                    when_it_answers()
                time.sleep(LOOK_EVERY)
        finally:
            self.stop()

    def stop(self) -> None:
        """Web first, so that nothing new comes in; then the worker. A second Ctrl-C waits for nobody."""
        self.signals = 0
        for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(sign, self._count)
        say("Stopping; running tasks may finish first.")
        for service in (self.web, self.worker):
            service.stop(is_hurried=lambda: self.signals > 0)

    def _count(self, *_: object) -> None:
        self.signals += 1

    def _look_after_the_cluster(self) -> None:
        """Start PostgreSQL again if it fell. The worker too: its listening connection may hang, not end."""
        if self.cluster is None or self.cluster.is_running():
            return
        say("PostgreSQL fell; it starts again.")
        pause = 1
        while True:
            try:
                self.cluster.start()
                break
            except (ClusterError, OSError, psycopg.Error) as error:
                say(f"{error}\nNext try in {pause} s.")
                time.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
        self.worker.stop()
        say("PostgreSQL runs again.")

    def _answers(self) -> bool:
        try:
            socket.create_connection(self.address, timeout=1).close()
        except OSError:
            return False
        return True


def say(words: str) -> None:
    """Tell the terminal, if it is still there."""
    with suppress(OSError):
        print(words, file=sys.stderr, flush=True)
