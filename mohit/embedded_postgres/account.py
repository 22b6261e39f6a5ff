"""The system account that runs PostgreSQL when Mohit itself runs as root, which PostgreSQL refuses to do."""

from __future__ import annotations

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

NAME = "mohit-postgres"
# A system account: no login, no home, and logind's RemoveIPC leaves its shared memory alone.
WAYS_TO_MAKE_IT = (
    ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", NAME],
    ["adduser", "-S", "-D", "-H", "-s", "/sbin/nologin", NAME],  # BusyBox
)


@dataclass(frozen=True)
class Account:
    """A user without rights and its group."""

    uid: int
    gid: int

    def owns(self, folder: Path) -> bool:
        return folder.stat().st_uid == self.uid

    def run_as(self) -> dict[str, object]:
        """The keywords of `subprocess.Popen` that start a program as this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def can_run(self, *command: str | Path) -> bool:
        """Whether the account reaches and runs that program."""
        try:
            done = subprocess.run(  # noqa: S603
                [str(part) for part in command],
                cwd="/",
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=30,
                check=False,
                **self.run_as(),
            )
        except (OSError, subprocess.SubprocessError):
            return False
        return done.returncode == 0

    def can_enter(self, folder: Path) -> bool:
        """Whether every folder above lets the account through to `folder`."""
        return self.can_run("/bin/sh", "-c", 'cd "$1"', "sh", folder)


def server_account(data: Path) -> Account | None:
    """Who runs the server of `data`: its owner, else our own account; None when this process is not root."""
    if os.geteuid() != 0:
        return None
    if data.exists() and (status := data.stat()).st_uid != 0:
        return Account(status.st_uid, status.st_gid)
    return _find(NAME) or _make() or _find("nobody")


def _find(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(entry.pw_uid, entry.pw_gid) if entry.pw_uid != 0 else None


def _make() -> Account | None:
    for command in WAYS_TO_MAKE_IT:
        try:
            subprocess.run(command, capture_output=True, timeout=30, check=True)  # noqa: S603
        except (OSError, subprocess.SubprocessError):
            continue
        return _find(NAME)
    return None
