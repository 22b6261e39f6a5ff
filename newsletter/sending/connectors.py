"""Threads that each keep one connection to the mail server and wait there for its answers. They touch no database."""

from __future__ import annotations

import logging
import smtplib
from queue import SimpleQueue
from threading import Event, Thread
from typing import NamedTuple

from newsletter.mail_merge import MailMerge, Reader
from newsletter.sending.carriers import Carrier, new_carrier
from newsletter.sending.ledger import Claimed, Outcome, Reason, State

log = logging.getLogger(__name__)

LONGEST_REST = 60  # seconds between two attempts to reach a mail server that does not answer


class Job(NamedTuple):
    row: Claimed
    merge: MailMerge
    reader: Reader


class Answer(NamedTuple):
    """That a connection is free again, and what became of the mail it had; without one it was just opened."""

    connector: Connector
    row: Claimed | None = None
    outcome: Outcome | None = None
    is_ready: bool = True


class Connector(Thread):
    def __init__(self, answers: SimpleQueue[Answer]) -> None:
        super().__init__(daemon=True)
        self.answers = answers
        self.jobs: SimpleQueue[Job | None] = SimpleQueue()
        self.is_ending = Event()
        self.rest = 0.0

    def run(self) -> None:
        carrier = new_carrier()
        while self.reach_server(carrier):
            self.answers.put(Answer(self))
            while carrier.is_open():
                job = self.jobs.get()
                if job is None:
                    carrier.quit()
                    return
                self.carry(carrier, job)

    def reach_server(self, carrier: Carrier) -> bool:
        """Wait until the mail server takes a connection; False when this thread is to end."""
        while not self.is_ending.wait(self.rest):
            try:
                carrier.open()
                return True
            except (OSError, smtplib.SMTPException) as error:
                carrier.close()
                if not self.rest:
                    code = getattr(error, "smtp_code", 0)
                    log.warning("The mail server takes no connection (%s %s).", type(error).__name__, code)
                self.slow_down()
        return False

    def carry(self, carrier: Carrier, job: Job) -> None:
        try:
            outcome = carrier.hand(job.merge, job.reader)
        except Exception as error:  # of a mail that cannot be made, or a fault of ours: one mail, not the worker
            log.error("Delivery %s: %s.", job.row.pk, type(error).__name__)  # its words may hold the address
            carrier.close()
            outcome = Outcome(State.UNCERTAIN, reason=Reason.UNSENDABLE)
        if carrier.is_open():
            self.rest = 0.0
        elif outcome.state != State.SENT:
            self.slow_down()
        self.answers.put(Answer(self, job.row, outcome, carrier.is_open()))

    def slow_down(self) -> None:
        self.rest = min(self.rest * 2 or 0.5, LONGEST_REST)

    def end(self) -> None:
        self.is_ending.set()
        self.jobs.put(None)
