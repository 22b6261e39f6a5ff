"""The Makefile and what it says on a machine that lacks something."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from mohit.launcher.environment import REPOSITORY
from tests.chromium import ChromiumMissing, find_chromium

MAKE_VENV = REPOSITORY / "mohit/launcher/make_venv.sh"


def make_venv(folder: Path, programs: dict[str, str]) -> str:
    """What it prints in an empty folder when these are all the programs of the machine."""
    tools = folder / "bin"
    tools.mkdir()
    for name in ("rm", "uname"):
        (tools / name).symlink_to(shutil.which(name))
    for name, script in programs.items():
        (tools / name).write_text(f"#!/bin/sh\n{script}\n")
        (tools / name).chmod(0o755)
    done = subprocess.run(
        ["/bin/sh", MAKE_VENV, "requirements.txt"],
        cwd=folder,
        env={"PATH": str(tools)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert not (folder / ".venv").exists()
    return done.stderr


def test_it_says_that_python_is_missing(tmp_path: Path) -> None:
    assert "no Python 3.11 or newer found" in make_venv(tmp_path, {})


def test_it_does_not_take_an_old_python(tmp_path: Path) -> None:
    assert "no Python 3.11 or newer found" in make_venv(tmp_path, {"python3": "exit 1"})


def test_it_says_that_venv_is_missing(tmp_path: Path) -> None:
    without_venv = 'case "$2" in *ensurepip*|pip) exit 1;; *%d*) echo 3.11;; esac'
    assert "apt-get install python3.11-venv" in make_venv(tmp_path, {"python3.11": without_venv})


def test_its_help_lists_every_target() -> None:
    makefile = (REPOSITORY / "Makefile").read_text()
    said = subprocess.run(
        [shutil.which("make"), "--no-print-directory", "help"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    targets = set(re.findall(r"^\.PHONY: (\S+)", makefile, re.MULTILINE))
    assert set(re.findall(r"^  make (\S+) +\S", said, re.MULTILINE)) == targets
    assert {"run", "test", "dev", "lint", "format", "shell", "manage", "lock", "clean", "help"} <= targets


def test_it_fails_when_the_chosen_chromium_does_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    with pytest.raises(ChromiumMissing, match="does not run"):
        find_chromium()
