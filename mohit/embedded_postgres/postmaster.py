"""The server that a data folder's `postmaster.pid` speaks of."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from mohit.child_processes import numbers_of_processes

USER = "mohit"
PORT = "5432"  # part of the socket's name only; nothing listens on TCP


@dataclass(frozen=True)
class Postmaster:
    """The lines of `postmaster.pid` (PostgreSQL's src/include/utils/pidfile.h) that matter to us."""

    pid: int
    data: Path
    socket_folder: Path = Path()
    status: str = ""

    @classmethod
    def of(cls, data: Path) -> Postmaster | None:
        """The server that runs on `data`; None when there is none or its pid file is stale."""
        try:
            lines = (data / "postmaster.pid").read_text().splitlines()
            pid = int(lines[0])
        except (FileNotFoundError, NotADirectoryError, IndexError, ValueError):
            return None
        if not runs_on(pid, data):
            return None
        lines += [""] * 8  # it is written line by line while the server starts
        return cls(pid, data, Path(lines[4]), lines[7].strip())

    def is_ready(self) -> bool:
        """Whether it accepts connections."""
        return self.status == "ready"

    def stop(self, *, patience: float = 30) -> None:
        """Fast shutdown; after `patience` seconds an immediate one, from which the next start recovers."""
        for sign, seconds in ((signal.SIGINT, patience), (signal.SIGQUIT, 10), (signal.SIGKILL, 5)):
            try:
                os.kill(self.pid, sign)
            except ProcessLookupError:
                return
            if self.left_within(seconds):
                return

    def left_within(self, seconds: float) -> bool:
        """Whether the process ends within that time."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not runs_on(self.pid, self.data):
                return True
            time.sleep(0.05)
        return False


def clear_leftovers(data: Path) -> None:
    """End what outlived a killed parent and drop a pid file whose number now belongs to another program."""
    server = Postmaster.of(data)
    if server is not None:
        server.stop()
    # A backend in the middle of a query does not see that it is alone.
    for pid in numbers_of_processes():
        if runs_on(pid, data):
            os.kill(pid, signal.SIGKILL)
    (data / "postmaster.pid").unlink(missing_ok=True)


def runs_on(pid: int, data: Path) -> bool:
    """Whether process `pid` serves `data`, and is not another program that was given its number later."""
    if sys.platform == "linux":
        process = Path(f"/proc/{pid}")
        try:
            name, state = process.joinpath("stat").read_text().partition("(")[2].rsplit(")", 1)
            here = process.joinpath("cwd").resolve(strict=True) == data.resolve(strict=True)
        except (OSError, ValueError):
            return False
        return name == "postgres" and here and not state.startswith(" Z")
    command = subprocess.run(  # noqa: S603
        ["/bin/ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout
    return "postgres" in command and str(data) in command
