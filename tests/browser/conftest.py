"""A real Chromium, and an editor of the newsroom who is logged in.

The server answers from a thread of its own, so rows are committed and swept away after each test. A module therefore
says `pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)`: what migrations made comes back.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from newsroom import roles
from newsroom.models import User
from tests.chromium import find_chromium
from tests.factories import UserFactory

# Playwright runs a loop of its own in the test's thread; Django would refuse every query after the first page.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

GOODBYE = 200  # milliseconds
QUIET = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",  # on no network, wherever it runs
)

expect.set_options(timeout=15_000)  # how long it takes is the machine's affair


@pytest.fixture(scope="session")
def base_url() -> str:
    """None for the whole session: each test has a server of its own. (The plug-in's own fixture is deprecated.)"""
    return ""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium, which asks its maker for nothing."""
    return {**browser_type_launch_args, "executable_path": find_chromium(), "args": list(QUIET)}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "viewport": {"width": 1280, "height": 900}, "locale": "ar-DZ"}


@pytest.fixture
def editor(transactional_db: None) -> User:
    user = UserFactory(username="muharrir")
    user.groups.add(Group.objects.get(name=roles.EDITOR))
    return user


@pytest.fixture
def desk(context: BrowserContext, live_server: Any, editor: User) -> Iterator[Page]:
    """A page on which an editor is logged in; a complaint of the browser, the content policy's too, fails the test."""
    client = Client()
    client.force_login(editor)
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}
    context.add_cookies([{**cookie, "url": live_server.url}])
    complaints: list[str] = []
    context.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    page = context.new_page()
    yield page
    # A form says goodbye as its page goes; the tables are not emptied while the server still writes that down.
    if not page.is_closed():
        page.goto("about:blank")
        page.wait_for_timeout(GOODBYE)
    assert complaints == []
