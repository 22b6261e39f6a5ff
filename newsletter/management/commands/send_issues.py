from __future__ import annotations

import signal
import subprocess
import sys
from argparse import ArgumentParser
from threading import Event
from time import sleep

from django.core.management.base import BaseCommand

from mohit.child_processes import when_parent_dies
from newsletter.sending.worker import CONNECTIONS, LEASE, Worker

LOOK = 0.5  # seconds between two looks at the processes


class Command(BaseCommand):
    help = (
        "Send the newsletter's issues: start those whose time has come and work through the ledger of deliveries. "
        "Any number of these may run at once, and each may be killed at any moment."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="end when nothing can be sent now")
        parser.add_argument("--workers", type=int, default=1, help="processes; one for each processor is enough")
        parser.add_argument("--connections", type=int, default=CONNECTIONS, help="SMTP connections of each process")
        parser.add_argument(
            "--lease", type=float, default=LEASE, help="seconds after which a silent worker counts as gone"
        )

    def handle(self, once: bool, workers: int, connections: int, lease: float, **options: object) -> None:
        if workers > 1:
            self.supervise(workers)
            return
        worker = Worker(connections, lease=lease)
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: worker.stop())
        worker.run(once=once)

    def supervise(self, workers: int) -> None:
        """Run so many processes of this command, and end when they have; one that was killed is started anew."""
        processes = [self.another() for _ in range(workers)]
        ending = Event()

        def end(*_: object) -> None:
            ending.set()
            for process in processes:
                process.terminate()

        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, end)
        while True:
            for place, process in enumerate(processes):
                if (process.poll() or 0) < 0 and not ending.is_set():
                    processes[place] = self.another()
                    if ending.is_set():  # it was told so meanwhile, when this one stood in no list
                        processes[place].terminate()
            if all(process.returncode is not None for process in processes):
                return
            sleep(LOOK)

    def another(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 (this very command)
            [sys.executable, sys.argv[0], *without_value(sys.argv[1:], "--workers")],
            preexec_fn=when_parent_dies(signal.SIGTERM),
        )


def without_value(arguments: list[str], option: str) -> list[str]:
    """`arguments` without `option` and its value, written as one word or two."""
    kept, is_value = [], False
    for word in arguments:
        if is_value:
            is_value = False
        elif word == option:
            is_value = True
        elif not word.startswith(f"{option}="):
            kept.append(word)
    return kept
