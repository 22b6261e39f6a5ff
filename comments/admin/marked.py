"""A text with what was found in it marked, as a list of pieces for a template."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from mohit.arabic.matching import Match


class Stretch(NamedTuple):
    text: str
    entry: str = ""  # what it matches; empty between matches


def stretches(text: str, matches: Iterable[Match]) -> list[Stretch]:
    """Cut `text` at the matches; of two that overlap the first has the letters."""
    cut, done = [], 0
    for match in matches:
        start = max(match.start, done)
        if match.end <= start:
            continue
        cut += [Stretch(text[done:start]), Stretch(text[start : match.end], match.entry)]
        done = match.end
    return [stretch for stretch in [*cut, Stretch(text[done:])] if stretch.text]
