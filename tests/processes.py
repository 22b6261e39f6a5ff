"""Other processes of Mohit on the database of the running test, to be looked at and killed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection

ROOT = Path(__file__).resolve().parent.parent


def environment(**more: str) -> dict[str, str]:
    """What a process needs to stand on the database of this test, as in production."""
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "mohit.settings",
        "DATABASE_URL": url,
        "DATABASE_POOL": "0",
        "DEBUG": "no",
        "HTTPS": "no",
        "SECRET_KEY": "tests",
        "ALLOWED_HOSTS": "testserver",
        "SITE_URL": "http://testserver",
        "STATIC_MANIFEST": "no",
        **more,
    }


def start(*arguments: str, **more: str) -> subprocess.Popen[str]:
    """`python …` with this environment and `more`; its lines are in `stdout`. The caller ends it."""
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment(**more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def run(*arguments: str, **more: str) -> str:
    """The lines of a process that has ended well."""
    process = start(*arguments, **more)
    lines, _ = process.communicate(timeout=60)
    assert process.returncode == 0, lines
    return lines
