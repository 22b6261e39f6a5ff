"""What comments cost: `python -m benchmarks.comments`.

A story's page with none, with 100 and with 33,000 comments; comments accepted a second with every rule that scores
them, each from another address, as readers' are; and a web server killed in the middle of it: whatever it had answered
with success must be in the database.
"""

from __future__ import annotations

import gzip
import http.client
import os
import signal
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import count
from pathlib import Path
from random import Random
from statistics import median
from threading import Timer
from urllib.parse import quote, urlencode

import psycopg

from benchmarks import databases, processor
from benchmarks.load import burst, send
from benchmarks.server import free_port, serving
from comments.generator_words import NAMES, sentence

SIZES = (0, 100, 33_000)
WARM_UP = 200
BAR = 400  # comments a second
AS_PROXY = "X-Forwarded-Proto: https\r\n"
POST = (
    "POST /comments/on/{article}/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0\r\n"
    "Sec-Fetch-Site: same-origin\r\nX-Forwarded-Proto: https\r\nX-Forwarded-For: {source}\r\n"
    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{body}"
)
NEWEST = """
    SELECT a.id, s.slug, a.slug FROM articles_article a JOIN articles_section s ON s.id = a.section_id
     WHERE a.status = 'published' AND a.published_at <= now() AND a.allows_comments
     ORDER BY a.published_at DESC, a.id DESC LIMIT %s
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
        stories = fresh(address)
        with serving(environment, port) as pid:
            print(f"\n{os.cpu_count()} processors, {options.articles:,} articles\n")
            pages(stories[0], port, pid, environment, options)
            posts([key for key, _ in stories[1:]], port, pid, address, options)
        killed(stories[-1][0], port, environment, options)


def arguments() -> object:
    parser = ArgumentParser(prog="python -m benchmarks.comments", description=__doc__)
    parser.add_argument("--articles", type=int, default=1_000, help="in the database (default 1000)")
    parser.add_argument("--comments", type=int, default=3_000, help="sent in a round (default 3000)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--requests", type=int, default=300, help="of a page in a round (default 300)")
    parser.add_argument("--connections", type=int, default=8, help="at a time (default 8)")
    parser.add_argument("--var", type=Path, default=databases.ROOT / "var" / "benchmarks", help="where data is kept")
    return parser.parse_args()


def fresh(address: str) -> list[tuple[int, str]]:
    """(key, path) of the newest stories, of which none has a comment."""
    with psycopg.connect(address) as connection:
        connection.execute("TRUNCATE comments_comment, comments_conversation CASCADE")
        rows = connection.execute(NEWEST, [201]).fetchall()
        connection.execute("UPDATE comments_policy SET close_after_days = 0")
    return [(key, f"/{section}/{key}/{quote(words)}/") for key, section, words in rows]


def pages(story: tuple[int, str], port: int, pid: int, environment: dict[str, str], options: object) -> None:
    """One story, with more and more comments."""
    key, path = story
    address, there = environment["DATABASE_URL"], 0
    for size in SIZES:
        if size > there:
            databases.manage(environment, "generate_comments", f"--article={key}", f"--count={size - there}")
            databases.settle(address)
            there = size
        burst(port, [path], WARM_UP, options.connections, AS_PROXY)
        spent, waited = [], []
        for _ in range(options.rounds * 2):
            before = cpu(pid, address)
            result = burst(port, [path], options.requests, options.connections, AS_PROXY)
            if result.statuses != {200}:
                raise SystemExit(f"{path} answered {result.statuses}")
            spent.append(
                [
                    (late - early) / options.requests * 1000
                    for early, late in zip(before, cpu(pid, address), strict=True)
                ]
            )
            waited.append(result.percentile(0.5) * 1000)
        body = fetch(port, path)
        server, backends = (median(column) for column in zip(*spent, strict=True))
        print(
            f"{size:>6,} comments: CPU {server:.2f} ms a page, PostgreSQL {backends:.2f}   "
            f"p50 {median(waited):.1f} ms   {len(body):,} bytes, {len(gzip.compress(body, 6)):,} compressed"
        )


def fetch(port: int, path: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"X-Forwarded-Proto": "https"})
    return connection.getresponse().read()


def cpu(pid: int, address: str) -> tuple[float, float]:
    """Seconds that the server and PostgreSQL's backends have used."""
    return processor.seconds(processor.family(pid)), processor.seconds(processor.backends(address))


