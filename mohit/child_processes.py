"""Child processes that do not outlive their parent."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

PR_SET_PDEATHSIG = 1  # Linux's <sys/prctl.h>
# Looked up before any fork: a child between fork and exec must not load libraries.
_prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None


def when_parent_dies(sign: signal.Signals) -> Callable[[], None]:
    """A `preexec_fn`: the kernel sends the child `sign` once its parent is gone, even by SIGKILL.

    Linux only; elsewhere it does nothing. The parent's thread that starts the child must live as long as it.
    """
    return partial(die_after, os.getpid(), sign)


def die_after(parent: int, sign: signal.Signals) -> None:
    """Ask the kernel for `sign` when process `parent`, which started this one, ends."""
    if _prctl is None:
        return
    _prctl(PR_SET_PDEATHSIG, int(sign))
    if os.getppid() != parent:  # it was gone before we asked
        os.kill(os.getpid(), sign)


def end_group(process: subprocess.Popen[bytes]) -> None:
    """Kill what is left of the session that `process` led; the process itself too."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):  # macOS says EPERM of a group of zombies
        return


def numbers_of_processes() -> list[int]:
    """The pids that /proc shows; empty where there is no /proc."""
    try:
        return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    except OSError:
        return []


def marked_processes(mark: str) -> list[int]:
    """The other processes that were started with the environment entry `mark` ("NAME=value"); Linux only."""
    wanted = os.fsencode(mark)
    return [pid for pid in numbers_of_processes() if pid != os.getpid() and wanted in _environment_of(pid)]


def _environment_of(pid: int) -> list[bytes]:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return []
