"""Workers while somebody pauses, cancels or kills."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from time import monotonic, sleep

import pytest
from django.db import connection
from django.utils import timezone

from newsletter.models import Delivery, Issue
from newsletter.sending.worker import Worker
from newsletter.tasks import send_issues
from tests.mail_server import Script
from tests.newsletter.factories import IssueFactory, IssueStoryFactory
from tests.newsletter.sending import State, another_process, issue_to, list_of, work

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

MANY = [f"r{number}" for number in range(150)]


@contextmanager
def working(**options: object) -> Iterator[Worker]:
    """A worker in a thread of its own."""
    worker = Worker(**{"connections": 3, **options})

    def run() -> None:
        worker.run()
        connection.close()

    thread = Thread(target=run)
    thread.start()
    try:
        yield worker
    finally:
        worker.stop()
        thread.join()


def wait_until(is_so: object, seconds: float = 20) -> None:
    ends = monotonic() + seconds
    while not is_so():
        assert monotonic() < ends, "nothing happened"
        sleep(0.02)


def due_issue(*names: str) -> Issue:
    """Scheduled for now, with the story without which it would be held."""
    issue = IssueFactory(mailing_list=list_of(*names), state="scheduled", scheduled_at=timezone.now())
    IssueStoryFactory(issue=issue)
    return issue


def tally(issue: Issue) -> Counter[int]:
    return Counter(Delivery.objects.filter(issue=issue).values_list("state", flat=True))


@pytest.mark.parametrize("verb", ["pause", "cancel"])
def test_it_stops_within_a_second(mail_server: Script, verb: str) -> None:
    mail_server.rest = 0.05
    issue = issue_to(*MANY)

    with working():
        wait_until(lambda: len(mail_server.taken) > 10)
        assert getattr(issue, verb)()
        sleep(1)
        taken = len(mail_server.taken)
        sleep(1)
        assert len(mail_server.taken) == taken < len(MANY)

    assert tally(issue)[State.CLAIMED] == 0
    assert tally(issue)[State.SENT] == taken


def test_it_goes_on_after_a_pause_and_sends_nobody_twice(mail_server: Script) -> None:
    issue = issue_to(*MANY)

    with working():
        wait_until(lambda: len(mail_server.taken) > 10)
        issue.pause()
        sleep(1.2)
        issue.resume()
        wait_until(lambda: Issue.objects.get(pk=issue.pk).state == "sent")

    assert set(mail_server.copies().values()) == {1}
    assert len(mail_server.taken) == len(MANY)


def test_it_accounts_for_a_cancelled_issue(mail_server: Script) -> None:
    mail_server.rest = 0.02
    issue = issue_to(*MANY)

    with working():
        wait_until(lambda: len(mail_server.taken) > 10)
        issue.cancel()
        wait_until(lambda: Issue.objects.get(pk=issue.pk).finished_at)

    issue.refresh_from_db()
    assert (issue.state, issue.planned) == ("cancelled", len(MANY))
    assert issue.sent == len(mail_server.taken)
    assert issue.skipped == issue.planned - issue.sent


def test_it_gives_back_what_it_holds_when_it_is_told_to_end(mail_server: Script) -> None:
    mail_server.rest = 0.05
    issue = issue_to(*MANY)

    with working():
        wait_until(lambda: len(mail_server.taken) > 10)

    assert set(tally(issue)) == {State.SENT, State.PLANNED}
    assert tally(issue)[State.SENT] == len(mail_server.taken)


def test_it_lets_breaking_news_go_first(mail_server: Script) -> None:
    slow, fast = issue_to(*MANY), issue_to("ali", "muna", "sara")
    fast.mailing_list.kind = "breaking"
    fast.mailing_list.save()

    work(batch=10, connections=1)  # of several beside each other one may be slow

    order = [mail.recipients[0].partition("@")[0] for mail in mail_server.taken]
    assert set(order[:3]) == {"ali", "muna", "sara"}
    assert Issue.objects.get(pk=slow.pk).state == "sent"


def test_it_starts_what_is_due_and_holds_what_was_missed(mail_server: Script) -> None:
    now = timezone.now()
    mailing_list = list_of("ali")
    due = IssueFactory(mailing_list=mailing_list, state="scheduled", scheduled_at=now)
    missed = IssueFactory(mailing_list=mailing_list, state="scheduled", scheduled_at=now - timezone.timedelta(hours=3))
    later = IssueFactory(mailing_list=mailing_list, state="scheduled", scheduled_at=now + timezone.timedelta(hours=1))
    story = IssueStoryFactory(issue=due)

    work()

    assert [Issue.objects.get(pk=row.pk).state for row in (due, missed, later)] == ["sent", "held", "scheduled"]
    (mail,) = mail_server.taken
    assert story.article.headline in mail.text
    assert "فات موعد" in missed.events.get().note


def test_the_job_of_every_minute_sends_what_is_due(mail_server: Script) -> None:
    issue = due_issue("ali")

    send_issues(timestamp=0)

    assert Issue.objects.get(pk=issue.pk).state == "sent"
    assert len(mail_server.taken) == 1


def test_the_job_asks_little_when_there_is_nothing_to_send(django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(5):  # twice: what is due, what is at work; whether rows are open
        send_issues(timestamp=0)


def test_it_outlives_a_database_that_closes_its_connections(mail_server: Script) -> None:
    """As when PostgreSQL starts anew. What the mail server answered meanwhile is written down afterwards."""
    mail_server.rest = 0.02
    issue = issue_to(*MANY)

    with working():
        for taken in (10, 40, 80):
            wait_until(lambda taken=taken: len(mail_server.taken) > taken)
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
        wait_until(lambda: Issue.objects.get(pk=issue.pk).state == "sent", 30)

    issue.refresh_from_db()
    assert (issue.sent, issue.uncertain) == (len(MANY), 0)
    assert set(mail_server.copies().values()) == {1}


def test_two_workers_start_an_issue_once(mail_server: Script) -> None:
    issue = due_issue(*MANY[:20])

    with working(), working():
        wait_until(lambda: Issue.objects.get(pk=issue.pk).state == "sent")

    assert list(issue.events.order_by("pk").values_list("verb", flat=True)) == ["start", "finish"]
    assert set(mail_server.copies().values()) == {1}
    assert len(mail_server.taken) == 20


def test_kills_at_any_moment_lose_nobody_and_send_nobody_twice(mail_server: Script) -> None:
    """Three processes, killed at random; the books add up at every stop. benchmarks/newsletter_kills.py does it at
    scale."""
    connections, kills, dice = 4, 6, random.Random(20261125)
    issue = issue_to(*(f"r{number}" for number in range(600)))
    mail_server.rest = 0.01
    command = ["send_issues", "--once", f"--connections={connections}", "--lease=2"]

    def start() -> object:
        return another_process(*command, email_url=mail_server.url)

    processes = [start() for _ in range(3)]
    wait_until(lambda: mail_server.taken, 60)
    for kill in range(1, kills + 1):
        sleep(dice.uniform(0.1, 0.8))
        victim = processes.pop(dice.randrange(len(processes)))
        victim.kill()
        victim.wait()
        states = tally(issue)
        on_their_way = Delivery.objects.filter(issue=issue, state=State.CLAIMED, handed_at__isnull=False).count()
        assert sum(states.values()) == 600
        assert states[State.UNCERTAIN] <= kill * connections
        assert on_their_way <= (len(processes) + kill) * connections
        assert max(mail_server.copies().values()) == 1
        processes.append(start())
    for process in processes:
        process.wait(120)

    issue.refresh_from_db()
    taken = mail_server.copies()
    assert (issue.state, issue.planned) == ("sent", 600)
    assert issue.sent + issue.failed + issue.uncertain + issue.skipped == 600
    assert set(taken.values()) == {1}
    assert issue.sent <= len(taken) <= issue.sent + issue.uncertain
    assert issue.uncertain <= kills * connections
