"""Rules that look at how a comment came, and at what came before it from the same place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final

from comments.models import Comment
from comments.scoring import points
from comments.scoring.history import History
from comments.scoring.verdict import Found, found
from comments.submission import Submission
from mohit.dates import number

REFUSED: Final = (Comment.Status.REJECTED, Comment.Status.SPAM)
DECIDED: Final = (*REFUSED, Comment.Status.APPROVED)

FAST: Final = (3, timedelta(minutes=1))  # so many before it within this time
VERY_FAST: Final = (10, timedelta(minutes=10))
OFTEN: Final = 3  # the same text before it
FEWEST_REFUSED: Final = 3  # of a record; a single mistake is none
SECONDS: Final = 3.0  # in which nobody writes a comment


def behaviour(submission: Submission, history: History, text_key: int) -> Iterator[Found]:
    if submission.trap:
        yield found(points.TRAP)
    if submission.elapsed is not None and submission.elapsed < SECONDS:
        yield found(points.IN_NO_TIME)
    if text_key:
        yield from _same_text(history.same_texts)
    yield from _speed(submission, history)
    yield from _record(points.ADDRESS_RECORD, history.address_states)
    yield from _record(points.SOURCE_RECORD, history.source_states)


def _same_text(states: Sequence[str]) -> Iterator[Found]:
    if any(state in REFUSED for state in states):
        yield found(points.SAME_AS_REFUSED)
    elif len(states) >= OFTEN:
        yield found(points.SAME_TEXT_OFTEN, number(len(states)))
    elif states:
        yield found(points.SAME_TEXT)


def _speed(submission: Submission, history: History) -> Iterator[Found]:
    for rule, (most, within) in ((points.VERY_FAST, VERY_FAST), (points.FAST, FAST)):
        since = submission.received_at - within
        if sum(time >= since for time in history.source_times) >= most:
            yield found(rule)
            return


def _record(rule: str, states: Sequence[str]) -> Iterator[Found]:
    decided = [state for state in states if state in DECIDED]
    refused = sum(state in REFUSED for state in decided)
    if refused >= FEWEST_REFUSED and refused * 2 >= len(decided):
        yield found(rule, f"رفض {number(refused)} من آخر {number(len(decided))}")
