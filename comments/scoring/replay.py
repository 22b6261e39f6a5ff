"""What changed word lists would have done with the comments of the last month."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone

from comments.models import Comment, ListedWord
from comments.scoring.words import WordLists
from mohit.arabic.matching import Match, key_of

DAYS: Final = 30
MOST_READ: Final = 30_000  # comments, the newest
SECONDS: Final = 8.0  # after which it answers with what it has read
SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class Changed:
    """A comment with which the changed lists would have done something else."""

    comment: Comment
    matches: list[Match]  # in its text: by the changed lists, or of one that they let go by the present ones


@dataclass
class Replay:
    read: int = 0
    oldest: datetime | None = None
    is_whole: bool = True  # false: the time was up, or there are too many
    total_held: int = 0
    total_free: int = 0
    held: list[Changed] = field(default_factory=list)  # the newest
    free: list[Changed] = field(default_factory=list)


def replay(
    among: QuerySet[Comment], added: Iterable[tuple[str, str]], removed: Iterable[str], *, seconds: float = SECONDS
) -> Replay:
    """Compare the lists as they are with what they would be: `added` (text, kind), and `removed` in any spelling.

    `among` is what may be shown to whoever asks.
    """
    present = list(ListedWord.objects.values_list("text", "kind", "key"))
    gone = {key_of(text) for text in removed}
    before = WordLists.of((text, kind) for text, kind, _ in present)
    after = WordLists.of([*((text, kind) for text, kind, key in present if key not in gone), *added])
    found, until = Replay(), time.monotonic() + seconds
    for comment in _latest(among):
        if found.read == MOST_READ or time.monotonic() > until:
            found.is_whole = False
            break
        found.read, found.oldest = found.read + 1, comment.created_at
        _compare(comment, before, after, found)
    return found


def _latest(among: QuerySet[Comment]) -> Iterator[Comment]:
    since = timezone.now() - timedelta(days=DAYS)
    rows = among.filter(created_at__gte=since).order_by("-created_at", "-pk")
    return rows.only("author_name", "text", "status", "created_at")[: MOST_READ + 1].iterator(chunk_size=1_000)


def _compare(comment: Comment, before: WordLists, after: WordLists, found: Replay) -> None:
    was, would_be = before.matches(comment.text), after.matches(comment.text)
    is_held = bool(would_be or after.matches(comment.author_name))
    if bool(was or before.matches(comment.author_name)) == is_held:
        return
    if is_held:
        found.total_held += 1
        kept, matches = found.held, would_be
    else:
        found.total_free += 1
        kept, matches = found.free, was
    if len(kept) < SHOWN:
        kept.append(Changed(comment, matches))
