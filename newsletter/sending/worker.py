"""A worker: takes rows of the ledger, has their mails carried away, writes down what became of them.

One process has one worker: this thread talks to the database, its connectors to the mail server. Any number of
processes may work at once, on any number of machines.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterator
from datetime import timedelta
from queue import Empty, SimpleQueue
from time import monotonic, sleep
from typing import NamedTuple, TypeVar

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction

from newsletter.mail_merge import MailMerge, Reader
from newsletter.models import Issue
from newsletter.sending import ledger, rate
from newsletter.sending.audience import freeze
from newsletter.sending.brake import Brake
from newsletter.sending.carriers import SMTP_BACKEND
from newsletter.sending.connectors import Answer, Connector, Job
from newsletter.sending.ledger import Claimed, Recorded
from newsletter.sending.starting import start_due

log = logging.getLogger(__name__)
Result = TypeVar("Result")

CONNECTIONS = 16
BATCH = 400  # rows a claim
LEASE = 60.0  # seconds after which a silent worker counts as gone
TICK = 1.0  # seconds between two looks at the issues: how late a pause is seen when nothing is on its way
IDLE = 10.0  # seconds without work after which connections are closed
WAIT_FOR_RATE = 0.05  # seconds between two requests for a place in the rate's window
GATHER = 0.004  # seconds in which answers are gathered for one transaction


class AtWork(NamedTuple):
    issue: Issue
    merge: MailMerge


class Worker:
    def __init__(self, connections: int = CONNECTIONS, batch: int = BATCH, lease: float = LEASE) -> None:
        if settings.EMAIL_BACKEND != SMTP_BACKEND:
            connections = min(connections, 2)
        self.connections, self.batch, self.lease = connections, batch, timedelta(seconds=lease)
        self.answers: SimpleQueue[Answer] = SimpleQueue()
        self.connectors: list[Connector] = []
        self.idle: list[Connector] = []
        self.pending: deque[Claimed] = deque()
        self.in_flight: dict[int, Claimed] = {}
        self.results: list[Recorded] = []
        self.at_work: dict[int, AtWork] = {}
        self.brake = Brake()
        self.is_stopping = False
        self.looked_at = self.renewed_at = self.busy_at = self.dry_until = 0.0

    # --- The round ------------------------------------------------------------------------------------------------

    def run(self, *, once: bool = False, seconds: float | None = None) -> None:
        """Work until `stop`, or for `seconds`; `once`: until no issue is being sent that could go on now."""
        ends = monotonic() + seconds if seconds else None
        try:
            while not self.is_stopping and (ends is None or monotonic() < ends):
                self.look()
                self.refill()
                if not self.pending and not self.in_flight and not self.results:
                    if once and self.is_done():
                        break
                    self.rest()
                    continue
                self.round()
        finally:
            self.finish()

    def stop(self) -> None:
        """End after the mails that are on their way. May be called by a signal."""
        self.is_stopping = True

    def round(self) -> None:
        """Gather answers, then in one transaction write them down and mark the next mails; then let these go."""
        self.busy_at = monotonic()
        self.gather()
        room = 0 if self.brake.is_on() else min(len(self.idle), len(self.pending))
        if not room and not self.results:
            return
        rows, jobs = self.safely(lambda: self.write_and_mark(room))
        self.results.clear()
        for _ in rows:
            self.pending.popleft()
        for job in jobs:
            self.in_flight[job.row.pk] = job.row
            self.idle.pop().jobs.put(job)
        if len(jobs) < len(rows):
            self.safely(lambda: self.let_go(rows, jobs))
        if room and not rows:
            sleep(WAIT_FOR_RATE)

    def write_and_mark(self, room: int) -> tuple[list[Claimed], list[Job]]:
        """(the rows that were to be marked, the mails that may leave)"""
        with transaction.atomic():
            ledger.record(self.results)
            rows = [self.pending[place] for place in range(rate.grant(room))]
            jobs = [
                job for issue_pk in dict.fromkeys(row.issue_pk for row in rows) for job in self.mark(issue_pk, rows)
            ]
        return rows, jobs

    def mark(self, issue_pk: int, rows: list[Claimed]) -> Iterator[Job]:
        at_work = self.at_work[issue_pk]
        mine = [row for row in rows if row.issue_pk == issue_pk]
        readers: dict[int, Reader] = ledger.hand(at_work.issue, mine, self.lease)
        for row in mine:
            if row.pk in readers:
                yield Job(row, at_work.merge, readers[row.pk])

    def let_go(self, rows: list[Claimed], jobs: list[Job]) -> None:
        """Rows that could not be marked were skipped, or their issue is no longer being sent: then all that this
        worker holds of it goes back at once."""
        marked = {job.row.pk for job in jobs}
        left = [row for row in rows if row.pk not in marked]
        issues = {row.issue_pk for row in left}
        stopped = issues - set(Issue.objects.sending().filter(pk__in=issues).values_list("pk", flat=True))
        ledger.give_back([*left, *(row for row in self.pending if row.issue_pk in stopped)])
        self.pending = deque(row for row in self.pending if row.issue_pk not in stopped)

    # --- What flows in --------------------------------------------------------------------------------------------

    def gather(self) -> None:
        """Take the answers that are there. With mails on their way wait for one, and a moment for more of them."""
        if not self.in_flight and self.idle and self.pending and not self.brake.is_on():
            self.take(0)
            return
        self.take(TICK if not self.answers.qsize() else 0)
        until = monotonic() + GATHER
        while self.in_flight and len(self.idle) * 2 < self.connections and (left := until - monotonic()) > 0:
            self.take(left)

    def take(self, seconds: float) -> None:
        """Wait so long for one answer, and take all there are."""
        try:
            answer = self.answers.get(timeout=seconds) if seconds else self.answers.get_nowait()
            while True:
                self.hear(answer)
                answer = self.answers.get_nowait()
        except Empty:
            return

    def hear(self, answer: Answer) -> None:
        if answer.is_ready:
            self.idle.append(answer.connector)
        if answer.row is not None:
            row = self.in_flight.pop(answer.row.pk)
            self.results.append(Recorded(row, answer.outcome))
            if note := self.brake.hear(row.issue_pk, answer.outcome):
                self.safely(lambda: self.at_work[row.issue_pk].issue.pause(note=note))

    def refill(self) -> None:
        if len(self.pending) >= self.connections or monotonic() < self.dry_until or self.brake.is_on():
            return
        for at_work in self.at_work.values():
            if at_work.issue.state == Issue.State.SENDING and at_work.issue.audience_frozen_at:
                rows = self.safely(lambda issue=at_work.issue: ledger.claim(issue, self.batch, self.lease))
                if rows:
                    self.pending.extend(rows)
                    self.open_connections()
                    return
        self.dry_until = monotonic() + TICK / 2

    def open_connections(self) -> None:
        if not self.connectors:
            self.connectors = [Connector(self.answers) for _ in range(self.connections)]
            for connector in self.connectors:
                connector.start()

    # --- What is done now and then --------------------------------------------------------------------------------

    def look(self) -> None:
        """Once a second: start what is due, see what was paused or cancelled, settle what others left behind."""
        self.keep_leases()
        if monotonic() - self.looked_at > TICK:
            self.looked_at = monotonic()
            self.safely(self.tend)

    def keep_leases(self) -> None:
        if monotonic() - self.renewed_at > self.lease.total_seconds() / 3:
            self.renewed_at = monotonic()
            self.safely(lambda: ledger.renew([*self.pending, *self.in_flight.values()], self.lease))

    def tend(self) -> None:
        start_due()
        issues = list(Issue.objects.without_content().select_related("mailing_list").at_work())
        for issue in issues:
            self.settle(issue)
        held = {row.issue_pk for row in (*self.pending, *self.in_flight.values())}
        known = self.at_work
        self.at_work = {issue.pk: AtWork(issue, self.merge_of(issue)) for issue in issues}
        self.at_work |= {pk: known[pk] for pk in held - self.at_work.keys()}

    def settle(self, issue: Issue) -> None:
        ledger.reclaim(issue)
        if issue.state == Issue.State.CANCELLED:
            ledger.drop_rest(issue)
            ledger.close(issue)
        elif issue.state == Issue.State.SENDING:
            if not issue.audience_frozen_at:
                freeze(issue, seconds=self.lease.total_seconds() / 6)
                issue.refresh_from_db(
                    fields=["state", "audience_frozen_at", "planned", "first_delivery", "last_delivery"]
                )
            ledger.wake(issue)
            ledger.close(issue)

    def merge_of(self, issue: Issue) -> MailMerge:
        known = self.at_work.get(issue.pk)
        return known.merge if known else MailMerge(issue)

    def is_done(self) -> bool:
        """Nothing is planned or claimed in any issue that is being sent; deferred mails wait for their time."""
        self.looked_at = 0.0
        self.look()
        sending = [work.issue for work in self.at_work.values() if work.issue.state == Issue.State.SENDING]
        is_planned = all(issue.audience_frozen_at for issue in sending)
        return is_planned and not self.safely(lambda: ledger.is_busy([issue.pk for issue in sending]))

    def rest(self) -> None:
        """Nothing to do now; after a while of it the connections are closed."""
        if self.connectors and monotonic() - self.busy_at > IDLE:
            self.close_connections()
        sleep(TICK / 4)

    def close_connections(self) -> None:
        for connector in self.connectors:
            connector.end()
        self.connectors, self.idle = [], []
        self.answers = SimpleQueue()

    def finish(self) -> None:
        """Wait for the answers of the mails on their way, write them down, give the rest back."""
        while self.in_flight:
            self.take(TICK)
            self.keep_leases()
        self.safely(lambda: ledger.record(self.results))
        self.safely(lambda: ledger.give_back(list(self.pending)))
        self.results.clear()
        self.pending.clear()
        self.close_connections()

    def safely(self, act: Callable[[], Result]) -> Result:
        """`act`, again and again while the database is away: what is in this process' memory is written nowhere else.

        Each of these acts may be done twice: its WHERE does not match what it has done already.
        """
        delay = 0.1
        while True:
            try:
                return act()
            except (OperationalError, InterfaceError):
                if connection.in_atomic_block or (self.is_stopping and delay > LEASE):
                    raise
                log.warning("The database is away.")
                connection.close()
                sleep(delay)
                delay = min(delay * 2, LEASE)
