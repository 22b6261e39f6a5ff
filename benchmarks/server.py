"""granian as `mohit.launcher.web` starts it, or gunicorn, with the yardstick beside the site, while a block lasts."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from mohit.child_processes import end_group, when_parent_dies

PATIENCE = 30  # seconds until it listens
WORKERS, THREADS = 2, 4  # as in mohit.launcher.web

APPLICATION = "benchmarks.wsgi:application"


def granian_command(port: int) -> list[str]:
    return [sys.executable, "-m", "benchmarks.server", str(port)]


def gunicorn_command(port: int) -> list[str]:
    """The fallback server, which is not among our dependencies: `pip install gunicorn` brings it."""
    settings = ["--workers", str(WORKERS), "--threads", str(THREADS), "--worker-class", "gthread"]
    return [sys.executable, "-m", "gunicorn", *settings, "--bind", f"127.0.0.1:{port}", APPLICATION]


COMMANDS = {"granian": granian_command, "gunicorn": gunicorn_command}


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


@contextmanager
def serving(environment: dict[str, str], port: int, server: str = "granian") -> Iterator[int]:
    """The server's pid; its process group is gone when the block ends."""
    process = subprocess.Popen(
        COMMANDS[server](port),
        env=environment,
        start_new_session=True,
        preexec_fn=when_parent_dies(signal.SIGTERM),
    )
    try:
        wait_for(port, process)
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(10)
        finally:
            end_group(process)


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise SystemExit(f"{process.args[0]} left with code {process.returncode}.")
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit(f"Nothing listens on port {port} after {PATIENCE} s.")


if __name__ == "__main__":
    Granian(
        APPLICATION,
        address="127.0.0.1",
        port=int(sys.argv[1]),
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=THREADS,
        log_level=LogLevels.warning,
        log_access=False,
    ).serve()
