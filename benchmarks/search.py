"""What a search costs: `python -m benchmarks.search`.

Asks a running Mohit for words of different frequency, one request at a time over standing connections, each query
another one. CPU is that of the server's processes and of PostgreSQL's backends, as in benchmarks.pages.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from random import Random
from typing import NamedTuple
from urllib.parse import quote, urlencode
from urllib.request import urlopen

import psycopg

from benchmarks import databases, processor
from benchmarks.load import Result, burst
from benchmarks.server import free_port, serving

COUNTS = (1_000, 20_000, 100_000)
QUERIES = 40  # different ones of each kind
DEEP = 20  # turns of the page
SLOW = {"phrase not there"}  # every story that holds both words must be opened; asked for a tenth as often
BARS = {"rare": 50, "common": 150}  # milliseconds, p95 at the largest count

# Kind → the share of public stories that hold its words, from and to.
SHARES = {"rare": (0.0, 0.01), "middling": (0.01, 0.2), "common": (0.5, 1.0)}
WORDS = """
    SELECT shown FROM articles_searchword,
           (SELECT documents AS stories FROM articles_searchword WHERE stem = '§') AS public
     WHERE shown <> '' AND length(shown) > 2 AND documents >= 3
       AND documents > %s * stories AND documents <= %s * stories
     ORDER BY stem
"""
HEADLINES = "SELECT headline FROM articles_article WHERE status = 'published' ORDER BY md5(id::text) LIMIT %s"
SIZES = """
    SELECT pg_relation_size('articles_searchdocument'), pg_relation_size('search_words'),
           pg_total_relation_size('articles_searchdocument') - pg_indexes_size('articles_searchdocument'),
           pg_total_relation_size('articles_article')
