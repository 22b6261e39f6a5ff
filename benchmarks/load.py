"""A small HTTP/1.1 load generator: keep-alive connections on the loopback interface, one thread, nothing to install."""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle

LONGEST = 60  # seconds that one burst may take


@dataclass
class Result:
    wall: float  # seconds
    latencies: list[float] = field(repr=False)  # seconds, sorted
    size: int  # bytes of the last body
    statuses: set[int]

    @property
    def per_second(self) -> float:
        return len(self.latencies) / self.wall

    def percentile(self, share: float) -> float:
        return self.latencies[min(len(self.latencies) - 1, int(len(self.latencies) * share))]


class Visitor:
    """One connection that asks for one page after the other."""

    def __init__(self, port: int) -> None:
        self.asked_at = time.perf_counter()
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=LONGEST)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = bytearray()
        self.needed = -1  # bytes of the whole answer; -1 until its head is in
        self.is_used = False  # the time of a first answer includes the connection
        self.is_last = False  # the server hangs up after this answer (nginx does after a thousand)

    def ask(self, request: bytes) -> None:
        self.buffer.clear()
        self.needed = -1
        if self.is_used:
            self.asked_at = time.perf_counter()
        self.is_used = True
        self.socket.sendall(request)

    def read(self) -> tuple[int, int] | None:
        """(status, bytes of the body) when the answer is whole."""
        received = self.socket.recv(262_144)
        if not received:
            raise ConnectionError(f"The server hung up after {bytes(self.buffer[:200])!r}")
        self.buffer += received
        if self.needed < 0:
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return None
            head = bytes(self.buffer[:end]).lower()
            start = head.find(b"content-length:")
            if head[9:12] == b"204":  # RFC 9110, section 15.3.5: has no content, and may do without a length
                self.body = 0
            elif start < 0:
                raise ConnectionError(f"An answer without a length: {head!r}")
            else:
                self.body = int(head[start + 15 :].split(b"\r\n", 1)[0])
            self.needed = end + 4 + self.body
            self.is_last = b"connection: close" in head
        if len(self.buffer) < self.needed:
            return None
        return int(self.buffer[9:12]), self.body


def burst(
    port: int, paths: list[str], count: int, connections: int, headers: str = "", *, keep_alive: bool = True
) -> Result:
    """`count` requests for `paths` in turn, that many at a time; without `keep_alive` each has its own connection."""
    headers += "" if keep_alive else "Connection: close\r\n"
    return send(
        port,
        cycle([f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{headers}\r\n".encode() for path in paths]),
        count,
        connections,
    )


def send(port: int, requests: Iterator[bytes], count: int, connections: int) -> Result:
    """`count` of these whole requests, that many at a time."""
    latencies: list[float] = []
    statuses: set[int] = set()
    size = sent = 0
    with selectors.DefaultSelector() as selector:
        started = time.perf_counter()
        for _ in range(min(connections, count)):
            visitor = Visitor(port)
            selector.register(visitor.socket, selectors.EVENT_READ, visitor)
            visitor.ask(next(requests))
            sent += 1
        while len(latencies) < count:
            if time.perf_counter() - started > LONGEST:
                raise TimeoutError(f"{len(latencies)} of {count} answers in {LONGEST} s")
            for key, _ in selector.select(1):
                visitor = key.data
                answer = visitor.read()
                if answer is None:
                    continue
                latencies.append(time.perf_counter() - visitor.asked_at)
                statuses.add(answer[0])
                size = answer[1]
                if visitor.is_last:
                    selector.unregister(visitor.socket)
                    visitor.socket.close()
                    visitor = Visitor(port)
                    selector.register(visitor.socket, selectors.EVENT_READ, visitor)
                if sent < count:
                    visitor.ask(next(requests))
                    sent += 1
        wall = time.perf_counter() - started
        for key in list(selector.get_map().values()):
            key.data.socket.close()
    return Result(wall, sorted(latencies), size, statuses)
