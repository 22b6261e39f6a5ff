"""What a hostile tester found at the edges of sending: moments and answers that nobody plans for."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from time import monotonic, sleep

import pytest
from django.db import OperationalError
from django.utils import timezone

from newsletter.mail_merge import NAME, TOKEN
from newsletter.management.commands.send_issues import Command
from newsletter.models import Issue
from newsletter.preflight import errors_of
from newsletter.sending import audience, starting
from newsletter.sending.starting import start_due
from tests.mail_server import Script
from tests.newsletter.sending import Reason, another_process, issue_to, row, states, work

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.mark.parametrize("paused_before", [False, True])
def test_it_closes_the_books_of_an_issue_cancelled_while_its_audience_was_written(
    mail_server: Script, paused_before: bool
) -> None:
    issue = issue_to("ali", "muna", "sara")
    audience.plan_some(issue, 2)
    if paused_before:
        issue.pause()
    issue.cancel()

    work()

    issue.refresh_from_db()
    assert issue.finished_at
    assert (issue.state, issue.planned, issue.skipped) == ("cancelled", 2, 2)
    assert not mail_server.taken


@pytest.mark.parametrize("answer", ["garbage", "354 Go on", "777 Whatever", "150 Wait"])
def test_it_never_repeats_a_mail_after_an_answer_that_says_nothing(mail_server: Script, answer: str) -> None:
    issue = issue_to("ali", "odd", "sara")
    mail_server.answer_data("odd@example.com", answer)

    work()

    assert states(issue) == {"ali": "SENT", "odd": "UNCERTAIN", "sara": "SENT"}
    assert row("odd").reason == Reason.LOST


def test_a_database_that_goes_away_holds_no_issue(ready: Issue, monkeypatch: pytest.MonkeyPatch) -> None:
    def goes_away(*_: object) -> None:
        raise OperationalError

    ready.schedule(timezone.now() - timedelta(minutes=1))
    monkeypatch.setattr(starting, "errors_of", goes_away)

    with pytest.raises(OperationalError):
        start_due()

    ready.refresh_from_db()
    assert ready.state == "scheduled"


@pytest.mark.parametrize("mark", [TOKEN, NAME])
@pytest.mark.parametrize("place", ["https://elsewhere.example/?reader={}", "/search/?q={}"])
def test_no_link_of_an_editor_takes_a_readers_key_along(ready: Issue, mark: str, place: str) -> None:
    ready.intro = f'<p><a href="{place.format(mark)}">اقرأ</a></p>'
    ready.save()

    assert [finding.code for finding in errors_of(ready)] == ["placeholder"]


def test_a_killed_worker_is_replaced_until_the_command_is_told_to_end(mail_server: Script) -> None:
    command = another_process("send_issues", "--workers", "2", email_url=mail_server.url)
    try:
        first = wait_for(lambda: sorted(workers_of(command.pid)), lambda pids: len(pids) == 2)
        os.kill(first[0], signal.SIGKILL)

        wait_for(lambda: sorted(workers_of(command.pid)), lambda pids: len(pids) == 2 and pids != first)
    finally:
        command.terminate()
        assert command.wait(20) is not None


def test_a_worker_that_is_started_while_the_command_ends_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []

    def another(self: Command) -> subprocess.Popen[bytes]:
        started.append(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(20)"]))
        if len(started) == 2:
            started[0].kill()
        if len(started) == 3:
            signal.raise_signal(signal.SIGTERM)
        return started[-1]

    monkeypatch.setattr(Command, "another", another)
    before = {sign: signal.getsignal(sign) for sign in (signal.SIGTERM, signal.SIGINT)}
    try:
        Command().supervise(2)
    finally:
        for sign, handler in before.items():
            signal.signal(sign, handler)

    assert [process.returncode for process in started] == [-signal.SIGKILL, -signal.SIGTERM, -signal.SIGTERM]


def workers_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def wait_for(look: Callable[[], list[int]], is_right: Callable[[list[int]], bool]) -> list[int]:
    until = monotonic() + 20
    while not is_right(found := look()):
        assert monotonic() < until, found
        sleep(0.1)
    return found
