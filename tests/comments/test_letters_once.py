"""No letter goes twice: workers side by side, killed at any moment, on a real database and a real mail server."""

from __future__ import annotations

import signal
import time

import pytest

from comments.letters import send_due
from comments.models import Mailbox, Notice
from tests import processes
from tests.comments.correspondents import confirmed, write
from tests.factories import ArticleFactory
from tests.mail_server import Script

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

SEND = "import django; django.setup(); from comments.letters import send_due; print(dict(send_due()))"


@pytest.fixture
def replies(mail_server: Script) -> list[str]:
    """Thirty people who each wait for the news of one reply."""
    article = ArticleFactory(published=True)
    addresses = [f"reader{number}@example.org" for number in range(30)]
    for address in addresses:
        confirmed(address)
        root = write(address, article, wants_replies=True, approved=True)
        write("salim@example.net", parent=root, approved=True)
    Notice.objects.exclude(kind="reply").delete()
    return addresses


def test_workers_side_by_side_send_each_letter_once(mail_server: Script, replies: list[str]) -> None:
    mail_server.rest = 0.02
    workers = [processes.start("-c", SEND, EMAIL_URL=mail_server.url) for _ in range(4)]
    for worker in workers:
        lines, _ = worker.communicate(timeout=60)
        assert worker.returncode == 0, lines

    assert mail_server.copies() == dict.fromkeys(replies, 1)
    assert set(Notice.objects.values_list("state", flat=True)) == {"sent"}
    assert mail_server.connections > 1


def test_killed_workers_send_nothing_twice_and_lose_only_what_was_on_its_way(
    mail_server: Script, replies: list[str]
) -> None:
    mail_server.rest = 0.05
    kills = 0
    for _ in range(5):
        workers = [processes.start("-c", SEND, EMAIL_URL=mail_server.url) for _ in range(2)]
        before = len(mail_server.taken)
        until = time.monotonic() + 20
        while len(mail_server.taken) < before + 3 and time.monotonic() < until and workers[0].poll() is None:
            time.sleep(0.003)
        for worker in workers:
            kills += worker.poll() is None
            worker.send_signal(signal.SIGKILL)
            worker.communicate()
    mail_server.rest = 0
    send_due()

    assert kills
    copies = mail_server.copies()
    assert set(copies.values()) <= {1}
    states = list(Notice.objects.values_list("state", flat=True))
    assert states.count("claimed") <= kills
    assert states.count("sent") + states.count("claimed") == len(replies)
    assert len(replies) - kills <= len(copies) <= len(replies)


def test_what_a_killed_worker_had_claimed_is_filed_and_never_sent(mail_server: Script, replies: list[str]) -> None:
    from datetime import timedelta

    from django.utils import timezone

    claimed = Notice.objects.claim()
    send_due()
    assert len(mail_server.taken) == len(replies) - 1
    Notice.objects.filter(pk=claimed.pk).update(claimed_at=timezone.now() - timedelta(minutes=16))
    send_due()

    claimed.refresh_from_db()
    assert claimed.state == "uncertain"
    assert len(mail_server.taken) == len(replies) - 1


def test_a_process_that_comes_back_late_changes_nothing(mail_server: Script, replies: list[str]) -> None:
    late = Notice.objects.claim()
    Notice.objects.filter(pk=late.pk).update(state="uncertain")

    assert not late.close(Notice.State.SENT)
    assert not late.try_again()
    late.refresh_from_db()
    assert late.state == "uncertain"


def test_a_real_worker_sends_and_prints_no_address(mail_server: Script, replies: list[str]) -> None:
    """procrastinate's own lines at their loudest, over a run with a refusal and one that raises."""
    from comments import tasks

    mail_server.answer(replies[0], f"550 5.1.1 <{replies[0]}> unknown")
    Mailbox.objects.filter(email_key=replies[5]).update(email=f"broken@@{replies[5]}")  # so that writing it raises
    tasks.send_letters.defer(timestamp=1)
    lines = processes.run(
        "manage.py", "procrastinate", "-v3", "worker", "--one-shot", "--concurrency=1", EMAIL_URL=mail_server.url
    )

    assert "Traceback" in lines
    assert "@" not in lines
    assert "example.org" not in lines
    assert len(mail_server.taken) == len(replies) - 2  # one that raises holds up no other
