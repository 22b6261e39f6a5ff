"""Readers at once at a real web server, which is killed in the middle: what it answered is counted, and once."""

from __future__ import annotations

import http.client
import json
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Lock, Thread

import pytest
from django.db import connection
from django.db.models import Count

from ads.models import Offer
from ads.reconciling import reconcile
from tests import processes
from tests.ads.reader import AGENT, DECISION, counts, labels, live

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

READERS = 16  # at a time
HEADERS = {"User-Agent": AGENT, "Host": "testserver", "Sec-Fetch-Site": "same-origin"}


class Server:
    """granian as `make run` starts it, on the database of the test. The pool bounds what it takes of PostgreSQL's
    connections, however many readers there are: 2 processes with 4 each.
    """

    def __init__(self) -> None:
        with socket.socket() as trial:
            trial.bind(("127.0.0.1", 0))
            self.port = trial.getsockname()[1]
        self.process = processes.start("-m", "mohit.launcher.web", "127.0.0.1", str(self.port), DATABASE_POOL="4")
        self.lock, self.dies_after = Lock(), 0  # clicks that were answered
        self.lines: list[str] = []
        self.listener = Thread(target=lambda: self.lines.extend(self.process.stdout))  # or a full pipe stops it
        self.listener.start()
        until = time.monotonic() + 30
        while self.ask("GET", "/health/")[0] != 200:
            assert self.process.poll() is None, self.lines
            assert time.monotonic() < until
            time.sleep(0.05)

    def ask(self, method: str, path: str, body: object = None, reader: int = 0) -> tuple[int, bytes]:
        """(status, body); (0, b"") when no answer came. Each reader has a network of its own."""
        there = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            headers = {**HEADERS, "X-Forwarded-For": f"203.0.113.{reader}"}
            there.request(method, path, body and json.dumps(body), headers)
            answer = there.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            return 0, b""
        finally:
            there.close()

    def report(self, nonce: str, event: str, reader: int = 0) -> int:
        return self.ask("POST", f"/placements/{nonce}/{event}/", {"box": "side"}, reader)[0]

    def nonce(self, reader: int = 0) -> str:
        """Of a new offer; empty when no answer came."""
        status, body = self.ask("POST", DECISION, {"boxes": ["side"]}, reader)
        return json.loads(body)["boxes"]["side"]["nonce"] if status == 200 else ""

    def was_clicked(self) -> None:
        with self.lock:
            self.dies_after -= 1
            if self.dies_after == 0:
                self.kill()

    def kill(self) -> None:
        """SIGKILL; its workers die of the same at the same moment (mohit/launcher/web.py)."""
        self.process.kill()

    def end(self) -> None:
        self.kill()
        self.process.wait()
        self.listener.join()
        self.process.stdout.close()
        with connection.cursor() as cursor:  # what PostgreSQL still does for the dead is done before anybody counts
            until = time.monotonic() + 20
            others = "datname = current_database() AND pid <> pg_backend_pid() AND state = 'active'"
            while time.monotonic() < until:
                cursor.execute(f"SELECT count(*) FROM pg_stat_activity WHERE {others}")
                if not cursor.fetchone()[0]:
                    return
                time.sleep(0.02)


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.end()


def test_one_nonce_a_hundred_times_counts_once(server: Server) -> None:
    live()
    nonce = server.nonce()

    with ThreadPoolExecutor(READERS) as pool:
        for event in ("rendered", "viewable"):
            assert set(pool.map(lambda n, event=event: server.report(nonce, event), range(100))) == {204}
        clicks = pool.map(lambda n: server.ask("GET", f"/placements/{nonce}/go/")[0], range(100))
        assert set(clicks) == {302}

    assert counts() == (1, 1, 1, 1)
    assert labels() == {(event, "duplicate"): 99 for event in ("rendered", "viewable", "clicked")}
    assert reconcile() == []


def test_it_counts_nothing_of_a_request_that_breaks_off(server: Server) -> None:
    live()
    head = "".join(f"{name}: {value}\r\n" for name, value in HEADERS.items())
    body = '{"boxes": ["side"]}'
    for cut in (0, 5, len(body) - 1):
        with socket.create_connection(("127.0.0.1", server.port)) as reader:
            sent = f"POST {DECISION} HTTP/1.1\r\n{head}Content-Length: {len(body)}\r\n\r\n{body[:cut]}"
            reader.sendall(sent.encode())
            reader.shutdown(socket.SHUT_WR)
            time.sleep(0.1)

    assert server.nonce()  # it lives on
    assert counts() == (1, 0, 0, 0)


def test_every_answered_event_is_counted_once_when_the_server_is_killed() -> None:
    live()
    answered = {"offered": 0, "rendered": 0, "viewable": 0, "clicked": 0}
    for clicks in (1, 40):  # not after a time, which is too short for one machine and too long for another
        server = Server()
        server.dies_after = clicks
        with ThreadPoolExecutor(READERS) as pool:
            for events in pool.map(partial(read_until_it_dies, server), range(READERS)):
                for event in events:
                    answered[event] += 1
        server.end()

    assert min(answered.values()) > 0
    counted = dict(zip(answered, counts(), strict=True))
    # What was counted and not answered was on its way at a kill: one request of each reader.
    for event, number in answered.items():
        assert number <= counted[event] <= number + 2 * READERS
    assert sum(counted.values()) - sum(answered.values()) <= 2 * READERS
    assert counted == stamped()
    assert labels() == {}
    assert reconcile() == []


def read_until_it_dies(server: Server, reader: int) -> list[str]:
    """The events that were answered with success, each sent once. All from one network would go over its rate."""
    answered = []
    while True:
        nonce = server.nonce(reader)
        if not nonce:
            return answered
        answered.append("offered")
        for event in ("rendered", "viewable"):
            if server.report(nonce, event, reader) != 204:
                return answered
            answered.append(event)
        if server.ask("GET", f"/placements/{nonce}/go/", reader=reader)[0] != 302:
            return answered
        answered.append("clicked")
        server.was_clicked()


def stamped() -> dict[str, int]:
    """What the single offers say."""
    names = {"offered": "pk", "rendered": "rendered_at", "viewable": "viewable_at", "clicked": "clicked_at"}
    return Offer.objects.aggregate(**{event: Count(name) for event, name in names.items()})
