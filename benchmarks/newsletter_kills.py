"""Kills workers at random moments while they send an issue: `python -m benchmarks.newsletter_kills`.

At every kill the ledger must add up, no address may have two mails, and no more mails may be in doubt than were on
their way.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from time import sleep

from benchmarks import databases, mailing
from benchmarks.newsletter import prepare_django
from benchmarks.server import free_port
from benchmarks.smtp_sink import copies, sink
from mohit.child_processes import when_parent_dies

SENT, FAILED, UNCERTAIN, SKIPPED, CLAIMED = 4, 5, 6, 7, 2


def main() -> None:
    options = arguments()
    var = options.var.resolve()
    var.mkdir(parents=True, exist_ok=True)
    port, taken = free_port(), var / "taken.txt"
    taken.unlink(missing_ok=True)
    with databases.server(var) as url:
        environment = mailing.prepare(url, var, port, options.recipients)
        prepare_django(environment)
        mailing.new_issue(environment["DATABASE_URL"])
        with sink(port, taken):
            attack(environment, taken, options)


def attack(environment: dict[str, str], taken: Path, options: Namespace) -> None:
    address, dice = environment["DATABASE_URL"], random.Random(options.seed)
    workers = [start(environment, options) for _ in range(options.workers)]
    dead = at_last_kill = 0
    step = options.recipients // (options.kills + 2)
    print("\n  kill      sent    failed  uncertain  remaining     sum   in flight   at the sink  twice")
    while any(worker.poll() is None for worker in workers):
        sleep(dice.uniform(0, 0.2))
        if dead < options.kills and len(copies(taken)) - at_last_kill > dice.randrange(step // 4, step):
            at_last_kill = len(copies(taken))
            # Sometimes all of them, as when the machine goes.
            victims = workers if dice.random() < 0.3 else [dice.choice(workers)]
            for worker in victims:
                worker.kill()
            for worker in victims:
                worker.wait()
            dead += len(victims)
            check(address, taken, options, f"{dead:>6}", (dead + options.workers) * options.connections)
            workers = [worker for worker in workers if worker not in victims]
            workers += [start(environment, options) for _ in victims]
    check(address, taken, options, "   end", dead * options.connections)
    print(f"\n{dead} kills; the issue: {mailing.books(address)}")


def check(address: str, taken: Path, options: Namespace, name: str, most_in_flight: int) -> None:
    known = len(copies(taken))  # read before the ledger, and again after it: the other workers go on
    rows = mailing.tally(address)
    counts = {state: rows.get(state, (0, 0))[0] for state in range(1, 8)}
    in_flight = rows.get(CLAIMED, (0, 0))[1]
    final = sum(counts[state] for state in (SENT, FAILED, UNCERTAIN, SKIPPED))
    whole = sum(counts.values())
    by_address = copies(taken)
    twice = sum(number > 1 for number in by_address.values())
    print(
        f"{name}  {counts[SENT]:>8,}  {counts[FAILED]:>8,}  {counts[UNCERTAIN]:>9,}  {whole - final:>9,}  {whole:>6,}"
        f"  {in_flight:>10,}  {len(by_address):>12,}  {twice:>5}"
    )
    assert whole in (0, options.recipients) or whole % 20_000 == 0, "the ledger lost somebody"
    assert not twice, "somebody has two mails"
    assert counts[UNCERTAIN] + in_flight <= most_in_flight, "more in doubt than were on their way"
    assert known <= counts[SENT] + counts[UNCERTAIN] + in_flight, "the ledger does not know of a mail"
    assert counts[SENT] <= len(by_address), "the ledger knows of a mail that nobody has"


def start(environment: dict[str, str], options: Namespace) -> subprocess.Popen[bytes]:
    command = ["send_issues", "--once", f"--connections={options.connections}", "--lease=2"]
    return subprocess.Popen(
        [sys.executable, "manage.py", *command],
        cwd=databases.ROOT,
        env=environment,
        preexec_fn=when_parent_dies(signal.SIGKILL),
    )


def arguments() -> Namespace:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--recipients", type=int, default=20_000)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--connections", type=int, default=8, help="of each worker")
    parser.add_argument("--kills", type=int, default=12)
    parser.add_argument("--seed", type=int, default=random.randrange(10_000))
    parser.add_argument("--var", type=Path, default=databases.ROOT / "var" / "benchmarks")
    options = parser.parse_args()
    print(f"seed {options.seed}, {os.cpu_count()} processors")
    return options


if __name__ == "__main__":
    main()
