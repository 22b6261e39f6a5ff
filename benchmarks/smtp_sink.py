"""A mail server that takes everything and remembers for whom: `python -m benchmarks.smtp_sink PORT FILE`.

Each address is written to FILE, a line a mail, before the mail is answered for with 250, as a server does that has it
on its disk. Speaks just enough of RFC 5321 with pipelining (RFC 2920) for a sender to be measured against it.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which

from benchmarks.databases import ROOT
from benchmarks.server import wait_for

HELLO = b"250-sink\r\n250-PIPELINING\r\n250-ENHANCEDSTATUSCODES\r\n250 8BITMIME\r\n"


class Sink(asyncio.Protocol):
    file = -1

    def connection_made(self, transport: asyncio.Transport) -> None:
        self.transport, self.rest, self.is_content, self.recipient = transport, b"", False, b""
        transport.write(b"220 sink ESMTP\r\n")

    def data_received(self, data: bytes) -> None:
        self.rest += data
        while self.take_content() if self.is_content else self.take_command():
            pass

    def take_content(self) -> bool:
        end = self.rest.find(b"\r\n.\r\n")
        if end < 0:
            return False
        self.rest, self.is_content = self.rest[end + 5 :], False
        os.write(self.file, self.recipient + b"\n")
        self.transport.write(b"250 2.0.0 Taken\r\n")
        return True

    def take_command(self) -> bool:
        line, end, self.rest = self.rest.partition(b"\r\n")
        if not end:
            self.rest = line
            return False
        verb = line[:4].upper()
        if verb == b"EHLO":
            self.transport.write(HELLO)
        elif verb == b"RCPT":
            self.recipient = line[line.find(b"<") + 1 : line.rfind(b">")]
            self.transport.write(b"250 2.1.5 OK\r\n")
        elif verb == b"DATA":
            self.is_content = True
            self.transport.write(b"354 Go on\r\n")
        elif verb == b"QUIT":
            self.transport.write(b"221 2.0.0 Bye\r\n")
            self.transport.close()
        else:
            self.transport.write(b"250 2.0.0 OK\r\n")
        return True


async def serve(port: int, file: str) -> None:
    Sink.file = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", port)
    await server.serve_forever()


@contextmanager
def sink(port: int, file: Path | None = None) -> Iterator[int]:
    """The pid of a sink that listens on `port`: ours when its list of addresses is wanted, else postfix's if it is
    installed, which costs the machine less."""
    postfix = which("smtp-sink", path=f"{os.environ['PATH']}:/usr/sbin")
    command = [sys.executable, "-m", "benchmarks.smtp_sink", str(port), str(file or os.devnull)]
    if postfix and not file:
        account = ["-u", "nobody"] if os.getuid() == 0 else []
        command = [postfix, *account, f"127.0.0.1:{port}", "500"]
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        wait_for(port, process)
        yield process.pid
    finally:
        process.terminate()
        process.wait(10)


def copies(file: Path) -> Counter[str]:
    """How many mails each address has got."""
    return Counter(file.read_text().split()) if file.exists() else Counter()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), sys.argv[2]))
