"""`make test`: all tests, with a Chromium and a throw-away PostgreSQL. Arguments go on to pytest.

Without arguments the tests share the processors, up to four, each with a database of its own.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mohit.embedded_postgres.cluster import Cluster
from tests.chromium import ChromiumMissing, find_chromium

EVERYTHING = ["--numprocesses=logical", "--maxprocesses=4"]
REPOSITORY = Path(__file__).resolve().parent.parent


def main(arguments: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the database below is stopped
    try:
        chromium = find_chromium()
    except ChromiumMissing as error:
        print(f"\nMohit: {error}\n", file=sys.stderr)
        return 1
    with database_url() as url:
        environment = os.environ | {"CHROMIUM": chromium, "DATABASE_URL": url}
        return in_foreground([sys.executable, "-m", "pytest", *arguments], environment)


@contextmanager
def database_url() -> Iterator[str]:
    """DATABASE_URL, else a fresh embedded server that trades safety for speed and leaves nothing behind."""
    if url := os.environ.get("DATABASE_URL"):
        yield url
        return
    with tempfile.TemporaryDirectory(prefix="mohit-test-") as folder:
        Path(folder).chmod(0o711)  # root's PostgreSQL runs under another account
        cluster = Cluster(Path(folder), durable=False)
        try:
            cluster.start()
            yield cluster.url
        finally:
            cluster.stop()


def in_foreground(command: list[str], environment: dict[str, str]) -> int:
    """Run to the end; Ctrl-C reaches pytest through the terminal, which then ends in its own way."""
    process = subprocess.Popen(command, env=environment, cwd=REPOSITORY)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue
        except SystemExit:
            process.terminate()
            process.wait()
            raise


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or EVERYTHING))
