"""What must hold before anything starts: one launcher a folder, no orphans of a killed one, a free port."""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EADDRINUSE
from pathlib import Path

from mohit.child_processes import marked_processes
from mohit.launcher.environment import Launch, LaunchError

PATIENCE_WITH_ORPHANS = 5  # seconds


@contextmanager
def only_one(var: Path) -> Iterator[None]:
    """Hold the folder's lock; the kernel lets go of it however this process ends."""
    with (var / "launcher.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise LaunchError(
                f"it runs already on the folder {var} (process {lock.read().strip() or 'unknown'}).\n"
                "A second copy needs its own: make run PORT=8123 MOHIT_VAR=/some/folder"
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def end_orphans(mark: str) -> None:
    """Stop the web processes and workers that a killed launcher of this folder left behind (Linux)."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        deadline = time.monotonic() + PATIENCE_WITH_ORPHANS
        while orphans := marked_processes(mark):
            for pid in orphans:
                with suppress(ProcessLookupError):
                    os.kill(pid, sign)
            if time.monotonic() > deadline:
                break
            time.sleep(0.2)


def check_port(launch: Launch) -> None:
    """Refuse a port that another program listens on."""
    family = socket.AF_INET6 if ":" in launch.address else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((launch.address, launch.port))
            trial.listen(1)
        except PermissionError:
            raise LaunchError(f"only root may use port {launch.port}: make run PORT=8000") from None
        except OSError as error:
            if error.errno != EADDRINUSE:
                raise LaunchError(f"cannot listen on {launch.address}: {error.strerror}.") from None
            advice = f"make run PORT={launch.port + 1}"
            raise LaunchError(
                f"port {launch.port} is in use by another program. Choose another: {advice}\n"
                f"المنفذ {launch.port} مشغول ببرنامج آخر، اختر غيره: {advice}"
            ) from None
