"""Handing over what is owed. Any number of workers may do it at once, and be killed: nothing goes twice."""

from __future__ import annotations

import logging
from collections import Counter
from contextlib import suppress
from datetime import datetime

from django.core.mail import EmailMessage

from comments.letters.composing import Ready, compose
from comments.models import Mailbox, Notice
from mohit.mail import HandOver, MailLater, MailRefused, MailUncertain

logger = logging.getLogger(__name__)

BATCH = 500  # letters of one run
NOBODY = frozenset([550, 551, 553])  # RFC 5321, section 4.2.3: the mailbox is not there
State = Notice.State


def send_due(most: int = BATCH) -> Counter[str]:
    """How many letters got into each state. A mail server that is not there ends the run: all go on waiting."""
    Notice.objects.give_up_lost()
    ended: Counter[str] = Counter()
    if not Notice.objects.due().exists():
        return ended
    with suppress(MailLater), HandOver() as hand:
        while ended.total() < most and (notice := Notice.objects.claim()):
            ended[deliver(notice, hand)] += 1
    return ended


def deliver(notice: Notice, hand: HandOver) -> str:
    """Send one claimed letter, if it is still wanted; the state in which it is now."""
    try:
        found = compose(notice)
        message = found.letter.message() if isinstance(found, Ready) else None
    except Exception:
        logger.exception("Letter %s could not be written.", notice.pk)  # the others are not to wait for it
        return end(notice, State.REFUSED)
    if isinstance(found, datetime):
        notice.postpone(found)
        return State.WAITING
    return hand_over(notice, found.mailbox, message, hand) if found else end(notice, State.DROPPED)


def hand_over(notice: Notice, mailbox: Mailbox, message: EmailMessage, hand: HandOver) -> str:
    try:
        hand.over(message)
    except MailLater as later:
        notice.try_again()
        if not later.code:  # the server is gone: the next one would wait for it just as long
            raise
        return State.WAITING
    except MailUncertain:
        return end(notice, State.UNCERTAIN, mailbox)
    except MailRefused as refusal:
        if refusal.code in NOBODY:
            mailbox.doubt()
        return end(notice, State.REFUSED, mailbox)
    return end(notice, State.SENT, mailbox)


def end(notice: Notice, state: str, mailbox: Mailbox | None = None) -> str:
    notice.close(state, mailbox)
    return state
