"""When the mail server refuses everything it is not the readers' fault: better stop than burn a list."""

from __future__ import annotations

from collections import Counter
from time import monotonic

from newsletter.sending.ledger import Outcome, State

REFUSALS = 50  # in a row, for other reasons than the address: then the issue is paused
DEFERRALS = 25  # in a row: then nothing is tried for a while
LONGEST_REST = 300  # seconds


class Brake:
    def __init__(self) -> None:
        self.refusals: Counter[int] = Counter()
        self.deferrals = 0
        self.seconds = 5
        self.until = 0.0

    def hear(self, issue_pk: int, outcome: Outcome) -> str:
        """What to tell the editor when the issue is to be paused, else nothing."""
        if outcome.state == State.SENT:
            self.refusals[issue_pk], self.deferrals, self.seconds = 0, 0, 5
        elif outcome.state == State.UNCERTAIN or (outcome.state == State.FAILED and not is_about_the_address(outcome)):
            self.refusals[issue_pk] += 1
            if self.refusals[issue_pk] == REFUSALS:
                self.refusals[issue_pk] = 0
                last = f"آخر رد: {outcome.reply_code}" if outcome.reply_code else "بلا رد"
                return f"لم يقبل خادم البريد {REFUSALS} رسالة متتالية ({last})."
        elif outcome.state == State.DEFERRED:
            self.deferrals += 1
            if self.deferrals >= DEFERRALS:
                self.deferrals = 0
                self.until = monotonic() + self.seconds
                self.seconds = min(self.seconds * 2, LONGEST_REST)
        return ""

    def is_on(self) -> bool:
        return monotonic() < self.until


def is_about_the_address(outcome: Outcome) -> bool:
    """RFC 3463: X.1 is the address, X.2 its mailbox. Without such a status 550 to 553 are taken for it."""
    if outcome.enhanced_status:
        return outcome.enhanced_status[1:3] in (".1", ".2") and outcome.enhanced_status[3:4] == "."
    return outcome.reply_code in (550, 551, 552, 553)
