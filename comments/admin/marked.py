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


def excerpt(text: str, matches: list[Match], *, before: int = 120, longest: int = 400) -> list[Stretch]:
    """`stretches` of so many letters of a long text, with the first match among them."""
    start = max(0, matches[0].start - before) if matches and len(text) > longest else 0
    end = start + longest
    inside = [
        match._replace(start=match.start - start, end=min(match.end, end) - start)
        for match in matches
        if start <= match.start < end
    ]
    cut = stretches(text[start:end], inside)
    return [*([Stretch("… ")] if start else []), *cut, *([Stretch(" …")] if end < len(text) else [])]
