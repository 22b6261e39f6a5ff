"""What the rules say about a submission."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from comments.scoring.points import RULES


class Found(NamedTuple):
    """One rule that fired: stored as `comments.models.Finding`."""

    rule: str
    points: int
    detail: str = ""  # Arabic, for the moderator
    start: int | None = None  # in the submission's text, as Python counts letters
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that was found. `is_blocked`: a word of the block list; the comment is kept, among the spam."""

    found: tuple[Found, ...] = ()
    is_blocked: bool = False
    text_key: int = 0  # to be stored as `Comment.text_key`

    @property
    def points(self) -> int:
        return sum(one.points for one in self.found)


def found(rule: str, detail: str = "", span: tuple[int, int] | None = None) -> Found:
    """That `rule` of the table fired."""
    start, end = span or (None, None)
    return Found(rule, RULES[rule].points, f"{RULES[rule].label}{detail and ': '}{detail}"[:200], start, end)
