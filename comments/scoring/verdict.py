"""What the rules say about a submission."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


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

    @property
    def points(self) -> int:
        return sum(one.points for one in self.found)
