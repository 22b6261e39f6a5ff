"""The web server: granian, whose worker processes end with it however it ends."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from functools import partial

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from mohit.child_processes import die_after


def load(parent: int, target: str) -> Callable[..., object]:
    """The application, in a worker process: a worker never outlives its server and keeps the port."""
    die_after(parent, signal.SIGKILL)
    from mohit.wsgi import application

    return application


def main(address: str, port: int) -> None:
    server = Granian(
        "mohit.wsgi:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=2,
        blocking_threads=4,
        respawn_failed_workers=True,
        respawn_interval=1,
        workers_kill_timeout=10,
        log_level=LogLevels.warning,
        log_access=False,
    )
    server.serve(target_loader=partial(load, os.getpid()))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
