from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings


def roots() -> list[Path]:
    return [Path(settings.MEDIA_ROOT), Path(settings.ORIGINALS_ROOT)]


@pytest.fixture(autouse=True)
def _empty_storages() -> None:
    """Names come from content, so a file of an earlier test would pass for one of this test."""
    for root in roots():
        shutil.rmtree(root, ignore_errors=True)


@pytest.fixture
def new_files() -> Callable[[], set[str]]:
    """Asks for the paths of all files that were stored since the test began."""
    return lambda: {str(path) for root in roots() for path in root.rglob("*") if path.is_file()}
