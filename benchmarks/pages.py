"""What a public page costs: `python -m benchmarks.pages`.

CPU is what the server's processes and PostgreSQL's backends used, not what passed on the clock: it says what a page
costs on a busy machine too. Every page is made anew for each request; nothing stands in front of Mohit.
"""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from urllib.parse import quote

import psycopg

from benchmarks import databases, processor
from benchmarks.load import Result, burst
from benchmarks.server import COMMANDS, free_port, serving

SMALL, LARGE = 1_000, 100_000
DEEP_PAGE = 500
BARE = "/bare/"  # as in benchmarks.wsgi, which cannot be imported without settings
PAGE_SIZE = 20
STORIES = 200  # different ones, in turn
WARM_UP = 60  # requests a page: queries get compiled, PostgreSQL prepares its plans
AS_BROWSERS = "Accept-Encoding: gzip, br\r\n"
BAR = 30  # times the bare function's CPU
DEPTH_BAR = 1.1  # times page 1 of the small database

NEWEST = """
    SELECT a.id, s.slug, a.slug FROM articles_article a JOIN articles_section s ON s.id = a.section_id
     WHERE a.status = 'published' AND a.published_at <= now() ORDER BY a.published_at DESC, a.id DESC LIMIT %s
"""
LARGEST_SECTION = """
    SELECT s.id, s.slug, count(*) FROM articles_article a JOIN articles_section s ON s.id = a.section_id
     WHERE a.status = 'published' AND a.published_at <= now() GROUP BY 1, 2 ORDER BY 3 DESC, 1 LIMIT 1
"""
CURSOR = """
    SELECT (extract(epoch FROM published_at) * 1000000)::bigint, id FROM articles_article
     WHERE section_id = %s AND status = 'published' AND published_at <= now()
     ORDER BY published_at DESC, id DESC OFFSET %s LIMIT 1
"""
LARGEST_FILED = """
    SELECT t.slug FROM articles_{rows} r JOIN articles_{table} t ON t.id = r.{table}_id
     WHERE r.published_at <= now() GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1
"""


@dataclass
class Figures:
    """What the rounds of one page measured; CPU in milliseconds a request."""

    results: list[Result] = field(default_factory=list)
    server: list[float] = field(default_factory=list)
    database: list[float] = field(default_factory=list)

    @property
    def cpu(self) -> float:
        """The server's processes; median of the rounds."""
        return median(self.server)

    @property
    def database_cpu(self) -> float:
        return median(self.database)


def main() -> None:
    options = arguments()
    var = options.var.resolve()
    var.mkdir(parents=True, exist_ok=True)
    ports = {SMALL: free_port(), LARGE: free_port()}
    with databases.server(var) as url, ExitStack() as stack:
        sites = {}
        for count, port in ports.items():
            environment = databases.prepare(url, count, var, port)
            databases.settle(environment["DATABASE_URL"])
            databases.manage(environment, "collectstatic", "--no-input", "--verbosity=0")
            sites[count] = Site(
                count,
                port,
                environment["DATABASE_URL"],
                stack.enter_context(serving(environment, port, options.server)),
            )
        measured = measure(list(sites.values()), options)
    report(measured, options)


def arguments() -> object:
    parser = ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="each page is asked for in turn (default 7)")
    parser.add_argument("--requests", type=int, default=150, help="a page and round (default 150)")
    parser.add_argument("--connections", type=int, default=4, help="at a time (default 4)")
    parser.add_argument("--server", choices=COMMANDS, default="granian", help="gunicorn must be installed by hand")
    parser.add_argument("--keep-alive", action="store_true", help="ask over standing connections, as nginx does")
    parser.add_argument("--var", type=Path, default=databases.ROOT / "var" / "benchmarks", help="where data is kept")
    return parser.parse_args()


class Site:
    """A running Mohit with its database."""

    def __init__(self, count: int, port: int, address: str, pid: int) -> None:
        self.count, self.port, self.address, self.pid = count, port, address, pid
        self.pages = dict(pages(address))

    def measure(self, paths: list[str], count: int, headers: str, options: object) -> tuple[Result, float, float]:
        """(what a visitor saw, CPU milliseconds a request of the server, of PostgreSQL)."""
        server, backends = processor.family(self.pid), processor.backends(self.address)
        before = processor.seconds(server), processor.seconds(backends)
        result = burst(self.port, paths, count, options.connections, headers, keep_alive=options.keep_alive)
        after = processor.seconds(server), processor.seconds(backends)
        if result.statuses != {200}:
            raise SystemExit(f"{paths[0]} answered {result.statuses}")
        spent = [(late - early) / count * 1000 for early, late in zip(before, after, strict=True)]
        return result, spent[0], spent[1]


