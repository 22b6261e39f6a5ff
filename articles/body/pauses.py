"""Where something else may stand inside a story: between two paragraphs, once there was enough to read.

After at least BEFORE paragraphs and with at least AFTER to come, each side LETTERS long or longer. Never in a list, a
quotation, a table or a figure, nor beside one: what follows is a paragraph too. A short story has no such place.
"""

from __future__ import annotations

import re
from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe

BEFORE = 4  # paragraphs
AFTER = 3
LETTERS = 700  # of either side's HTML: some hundred words

# A paragraph, or an edge of what holds paragraphs that are not the story's own.
STEP = re.compile(r"<p(?:>| [^>]*>).*?</p>|<(/?)(?:aside|blockquote|div|figure|li|ol|table|ul)\b[^>]*>", re.DOTALL)


def with_pause(body: str, pause: str) -> SafeString:
    """`body` with `pause`, both HTML, in its place; a body without one stays as it is."""
    place = pause_in(body) if pause else None
    return mark_safe(body if place is None else f"{body[:place]}{pause}{body[place:]}")  # noqa: S308  (both HTML)


@lru_cache(maxsize=64)
def pause_in(body: str) -> int | None:
    """Where in the HTML of a body a pause may stand."""
    paragraphs = own_paragraphs(body)
    lengths = [end - start for start, end in paragraphs]
    for count in range(BEFORE, len(paragraphs) - AFTER + 1):
        end = paragraphs[count - 1][1]
        follows = body[end : paragraphs[count][0]].isspace() or end == paragraphs[count][0]
        if follows and min(sum(lengths[:count]), sum(lengths[count:])) >= LETTERS:
            return end
    return None


def own_paragraphs(body: str) -> list[tuple[int, int]]:
    """(start, end) of the paragraphs that stand in nothing else."""
    found, depth = [], 0
    for step in STEP.finditer(body):
        if step[0].startswith("<p"):
            if depth == 0:
                found.append(step.span())
        else:
            depth += -1 if step[1] else 1
    return found
