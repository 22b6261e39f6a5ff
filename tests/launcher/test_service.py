"""A supervised child: it runs again whenever it leaves, and gets time to finish."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from mohit.launcher import supervisor
from mohit.launcher.supervisor import Service
from tests.launcher.site import until


def service(code: str, patience: float = 5) -> Service:
    return Service("child", [sys.executable, "-c", code], dict(os.environ), patience)


def test_it_starts_a_child_again_that_left_without_an_error() -> None:
    child = service("")
    child.start()
    first = child.process
    first.wait()
    child.look_after()
    assert child.process is None
    child.due_at = 0
    child.look_after()
    assert child.process.pid != first.pid
    child.stop()


def test_it_waits_longer_after_every_fall() -> None:
    child = service("raise SystemExit(1)")
    pauses = []
    for _ in range(7):
        child.start()
        child.process.wait()
        child.look_after()
        pauses.append(round(child.due_at - time.monotonic()))
    assert pauses == [1, 2, 4, 8, 16, 30, 30]


def test_it_starts_a_child_again_at_once_after_a_long_life() -> None:
    child = service("")
    child.falls = 5
    child.start()
    child.process.wait()
    child.started_at -= supervisor.HEALTHY_AFTER + 1
    child.look_after()
    assert child.process is not None
    child.stop()


def test_it_lets_a_child_finish_its_work(tmp_path: Path) -> None:
    child = service(
        "import pathlib, signal, sys, time\n"
        f"folder = pathlib.Path({str(tmp_path)!r})\n"
        "def finish(*_):\n"
        "    time.sleep(0.3); (folder / 'finished').touch(); sys.exit()\n"
        "signal.signal(signal.SIGTERM, finish)\n"
        "(folder / 'ready').touch()\n"
        "time.sleep(60)"
    )
    child.start()
    until((tmp_path / "ready").exists, "the child is ready")
    child.stop()
    assert (tmp_path / "finished").exists()


def test_it_kills_a_child_that_does_not_stop_and_all_it_started(tmp_path: Path) -> None:
    child = service(
        "import pathlib, signal, subprocess, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "inner = subprocess.Popen(['sleep', '60'])\n"
        f"pathlib.Path({str(tmp_path)!r}, 'inner').write_text(str(inner.pid))\n"
        "time.sleep(60)",
        patience=0.2,
    )
    child.start()
    until((tmp_path / "inner").exists, "the child has a child")
    time.sleep(0.1)
    inner = int((tmp_path / "inner").read_text())
    child.stop()
    until(lambda: not is_alive(inner), "the inner process is gone")


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not (stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z")
