"""What counting a read costs: `python -m benchmarks.reads`.

Every beacon comes from another address, as those of readers do, or the bound of the view would refuse it. After each
round the counters are compared with the answers: what was accepted must be there.
"""

from __future__ import annotations

import os
from argparse import ArgumentParser
from collections.abc import Iterator
from itertools import count, cycle
from pathlib import Path

import psycopg

from benchmarks import databases, processor
from benchmarks.load import Result, send
from benchmarks.server import free_port, serving

STORIES = 200
WARM_UP = 200
BEACON = (
    "POST /reads/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0\r\n"
    "Sec-Fetch-Site: same-origin\r\nOrigin: https://127.0.0.1:{port}\r\n"
    "X-Forwarded-Proto: https\r\nX-Forwarded-For: {address}\r\n"
    "Content-Type: text/plain;charset=UTF-8\r\nContent-Length: {length}\r\n\r\n{body}"
)
NEWEST = """
    SELECT id FROM articles_article WHERE status = 'published' AND published_at <= now()
     ORDER BY published_at DESC, id DESC LIMIT %s
"""


def main() -> None:
    options = arguments()
    var = options.var.resolve()
    var.mkdir(parents=True, exist_ok=True)
    port = free_port()
    with databases.server(var) as url:
        # HTTPS, for the addresses that the proxy names are believed then alone.
        environment = databases.prepare(url, options.articles, var, port) | {"HTTPS": "yes"}
        databases.manage(environment, "collectstatic", "--no-input", "--verbosity=0")
        address = environment["DATABASE_URL"]
        with psycopg.connect(address) as connection:
            connection.execute("TRUNCATE articles_readership, articles_hourofreads")
            keys = [key for (key,) in connection.execute(NEWEST, [STORIES]).fetchall()]
        with serving(environment, port) as pid:
            beacons = addresses()
            send(port, requests(port, keys, beacons), WARM_UP, options.connections)
            print(
                f"\n{os.cpu_count()} processors, {options.articles:,} articles, {options.connections} at a time; "
                "CPU is milliseconds a beacon\n"
            )
            for name, among in (("200 stories", keys), ("one hot story", keys[:1])):
                for _ in range(options.rounds):
                    measure(name, requests(port, among, beacons), port, pid, address, options)


def arguments() -> object:
    parser = ArgumentParser(prog="python -m benchmarks.reads", description=__doc__)
    parser.add_argument("--articles", type=int, default=1_000, help="in the database (default 1000)")
    parser.add_argument("--beacons", type=int, default=4_000, help="a round (default 4000)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--connections", type=int, default=8, help="at a time (default 8)")
    parser.add_argument("--var", type=Path, default=databases.ROOT / "var" / "benchmarks", help="where data is kept")
    return parser.parse_args()


def addresses() -> Iterator[str]:
    """A new one for each reader."""
    return (f"10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}" for n in count(1))


def requests(port: int, keys: list[int], beacons: Iterator[str]) -> Iterator[bytes]:
    for key in cycle(keys):
        body = str(key)
        yield BEACON.format(port=port, address=next(beacons), length=len(body), body=body).encode()


def measure(name: str, among: Iterator[bytes], port: int, pid: int, address: str, options: object) -> None:
    server, backends = processor.family(pid), processor.backends(address)
    before, counted = [processor.seconds(server), processor.seconds(backends)], total(address)
    result = send(port, among, options.beacons, options.connections)
    spent = [processor.seconds(server) - before[0], processor.seconds(backends) - before[1]]
    report(name, result, [seconds / options.beacons * 1000 for seconds in spent], total(address) - counted)


def report(name: str, result: Result, spent: list[float], counted: int) -> None:
    accepted = len(result.latencies)
    print(
        f"{name:<14} {result.per_second:>7,.0f} a second   p50 {result.percentile(0.5) * 1000:>5.1f} ms   "
        f"p99 {result.percentile(0.99) * 1000:>5.1f} ms   CPU {spent[0]:.2f}, PostgreSQL {spent[1]:.2f}   "
        f"{counted:,} counted of {accepted:,} accepted"
    )
    if result.statuses != {204} or counted != accepted:
        raise SystemExit(f"Lost reads, or answers {result.statuses}.")


def total(address: str) -> int:
    with psycopg.connect(address) as connection:
        return connection.execute("SELECT coalesce(sum(total), 0)::bigint FROM articles_readership").fetchone()[0]


if __name__ == "__main__":
    main()
