"""Folders that root's PostgreSQL can enter, and sites that run in them."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from mohit.embedded_postgres.place import home
from tests.launcher.site import Site


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder whose name has a space and an Arabic letter; pytest's own would be closed to other accounts."""
    made = Path(tempfile.mkdtemp(prefix="mohit م "))
    made.chmod(0o711)
    yield made
    for var in made.iterdir():
        if home(var).exists():
            shutil.rmtree(home(var))
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[Site]:
    """A site that runs; tests may kill parts of it, and leave it running."""
    if sys.platform != "linux":
        pytest.skip("finds processes in /proc")
    site = Site(folder / "var").start()
    yield site
    site.kill_everything()
