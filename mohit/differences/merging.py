"""Two texts made of one: which of their blocks each of two people changed (three-way merge, as diff3 does it)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from mohit.differences.sequences import opcodes

# The top-level elements of the stored form; none stands in another of its name.
BLOCK = re.compile(r"<(p|h2|h3|ul|ol|blockquote|table|figure|aside)(?: [^<>]*)?>.*?</\1>|<hr>", re.DOTALL)


class Part(NamedTuple):
    """A stretch of the text, as blocks of HTML. `by` is same, mine, theirs or both."""

    by: str
    mine: list[str]
    theirs: list[str]


def split_blocks(html: str) -> list[str]:
    """The top-level elements of stored rich text; lists may stand in lists."""
    found, end = [], 0
    for match in BLOCK.finditer(html):
        if match.start() < end:
            continue
        end = match.end()
        if match[1] in ("ul", "ol"):
            end = closed(html, match.start())
        found.append(html[match.start() : end])
    return found


LIST_TAG = re.compile("<(/?)(?:ul|ol)[^<>]*>")


def closed(html: str, start: int) -> int:
    depth = 0
    for tag in LIST_TAG.finditer(html, start):
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.end()
    return len(html)


def merge_blocks(base: str, mine: str, theirs: str) -> list[Part]:
    """The stretches of both texts in order; joined, those of one person are that person's whole text."""
    return merge(*(split_blocks(html) for html in (base, mine, theirs)))


def merge(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> list[Part]:
    in_mine, in_theirs = kept(base, mine), kept(base, theirs)
    parts: list[Part] = []
    at_base = at_mine = at_theirs = 0
    stable = [(place, in_mine[place], in_theirs[place]) for place in in_mine if place in in_theirs]
    for place, place_mine, place_theirs in [*stable, (len(base), len(mine), len(theirs))]:
        parts += stretch(base[at_base:place], list(mine[at_mine:place_mine]), list(theirs[at_theirs:place_theirs]))
        if place < len(base):
            same = [base[place]]
            if parts and parts[-1].by == "same":
                parts[-1] = Part("same", parts[-1].mine + same, parts[-1].theirs + same)
            else:
                parts.append(Part("same", same, same))
        at_base, at_mine, at_theirs = place + 1, place_mine + 1, place_theirs + 1
    return parts


def stretch(base: Sequence[str], mine: list[str], theirs: list[str]) -> list[Part]:
    """What lies between two blocks that nobody touched; where both made the same change nobody has to choose."""
    if mine == list(base) or theirs == list(base):
        by = "same" if mine == theirs else "theirs" if mine == list(base) else "mine"
        return [Part(by, mine, theirs)] if mine or theirs else []
    ends = range(min(len(mine), len(theirs)))
    tail = next((n for n in ends if mine[-1 - n] != theirs[-1 - n]), len(ends))
    head = next((n for n in ends[: len(ends) - tail] if mine[n] != theirs[n]), len(ends) - tail)
    inner = mine[head : len(mine) - tail], theirs[head : len(theirs) - tail]
    parts = [Part("same", mine[:head], theirs[:head]), Part("both", *inner)]
    parts.append(Part("same", mine[len(mine) - tail :], theirs[len(theirs) - tail :]))
    return [part for part in parts if part.mine or part.theirs]


def kept(base: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    """Where each block of `base` that is still there stands in `other`."""
    return {
        i + step: j + step
        for tag, i, i_end, j, _ in opcodes(base, other)
        if tag == "equal"
        for step in range(i_end - i)
    }
