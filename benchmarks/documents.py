"""What machines cost that read Mohit: `python -m benchmarks.documents`.

Feeds and sitemaps at 1,000 and 100,000 stories, asked for anew and by who has them already. CPU as in
`benchmarks.pages`.
"""

from __future__ import annotations

import http.client
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median

import psycopg

from benchmarks import databases, processor
from benchmarks.load import burst
from benchmarks.pages import LARGE, LARGEST_SECTION, SMALL
from benchmarks.server import free_port, serving

CONNECTIONS = 2  # at a time
WARM_UP = 12  # requests: queries get compiled, PostgreSQL prepares its plans

# The fullest month of the archive, the newest one left out: it is not over.
FULLEST_MONTH = """
    SELECT to_char(published_at AT TIME ZONE 'UTC', 'YYYY-MM'), count(*) FROM articles_article
     WHERE status = 'published' AND published_at < date_trunc('month', now()) GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1
"""


def main() -> None:
    parser = ArgumentParser(prog="python -m benchmarks.documents", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="each document is asked for in turn (default 5)")
    parser.add_argument("--requests", type=int, default=60, help="a document and round (default 60)")
    parser.add_argument("--var", type=Path, default=databases.ROOT / "var" / "benchmarks", help="where data is kept")
    options = parser.parse_args()
    var = options.var.resolve()
    var.mkdir(parents=True, exist_ok=True)
    print(f"{'articles':>8}  {'document':<22} {'kB':>7} {'p50 ms':>7} {'CPU':>7} {'database':>8}")
    with databases.server(var) as url:
        for count in (SMALL, LARGE):
            port = free_port()
            environment = databases.prepare(url, count, var, port)
            databases.settle(environment["DATABASE_URL"])
            databases.manage(environment, "collectstatic", "--no-input", "--verbosity=0")
            with ExitStack() as stack:
                pid = stack.enter_context(serving(environment, port))
                for name, path in documents(environment["DATABASE_URL"]):
                    report(count, name, port, pid, environment["DATABASE_URL"], path, options)


def documents(address: str) -> Iterator[tuple[str, str]]:
    with psycopg.connect(address) as connection:
        _, section, _ = connection.execute(LARGEST_SECTION).fetchone()
        month, stories = connection.execute(FULLEST_MONTH).fetchone()
    yield "feed", "/feed/"
    yield "feed, Atom", "/feed/atom/"
    yield "feed of a section", f"/{section}/feed/"
    yield "sitemap index", "/sitemap.xml"
    yield f"month, {stories:,} stories", f"/sitemaps/{month}.xml"
    yield "news sitemap", "/sitemaps/news.xml"
    yield "lists and pages", "/sitemaps/pages.xml"


def report(count: int, name: str, port: int, pid: int, address: str, path: str, options: object) -> None:
    tag = entity_tag(port, path)
    for way, headers in ((name, ""), (f"{name}: 304", f"If-None-Match: {tag}\r\n")):
        burst(port, [path], WARM_UP, CONNECTIONS, headers)
        rounds = [measured(port, pid, address, path, headers, options) for _ in range(options.rounds)]
        size, p50, server, database = (median(values) for values in zip(*rounds, strict=True))
        print(f"{count:>8,}  {way:<22} {size / 1000:>7.1f} {p50 * 1000:>7.1f} {server:>7.2f} {database:>8.2f}")


def entity_tag(port: int, path: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", path)
    tag = connection.getresponse().headers["ETag"]
    connection.close()
    return tag


def measured(port: int, pid: int, address: str, path: str, headers: str, options: object) -> tuple[float, ...]:
    """(bytes, median seconds, CPU milliseconds a request of the server, of PostgreSQL)."""
    server, backends = processor.family(pid), processor.backends(address)
    before = processor.seconds(server), processor.seconds(backends)
    result = burst(port, [path], options.requests, CONNECTIONS, headers)
    after = processor.seconds(server), processor.seconds(backends)
    if not result.statuses <= {200, 304}:
        raise SystemExit(f"{path} answered {result.statuses}")
    spent = [(late - early) / options.requests * 1000 for early, late in zip(before, after, strict=True)]
    return result.size, result.percentile(0.5), *spent


if __name__ == "__main__":
    main()
