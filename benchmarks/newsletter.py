"""How fast issues are sent: `python -m benchmarks.newsletter`.

Mails go to a sink on loopback that takes everything. Each run is checked: every row of the ledger must be sent.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from threading import Event, Thread
from time import monotonic

import django

from benchmarks import databases, mailing, processor
from benchmarks.server import free_port
from benchmarks.smtp_sink import sink
from mohit.child_processes import when_parent_dies


class Watch(Thread):
    """Looks ten times a second at the memory and the CPU of the workers, the sink and PostgreSQL."""

    def __init__(self, address: str, workers: int, sink: int) -> None:
        super().__init__(daemon=True)
        self.address, self.workers, self.sink = address, workers, sink
        self.is_over, self.peak = Event(), 0
        self.cpu: dict[str, dict[int, float]] = {"workers": {}, "sink": {}, "database": {}}
        self.before = processor.seconds([sink])

    def run(self) -> None:
        looks = 0
        while not self.is_over.wait(0.1):
            family = processor.family(self.workers)
            self.peak = max([self.peak, *map(memory, family)])
            groups = {"workers": family, "sink": [self.sink]}
            if looks % 5 == 0:
                backends = processor.backends(self.address)
            groups["database"] = backends
            looks += 1
            for name, pids in groups.items():
                self.cpu[name] |= {pid: seconds for pid in pids if (seconds := processor.seconds([pid]))}

    def milliseconds(self, name: str, mails: int) -> float:
        used = sum(self.cpu[name].values()) - (self.before if name == "sink" else 0)
        return used * 1_000 / mails


def memory(pid: int) -> int:
    """Resident bytes; 0 for a process that is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1_024 for line in lines if line.startswith("VmRSS")), 0)


def main() -> None:
    options = arguments()
    var = options.var.resolve()
    var.mkdir(parents=True, exist_ok=True)
    port = free_port()
    with databases.server(var) as url:
        print(f"\n{os.cpu_count()} processors; CPU is milliseconds a mail; memory that of the largest worker\n")
        print("  recipients  workers  mails/minute  planning s  sending s  workers  sink  database    memory")
        for count in options.recipients:
            environment = mailing.prepare(url, var, port, count)
            prepare_django(environment)
            for workers in options.workers:
                measure(environment, port, count, workers, options.connections)


def measure(environment: dict[str, str], port: int, count: int, workers: int, connections: int) -> None:
    address = environment["DATABASE_URL"]
    mailing.new_issue(address)
    with sink(port) as sink_pid:
        command = ["send_issues", "--once", f"--workers={workers}", f"--connections={connections}"]
        process = subprocess.Popen(
            [sys.executable, "manage.py", *command],
            cwd=databases.ROOT,
            env=environment,
            preexec_fn=when_parent_dies(signal.SIGTERM),
        )
        watch = Watch(address, process.pid, sink_pid)
        watch.start()
        started = monotonic()
        process.wait()
        whole = monotonic() - started
        watch.is_over.set()
        watch.join()
    books = mailing.books(address)
    if (books["state"], books["sent"]) != ("sent", count):
        raise SystemExit(f"Not everybody has a mail: {books}")
    cpu = "  ".join(f"{watch.milliseconds(name, count):>7.2f}" for name in ("workers", "sink", "database"))
    print(
        f"{count:>12,}  {workers:>7}  {count * 60 / float(books['sending']):>12,.0f}  {books['planning']:>10.1f}"
        f"  {books['sending']:>9.1f}  {cpu}  {watch.peak / 1e6:>5.0f} MB  ({whole:.0f} s in all)"
    )


def prepare_django(environment: dict[str, str]) -> None:
    """This process reads the marks of the newsletter's mails, whose module wants settings."""
    os.environ.update(environment, DJANGO_SETTINGS_MODULE="mohit.settings")
    django.setup()


def arguments() -> Namespace:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--recipients", type=int, nargs="+", default=[10_000, 200_000])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--connections", type=int, default=16, help="of each worker")
    parser.add_argument("--var", type=Path, default=databases.ROOT / "var" / "benchmarks")
    return parser.parse_args()


if __name__ == "__main__":
    main()
