"""CPU time of processes, from Linux's /proc (proc(5))."""

from __future__ import annotations

import os
from pathlib import Path

import psycopg

TICKS = os.sysconf("SC_CLK_TCK")  # a second; 100 on Linux, so a figure is good to 10 ms


def seconds(pids: list[int]) -> float:
    """User and system time that these processes, all their threads, have used so far."""
    return sum(sum(int(field) for field in fields(pid)[11:13]) for pid in pids) / TICKS


def family(pid: int) -> list[int]:
    """The process and all below it."""
    parents = {int(entry.name): int(fields(int(entry.name))[1] or 0) for entry in Path("/proc").glob("[0-9]*")}
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def fields(pid: int) -> list[str]:
    """What follows the name in /proc/<pid>/stat; zeros for a process that is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ["0"] * 50


def backends(url: str) -> list[int]:
    """PostgreSQL's processes that serve this database; empty when the server runs on another machine."""
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ).fetchall()
    return [pid for (pid,) in rows if is_postgres(pid)]


def is_postgres(pid: int) -> bool:
    try:
        return b"postgres" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
