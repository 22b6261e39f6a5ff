"""The steps before the first page: static files only when changed, one login."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from django.contrib.auth import authenticate

from mohit.launcher import preparation


@pytest.fixture
def static_source(tmp_path: Path, settings: object) -> Path:
    source = tmp_path / "source"
    source.mkdir()
    (source / "page.css").write_text("main { color: teal }")
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_MANIFEST = True
    from django.contrib.staticfiles.finders import get_finder

    get_finder.cache_clear()
    yield source
    get_finder.cache_clear()


def test_it_collects_static_files_once_and_again_after_a_change(static_source: Path, tmp_path: Path) -> None:
    collected = tmp_path / "static" / "page.css"
    preparation.collect_static()
    assert collected.exists()

    collected.unlink()
    preparation.collect_static()
    assert not collected.exists()

    os.utime(static_source / "page.css", (1, 1))
    preparation.collect_static()
    assert collected.exists()


@pytest.mark.django_db
def test_it_prints_a_login_that_works(capsys: pytest.CaptureFixture[str]) -> None:
    assert preparation.is_empty()
    preparation.make_login()
    password = re.search(r"password +(\S+)", capsys.readouterr().out)[1]
    user = authenticate(username="muharrir", password=password)
    assert user.is_staff
    assert not user.is_superuser
    assert [group.name for group in user.groups.all()] == ["مدير"]
    assert preparation.has_staff()
    assert not preparation.is_empty()


@pytest.mark.django_db
def test_it_sees_that_no_migration_is_left() -> None:
    assert not preparation.has_unapplied_migrations()
