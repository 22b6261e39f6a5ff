"""Rules that hold a comment for a moderator. They never delete one; what they weigh is the table in points.py."""

from __future__ import annotations

from comments.scoring.behaviour import behaviour
from comments.scoring.history import history_of
from comments.scoring.looks import looks
from comments.scoring.points import BLOCK, RULES
from comments.scoring.same_text import text_key
from comments.scoring.verdict import Found, Verdict
from comments.scoring.words import word_lists, words
from comments.submission import Submission

__all__ = ["RULES", "Found", "Verdict", "judge", "text_key"]


def judge(submission: Submission) -> Verdict:
    """What the rules find in `submission`. One query, and a second one after the word lists changed."""
    key = text_key(submission.text)
    history = history_of(submission, key)
    lists = word_lists(history.words_version)
    every = (
        *words(submission, lists),
        *looks(submission),
        *behaviour(submission, history, key),
    )
    return Verdict(every, is_blocked=any(one.rule == BLOCK for one in every), text_key=key)
