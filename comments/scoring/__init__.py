"""Rules that hold a comment for a moderator. They never delete one, and no single sign decides alone."""

from __future__ import annotations

from comments.scoring.verdict import Found, Verdict
from comments.submission import Submission

__all__ = ["Found", "Verdict", "judge"]


def judge(submission: Submission) -> Verdict:
    """What the rules find in `submission`."""
    return Verdict()