"""


class Row(NamedTuple):
    count: int
    kind: str
    result: Result
    server: float  # CPU milliseconds a request
    database: float


def main() -> None:
    options = arguments()
    var = options.var.resolve()
    var.mkdir(parents=True, exist_ok=True)
    rows: list[Row] = []
    with databases.server(var) as url:
        for count in options.counts:
            port = free_port()
            environment = databases.prepare(url, count, var, port)
            address = environment["DATABASE_URL"]
            build(environment, count, fresh=not options.keep_index)
            databases.settle(address)
            databases.manage(environment, "collectstatic", "--no-input", "--verbosity=0")
            with ExitStack() as stack:
                pid = stack.enter_context(serving(environment, port))
                rows += measure(count, port, address, pid, options)
    report(rows)


def arguments() -> Namespace:
    parser = ArgumentParser(prog="python -m benchmarks.search", description=__doc__)
    parser.add_argument("counts", nargs="*", type=int, default=list(COUNTS), help=f"stories (default {COUNTS})")
    parser.add_argument("--requests", type=int, default=200, help="of each kind (default 200)")
    parser.add_argument("--keep-index", action="store_true", help="do not build what is built already")
    parser.add_argument("--var", type=Path, default=databases.ROOT / "var" / "benchmarks", help="where data is kept")
    return parser.parse_args()


def build(environment: dict[str, str], count: int, *, fresh: bool) -> None:
    """Index every story with one process and say how fast that was; CPU is the command's own and its backend's."""
    command = [sys.executable, "manage.py", "rebuild_search", *(["--all"] if fresh else [])]
    if fresh:
        with psycopg.connect(environment["DATABASE_URL"]) as connection:
            connection.execute("TRUNCATE articles_searchdocument, articles_searchpending, articles_searchword")
    started, spent, backends = time.perf_counter(), 0.0, 0.0
    process = subprocess.Popen(command, cwd=databases.ROOT, env=environment, stdout=subprocess.PIPE)
    while process.poll() is None:
        spent = max(spent, processor.seconds([process.pid]))
        backends = max(backends, processor.seconds(processor.backends(environment["DATABASE_URL"])))
        time.sleep(0.25)
    wall = time.perf_counter() - started
    if process.returncode:
        raise SystemExit("rebuild_search failed.")
    with psycopg.connect(environment["DATABASE_URL"]) as connection:
        rows, index, documents, articles = connection.execute(SIZES).fetchone()
    if fresh:
        print(
            f"{count:,} stories indexed in {wall:.0f} s: {count / wall:.0f} a second, counting the words included; "
            f"CPU {spent:.1f} s of Python, {backends:.1f} s of PostgreSQL: "
            f"{count / max(spent + backends, 0.01):.0f} a second and core",
            flush=True,
        )
    print(
        f"{count:,} stories: index {index / 1e6:.0f} MB, documents {documents / 1e6:.0f} MB (rows without long values "
        f"{rows / 1e6:.0f}), articles {articles / 1e6:.0f} MB",
        flush=True,
    )


def measure(count: int, port: int, address: str, pid: int, options: Namespace) -> Iterator[Row]:
    kinds = dict(questions(address, port))
    for paths in kinds.values():
        burst(port, paths, min(len(paths), 20), 1)  # PostgreSQL's and Python's caches get warm
    for kind, paths in kinds.items():
        requests = options.requests // (10 if kind in SLOW else 1)
        server, backends = processor.family(pid), processor.backends(address)
        before = processor.seconds(server), processor.seconds(backends)
        result = burst(port, paths, requests, 1)
        after = processor.seconds(server), processor.seconds(backends)
        if result.statuses != {200}:
            raise SystemExit(f"{kind} answered {result.statuses}")
        spent = [(late - early) / requests * 1000 for early, late in zip(before, after, strict=True)]
        print(f"{count:,} {kind}: p95 {result.percentile(0.95) * 1000:.1f} ms", file=sys.stderr, flush=True)
        yield Row(count, kind, result, *spent)


def questions(address: str, port: int) -> Iterator[tuple[str, list[str]]]:
    """Kind → addresses."""
    random = Random(1)
    with psycopg.connect(address) as connection:
        words = {kind: [word for (word,) in connection.execute(WORDS, shares)] for kind, shares in SHARES.items()}
        headlines = [headline.split() for (headline,) in connection.execute(HEADLINES, [QUERIES])]
        section = connection.execute("SELECT slug FROM articles_section ORDER BY position LIMIT 1").fetchone()[0]
    drawn = {kind: [random.choice(found) for _ in range(QUERIES)] for kind, found in words.items() if found}
    common, middling = drawn["common"], drawn["middling"]
    for kind, chosen in drawn.items():
        yield kind, [asked(word) for word in chosen]
    yield "two words", [asked(f"{a} {b}") for a, b in zip(middling, common, strict=True)]
    yield "two common words", [asked(f"{a} {b}") for a, b in zip(common, reversed(common), strict=True)]
    yield "either of two", [asked(f"{a} أو {b}") for a, b in zip(middling, common, strict=True)]
    yield "without a word", [asked(f"{a} -{b}") for a, b in zip(common, middling, strict=True)]
    yield "phrase", [asked(f"«{' '.join(parts[:2])}»") for parts in headlines]
    yield "phrase not there", [asked(f"«{a} {b}»") for a, b in zip(common, reversed(common), strict=True)]
    yield "common, by date", [asked(word, sort="date") for word in common]
    yield "common, a section", [asked(word, section=section) for word in common]
    yield "common, a month", [asked(word, since="2026-01-01", until="2026-01-31") for word in common]
    yield f"common, page {DEEP + 1}", [deep(port, word) for word in common[:5]]
    yield "nothing found", [asked(f"{a}ظضث {b}") for a, b in zip(middling, common, strict=True)]


def asked(words: str, **narrowed: str) -> str:
    return f"/search/?{urlencode({'q': words, **narrowed}, quote_via=quote)}"


def deep(port: int, word: str) -> str:
    path = asked(word)
    for _ in range(DEEP):
        with urlopen(f"http://127.0.0.1:{port}{path}") as answer:
            older = re.search(r"before=(\d+-\d+)", answer.read().decode())
        if not older:
            break
        path = f"{asked(word)}&before={older[1]}"
    return path


def report(rows: list[Row]) -> None:
    print(f"\n{os.cpu_count()} processors, one request at a time; CPU is milliseconds a request\n")
    line = "{:>8}  {:<18} {:>7} {:>7} {:>7} {:>7} {:>9} {:>7}"
    print(line.format("articles", "words", "kB", "p50 ms", "p95 ms", "CPU", "database", "both"))
    for count, kind, result, server, database in rows:
        times = [f"{result.percentile(share) * 1000:.1f}" for share in (0.5, 0.95)]
        figures = (f"{server:.1f}", f"{database:.1f}", f"{server + database:.1f}")
        print(line.format(f"{count:,}", kind, f"{result.size / 1000:.1f}", *times, *figures))
    print("\n" + "; ".join(f"the bar for a {kind} word is a p95 of {bar} ms" for kind, bar in BARS.items()))


if __name__ == "__main__":
    main()
