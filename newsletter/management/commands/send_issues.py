from __future__ import annotations

import signal
import subprocess
import sys
from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from mohit.child_processes import when_parent_dies
from newsletter.sending.worker import CONNECTIONS, LEASE, Worker


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
        """Run so many processes of this command, and end when they have."""
        arguments = without_value(sys.argv[1:], "--workers")
        processes = [
            subprocess.Popen(  # noqa: S603 (this very command)
                [sys.executable, sys.argv[0], *arguments], preexec_fn=when_parent_dies(signal.SIGTERM)
            )
            for _ in range(workers)
        ]
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: [process.terminate() for process in processes])
        for process in processes:
            process.wait()


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
