"""What placements cost: `python -m benchmarks.placements`.

Decisions for three boxes of a page with 10 and with 1,000 live campaigns; and events of one hot creative, each nonce
reported once and each reported by many at a time. The counters must equal what was accepted, and be proven afterwards.
"""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from statistics import median, quantiles
from threading import Barrier
from time import perf_counter

import django

from benchmarks import databases

CAMPAIGNS = (10, 1_000)
BOXES = ["article-middle", "article-end", "side"]
WARM_UP = 20


def main() -> None:
    options = arguments()
    var = options.var.resolve()
    var.mkdir(parents=True, exist_ok=True)
    with databases.server(var) as url:
        address = databases.other_database(url, "mohit_benchmark_placements")
        databases.make_database(url, "mohit_benchmark_placements")
        environment = databases.production(address, var, 0) | {"DATABASE_POOL": "0"}
        databases.manage(environment, "migrate", "--verbosity=0")
        os.environ.update(environment, DJANGO_SETTINGS_MODULE="mohit.settings")
        django.setup()
        for campaigns in CAMPAIGNS:
            book(campaigns)
            databases.settle(address)
            decisions(campaigns, options)
        book(1)
        events(options, replays=1)
        book(1)
        events(options, replays=100)


def arguments() -> Namespace:
    parser = ArgumentParser(prog="python -m benchmarks.placements", description=__doc__)
    parser.add_argument("--decisions", type=int, default=500)
    parser.add_argument("--nonces", type=int, default=5_000)
    parser.add_argument("--connections", type=int, default=80, help="at a time (default 80)")
    parser.add_argument("--var", type=Path, default=databases.ROOT / "var" / "benchmarks", help="where data is kept")
    return parser.parse_args()


def book(count: int) -> None:
    """`count` live campaigns, a fifth of which have a goal, and nothing counted yet."""
    from django.db import connection
    from django.utils import timezone

    from ads.models import Advertiser, Campaign, Creative, CreativeImage

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE ads_advertiser, ads_campaign CASCADE")
    now = timezone.now()
    for number in range(count):
        campaign = Campaign.objects.create(
            advertiser=Advertiser.objects.create(name=f"معلن {number}"),
            name=f"حملة {number}",
            kind="standard" if number % 5 == 4 else "house",
            state="active",
            starts_at=now - timedelta(days=5),
            ends_at=now + timedelta(days=5),
            goal=1_000_000,
            sections=["culture", "economy"] if number % 2 else [],
        )
        creative = Creative.objects.create(campaign=campaign, name="مادة", target="https://example.com/", alt="إعلان")
        for width, height in ((300, 250), (320, 50)):  # fit every box
            file = f"panels/00/{number:x}-{height:x}.webp"
            CreativeImage.objects.create(creative=creative, width=width, height=height, file=file, bytes=12_000)


def decisions(campaigns: int, options: Namespace) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from ads.deciding import decide

    for _ in range(WARM_UP):
        decide(BOXES, "culture")
    with CaptureQueriesContext(connection) as queries:
        decide(BOXES, "culture")
    waited = [timed(lambda: decide(BOXES, "culture")) for _ in range(options.decisions)]
    print(
        f"{campaigns:>5,} campaigns: {1 / median(waited):>6,.0f} decisions a second on one connection   "
        f"p50 {median(waited) * 1000:.1f} ms   p99 {quantiles(waited, n=100)[98] * 1000:.1f} ms   "
        f"{len(queries)} queries"
    )


def timed(act: object) -> float:
    before = perf_counter()
    act()
    return perf_counter() - before


def events(options: Namespace, replays: int) -> None:
    """Every nonce rendered, then seen, `replays` times in all."""
    from ads.deciding import decide
    from ads.models import Counter
    from ads.reconciling import reconcile

    nonces = [decide(["side"])[0].nonce for _ in range(options.nonces // replays)]
    reports = sorted(range(len(nonces) * replays), key=lambda n: n // replays)
    for event in ("rendered", "viewable"):
        before = perf_counter()
        accepted = report(event, [nonces[n // replays] for n in reports], options.connections)
        spent = perf_counter() - before
        counted = sum(Counter.objects.values_list(event, flat=True))
        print(
            f"{event:<9} {len(nonces):>5,} nonces × {replays:>3}, {options.connections} connections: "
            f"{len(reports) / spent:>6,.0f} reports a second   {accepted:,} accepted, {counted:,} counted"
        )
        if not accepted == counted == len(nonces):
            raise SystemExit("Counted what was not accepted, or lost it.")
    if mended := reconcile():
        raise SystemExit(f"The counters were not the sums of the offers: {mended}")


def report(event: str, nonces: list[str], connections: int) -> int:
    """How many of the reports were counted; neighbours in the list come over different connections at once."""
    from django.db import connection

    from ads.counting import count

    barrier = Barrier(connections)

    def run(first: int) -> int:
        connection.ensure_connection()
        barrier.wait(60)
        try:
            return sum(count(event, nonce).is_counted for nonce in nonces[first::connections])
        finally:
            connection.close()

    with ThreadPoolExecutor(connections) as pool:
        return sum(pool.map(run, range(connections)))


if __name__ == "__main__":
    main()