def pages(address: str) -> Iterator[tuple[str, list[str]]]:
    """Name → addresses of each page that is measured."""
    with psycopg.connect(address) as connection:
        section, slug, size = connection.execute(LARGEST_SECTION).fetchone()
        deep = min(DEEP_PAGE, size // PAGE_SIZE) - 1
        cursor = connection.execute(CURSOR, [section, deep * PAGE_SIZE - 1]).fetchone()
        topic, author = (
            connection.execute(LARGEST_FILED.format(rows=rows, table=table)).fetchone()[0]
            for rows, table in (("tagging", "topic"), ("byline", "author"))
        )
        stories = connection.execute(NEWEST, [STORIES]).fetchall()
    yield "bare", [BARE]
    yield "home", ["/"]
    yield "section", [f"/{slug}/"]
    yield f"section, page {deep + 1}", [f"/{slug}/?before={cursor[0]}-{cursor[1]}"]
    yield "topic", [f"/topics/{quote(topic)}/"]
    yield "author", [f"/authors/{quote(author)}/"]
    yield "article", [f"/{where}/{key}/{quote(words)}/" for key, where, words in stories]


def measure(sites: list[Site], options: object) -> dict[tuple[int, str, str], Figures]:
    """(articles, page, plain or gzip) → figures. All take turns, so that a noisy minute hits all alike."""
    measured: dict[tuple[int, str, str], Figures] = {}
    turns = [(site, name, way) for site in sites for name in site.pages for way in ("plain", "gzip")]
    turns = [(site, name, way) for site, name, way in turns if (name, way) != ("bare", "gzip")]
    for site, name, _ in turns:
        burst(site.port, site.pages[name], WARM_UP, options.connections)
    for number in range(options.rounds):
        for site, name, way in turns if number % 2 else reversed(turns):
            # The bare function is quick: more of it, or the clock's ticks would show.
            count = options.requests * (20 if name == "bare" else 1)
            headers = AS_BROWSERS if way == "gzip" else ""
            result, server, database = site.measure(site.pages[name], count, headers, options)
            figures = measured.setdefault((site.count, name, way), Figures())
            figures.results.append(result)
            figures.server.append(server)
            figures.database.append(database)
        print(f"round {number + 1} of {options.rounds}", file=sys.stderr)
    return measured


def report(measured: dict[tuple[int, str, str], Figures], options: object) -> None:
    bare = median([cpu for (_, name, _), figures in measured.items() if name == "bare" for cpu in figures.server])
    manner = "standing connections" if options.keep_alive else "a connection for each request"
    print(
        f"\n{options.server}, {os.cpu_count()} processors, {options.connections} requests at a time over {manner}; "
        f"CPU is milliseconds a request, median of the rounds; bare: {bare:.3f} ms\n"
    )
    heads = (
        "articles",
        "page",
        "sent",
        "kB",
        "req/s",
        "p50 ms",
        "p99 ms",
        "CPU",
        "database",
        "both",
        "CPU/bare",
        "both/bare",
    )
    row = "{:>8}  {:<18} {:<5} {:>6} {:>7} {:>7} {:>7} {:>7} {:>8} {:>7} {:>8} {:>9}"
    print(row.format(*heads))
    for (count, name, way), figures in measured.items():
        both = figures.cpu + figures.database_cpu
        print(
            row.format(
                f"{count:,}",
                name,
                way,
                f"{figures.results[0].size / 1000:.1f}",
                f"{median([result.per_second for result in figures.results]):.0f}",
                f"{median([result.percentile(0.5) for result in figures.results]) * 1000:.1f}",
                f"{median([result.percentile(0.99) for result in figures.results]) * 1000:.1f}",
                f"{figures.cpu:.2f}",
                f"{figures.database_cpu:.2f}",
                f"{both:.2f}",
                f"{figures.cpu / bare:.1f}",
                f"{both / bare:.1f}",
            )
        )
    print(f"\nThe bar: an uncached page costs at most {BAR} times the bare function.")
    report_growth(measured)


def report_growth(measured: dict[tuple[int, str, str], Figures]) -> None:
    print(f"\nDepth and growth, server and database together, against the small database; the bar is {DEPTH_BAR}:")

    def cost(count: int, name: str) -> float:
        figures = measured[count, name, "plain"]
        return figures.cpu + figures.database_cpu

    for name in [name for count, name, way in measured if count == LARGE and way == "plain" and name != "bare"]:
        first = "section" if name.startswith("section") else name
        print(f"  {name + ' at ' + format(LARGE, ','):<32} {cost(LARGE, name) / cost(SMALL, first):.2f}")


if __name__ == "__main__":
    main()
