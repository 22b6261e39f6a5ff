"""Where the embedded cluster keeps its data, its socket and, if need be, its own copy of PostgreSQL.

Everything stands in `<var>/postgres`. Only when Mohit runs as root below a folder that PostgreSQL's account
may not enter (a 0700 home), the cluster lives elsewhere and `<var>/postgres/place` says where: the modes of
folders that are not ours are never opened.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mohit.embedded_postgres.account import Account

SHARED_PLACE = Path("/var/lib/mohit")
SOCKET_NAME = "/.s.PGSQL.5432"
LONGEST_SOCKET_FOLDER = 103 - len(SOCKET_NAME)  # bytes of sockaddr_un.sun_path: macOS, Linux has four more


def home(var: Path) -> Path:
    """The folder of the cluster that belongs to `var`."""
    own = var / "postgres"
    try:
        return Path((own / "place").read_text().strip())
    except (FileNotFoundError, NotADirectoryError):
        return own


def data_folder(var: Path) -> Path:
    """PostgreSQL's data directory."""
    return home(var) / "data"


def settle(var: Path, account: Account | None) -> Path:
    """Make the folder of the cluster, one that `account` can enter, and return it."""
    own = var / "postgres"
    own.mkdir(mode=0o700, parents=True, exist_ok=True)
    chosen = home(var)
    if account is None or (chosen != own and chosen.is_dir()):
        chosen.mkdir(mode=0o700, exist_ok=True)
        return chosen
    own.chmod(0o711)
    if _takes(own, account):
        return own
    elsewhere = _make_shared_place()
    (elsewhere / "made-for").write_text(f"{var}\n")
    pointer = own / "place.new"
    pointer.write_text(f"{elsewhere}\n")
    pointer.replace(own / "place")
    return elsewhere


def give_folder(folder: Path, account: Account | None) -> Path:
    """Make `folder` private to the account that runs the server."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if account is not None:
        os.chown(folder, account.uid, account.gid)
    folder.chmod(0o700)
    return folder


def socket_folder(home: Path, account: Account | None) -> Path:
    """A private folder for the socket: the cluster's own, or a temporary one when that name is too long.

    A comma would read as two hosts to libpq.
    """
    near = home / "socket"
    shutil.rmtree(near, ignore_errors=True)  # a killed server's lock file may name a process that lives
    if len(os.fsencode(near)) <= LONGEST_SOCKET_FOLDER and "," not in str(near):
        return give_folder(near, account)
    return give_folder(Path(tempfile.mkdtemp(prefix="mohit-", dir="/tmp")), account)


def _takes(folder: Path, account: Account) -> bool:
    """Whether the account can have a folder in `folder`: not past a closed door, nor on some disks."""
    trial = folder / "trial"
    try:
        give_folder(trial, account)
        return account.owns(trial) and account.can_enter(trial)
    except OSError:
        return False
    finally:
        if trial.is_dir():
            trial.rmdir()


def _make_shared_place() -> Path:
    try:
        SHARED_PLACE.mkdir(mode=0o755, parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix="postgres-", dir=SHARED_PLACE))
    except OSError:
        made = Path(tempfile.mkdtemp(prefix="mohit-postgres-", dir="/var/tmp"))
    made.chmod(0o711)
    return made
