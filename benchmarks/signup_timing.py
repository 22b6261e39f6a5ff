"""Whether the time of the sign-up's answer tells who is a subscriber: `python -m benchmarks.signup_timing`.

Sends the form for addresses in six states, in random order, over one standing connection as a patient guesser would,
each with an address and a network of its own. Then it compares the times of each state with those of addresses that
nobody knows: the share of pairs in which the state took longer (AUC; 50 % is a toss of a coin), and how likely a
difference as large is by chance (Mann-Whitney U, two-sided). What the comparison could have seen is said beside it: the
smallest delay that, added to one state, would have been found in the same sample.

A worker answers the sign-ups meanwhile, unless `--no-worker` says otherwise.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from math import erfc, sqrt
from pathlib import Path
from random import Random
from statistics import median
from urllib.parse import urlencode

from benchmarks import databases
from benchmarks.server import free_port, serving

STATES = ("new", "pending", "confirmed", "left", "bounced", "suppressed")
OTHERS = 20_000  # subscribers besides, as any newspaper has
WARM = 60  # requests before those that count
SURE = 0.01  # a difference less likely than this by chance is one; divided by the number of comparisons
STEPS = [microseconds / 1e6 for microseconds in (5, 10, 20, 30, 50, 75, 100, 150, 200, 300, 500, 1_000, 2_000, 5_000)]

Times = dict[str, list[float]]


def main() -> None:
    options = arguments()
    var = options.var.resolve()
    var.mkdir(parents=True, exist_ok=True)
    with databases.server(var) as url:
        port = free_port()
        environment = prepare(url, var, port)
        addresses = fill(environment, options.requests // len(STATES) + WARM)
        databases.settle(environment["DATABASE_URL"])
        with serving(environment, port), worker(environment, wanted=not options.no_worker):
            times, answers = measure(port, addresses, options.requests // len(STATES))
    report(times, answers)


def arguments() -> Namespace:
    parser = ArgumentParser(prog="python -m benchmarks.signup_timing", description=__doc__)
    parser.add_argument("--requests", type=int, default=2_400, help="all together (default 2,400)")
    parser.add_argument("--no-worker", action="store_true", help="leave the sign-ups unanswered")
    parser.add_argument("--var", type=Path, default=databases.ROOT / "var" / "benchmarks", help="where data is kept")
    return parser.parse_args()


def prepare(url: str, var: Path, port: int) -> dict[str, str]:
    name = "mohit_benchmark_signup"
    databases.make_database(url, name)
    environment = databases.production(databases.other_database(url, name), var, port)
    environment |= {"TRUSTED_PROXIES": "127.0.0.1", "FINGERPRINT_KEY": "benchmark", "STATIC_MANIFEST": "no"}
    databases.manage(environment, "migrate", "--verbosity=0")
    return environment


def fill(environment: dict[str, str], count: int) -> dict[str, list[str]]:
    """State → addresses, whose rows are made anew."""
    os.environ.update(environment, DJANGO_SETTINGS_MODULE="mohit.settings")
    import django

    django.setup()
    from django.db import connection
    from django.utils import timezone

    from newsletter.models import MailingList, Subscriber, Subscription, Suppression
    from newsletter.models.suppression import suppressed_as

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE newsletter_subscriber, newsletter_suppression, newsletter_signup CASCADE")
        cursor.execute("TRUNCATE procrastinate_jobs, mohit_limitcount CASCADE")
    now, daily = timezone.now(), MailingList.objects.get(slug="daily")
    addresses = {state: [f"{state}{n}@{n % 97}.example.org" for n in range(count)] for state in STATES}
    rows = [("confirmed", f"other{n}@{n % 97}.example.net") for n in range(OTHERS)]
    rows += [(state, address) for state in STATES[1:-1] for address in addresses[state]]
    subscribers = Subscriber.objects.bulk_create(
        Subscriber(
            address=address,
            address_key=address,
            search_key=address,
            state=state,
            confirmed_at=now if state == "confirmed" else None,
            ended_at=None if state in ("pending", "confirmed") else now,
        )
        for state, address in rows
    )
    of_list = {"pending": "pending", "confirmed": "active"}
    Subscription.objects.bulk_create(
        Subscription(
            subscriber=row,
            mailing_list=daily,
            state=of_list.get(row.state, "left"),
            confirmed_at=now if row.state == "confirmed" else None,
            left_at=None if row.state in of_list else now,
        )
        for row in subscribers
    )
    suppressed = addresses["suppressed"] + addresses["bounced"]
    Suppression.objects.bulk_create(Suppression(fingerprint=suppressed_as(key), reason="bounce") for key in suppressed)
    connection.close()
    return addresses


@contextmanager
def worker(environment: dict[str, str], *, wanted: bool) -> Iterator[None]:
    if not wanted:
        yield
        return
    command = [sys.executable, "manage.py", "procrastinate", "worker", "--delete-jobs", "successful"]
    process = subprocess.Popen(command, cwd=databases.ROOT, env=environment, stderr=subprocess.DEVNULL)
    try:
        time.sleep(5)  # until it listens
        yield
    finally:
        process.terminate()
        process.wait(30)


def measure(port: int, addresses: dict[str, list[str]], count: int) -> tuple[Times, set[tuple[object, ...]]]:
    """Seconds from sending the form to the last byte of the answer, by state, and all different answers."""
    random = Random(1)
    warming = [(state, address) for state in STATES for address in addresses[state][count : count + WARM // 6]]
    asked = [(state, address) for state in STATES for address in addresses[state][:count]]
    random.shuffle(asked)
    times: Times = {state: [] for state in STATES}
    answers: set[tuple[object, ...]] = set()
    connection = HTTPConnection("127.0.0.1", port)
    connection.connect()
    for place, (state, address) in enumerate(warming + asked):
        body = urlencode({"form": "footer-1", "email": address})
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Sec-Fetch-Site": "same-origin",
            "X-Forwarded-For": f"10.{place >> 16}.{place >> 8 & 255}.{place & 255}",
        }
        started = time.perf_counter()
        connection.request("POST", "/newsletter/subscribe/", body, headers)
        answer = connection.getresponse()
        content = answer.read()
        took = time.perf_counter() - started
        kept = tuple(sorted((name, value) for name, value in answer.getheaders() if name.lower() != "date"))
        answers.add((answer.status, kept, content))
        if place >= len(warming):
            times[state].append(took)
    connection.close()
    return times, answers


def report(times: Times, answers: set[tuple[object, ...]]) -> None:
    statuses = sorted({answer[0] for answer in answers})
    print(f"{sum(map(len, times.values())):,} forms; {len(answers)} different answer(s), status {statuses}\n")
    print("| state | forms | p10 | median | p90 | p99 ms | longer than new | by chance | would have seen |")
    print("|---|---|---|---|---|---|---|---|---|")
    threshold = SURE / (len(STATES) - 1)
    told = []
    for state, found in times.items():
        shown = " | ".join(f"{quantile(found, share) * 1000:.2f}" for share in (0.1, 0.5, 0.9, 0.99))
        line = f"| {state} | {len(found)} | {shown} |"
        if state != "new":
            area, chance = compared(times["new"], found)
            least = next((step for step in STEPS if sees(times["new"], found, step, threshold)), None)
            line += f" {area:.1%} | {chance:.2f} | {f'{least * 1e6:.0f} µs' if least else 'nothing'} |"
            told += [state] if chance < threshold else []
        print(line)
    print(f"\n{'These states can be told: ' + ', '.join(told) if told else 'No state can be told from new.'}")
    if len(answers) != 1:
        raise SystemExit("The answers differ.")


def quantile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def compared(ones: Sequence[float], others: Sequence[float]) -> tuple[float, float]:
    """(the share of pairs in which the one of `others` is larger, the two-sided probability of that by chance)."""
    ranked = sorted([(value, 0) for value in ones] + [(value, 1) for value in others])
    of_others = sum(rank for rank, (_, which) in enumerate(ranked, 1) if which)
    n, m = len(ones), len(others)
    larger = of_others - m * (m + 1) / 2
    deviation = sqrt(n * m * (n + m + 1) / 12)
    return larger / (n * m), erfc(abs(larger - n * m / 2) / deviation / sqrt(2))


def sees(ones: Sequence[float], others: Sequence[float], delay: float, threshold: float) -> bool:
    """Whether `delay` seconds more would have been noticed, the two samples moved to one median first."""
    moved = median(ones) - median(others) + delay
    return compared(ones, [value + moved for value in others])[1] < threshold


if __name__ == "__main__":
    main()