def posts(articles: list[int], port: int, pid: int, address: str, options: object) -> None:
    written = forms(articles)
    send(port, (as_request(port, *form) for form in written), WARM_UP, options.connections)
    databases.settle(address)  # or statements are planned for the empty tables that they were
    for name, among in (("200 stories", articles), ("one hot story", articles[:1])):
        written = forms(among, start=1_000_000 if among is articles else 3_000_000)
        for _ in range(options.rounds):
            before, stored = cpu(pid, address), rows(address)
            requests = (as_request(port, *form) for form in written)
            result = send(port, requests, options.comments, options.connections)
            spent = [
                (late - early) / options.comments * 1000 for early, late in zip(before, cpu(pid, address), strict=True)
            ]
            stored = rows(address) - stored
            print(
                f"{name:<14} {result.per_second:>6,.0f} comments a second (wanted {BAR})   "
                f"p50 {result.percentile(0.5) * 1000:>5.1f} ms   p99 {result.percentile(0.99) * 1000:>5.1f} ms   "
                f"CPU {spent[0]:.2f} ms, PostgreSQL {spent[1]:.2f}   {stored:,} stored of {options.comments:,}"
            )
            if result.statuses != {303} or stored != options.comments:
                raise SystemExit(f"Lost comments, or answers {result.statuses}.")


def forms(articles: list[int], start: int = 0) -> Iterator[tuple[int, int, dict[str, str]]]:
    """(number, story, fields) of comments that nobody has sent before."""
    random = Random(start)
    for number in count(start):
        text = sentence(random, number, 2)
        yield (
            number,
            articles[number % len(articles)],
            {
                "author_name": random.choice(NAMES),
                "email": f"reader{number}@example.org",
                "text": text,
                "elapsed": "30000",
            },
        )


def as_request(port: int, number: int, article: int, fields: dict[str, str]) -> bytes:
    body = urlencode(fields)
    return POST.format(port=port, article=article, source=source(number), length=len(body), body=body).encode()


def source(number: int) -> str:
    """Another network for each reader."""
    return f"11.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def rows(address: str) -> int:
    with psycopg.connect(address) as connection:
        return connection.execute("SELECT count(*) FROM comments_comment").fetchone()[0]


def killed(article: int, port: int, environment: dict[str, str], options: object) -> None:
    """Kill the server with SIGKILL while readers send, and look for every comment that was accepted."""
    for number in range(options.rounds):
        start = 8_000_000 + number * 100_000
        with suppress(ProcessLookupError), serving(environment, port) as pid:
            family = processor.family(pid)
            Timer(2.5, lambda family=family: [os.kill(one, signal.SIGKILL) for one in family]).start()
            with ThreadPoolExecutor(options.connections) as pool:
                readers = [
                    pool.submit(write_until_it_dies, port, article, start + n * 10_000)
                    for n in range(options.connections)
                ]
                accepted = {text for reader in readers for text in reader.result()}
        with psycopg.connect(environment["DATABASE_URL"]) as connection:
            query = "SELECT text FROM comments_comment WHERE text = ANY (%s)"
            found = {text for (text,) in connection.execute(query, [list(accepted)]).fetchall()}
        print(f"killed in the middle: {len(accepted):,} accepted, {len(accepted - found):,} lost")
        if accepted - found or not accepted:
            raise SystemExit("Lost comments.")


def write_until_it_dies(port: int, article: int, start: int) -> list[str]:
    """The texts that were answered with success."""
    accepted = []
    end = time.monotonic() + 30
    for number, story, fields in forms([article], start=start):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            headers = {
                "Sec-Fetch-Site": "same-origin",
                "X-Forwarded-Proto": "https",
                "X-Forwarded-For": source(number),
                "Content-Type": "application/x-www-form-urlencoded",
            }
            connection.request("POST", f"/comments/on/{story}/", urlencode(fields), headers)
            if connection.getresponse().status == 303:
                accepted.append(fields["text"])
        except (OSError, http.client.HTTPException):
            return accepted
        finally:
            connection.close()
        if time.monotonic() > end:
            raise SystemExit("The server outlived its end.")
    return accepted


if __name__ == "__main__":
    main()
