"""`opcodes`: how one sequence becomes another, found as a reader would and in about linear time.

Patience: what stands once in both sequences anchors them; the gaps between anchors are compared the same way, small
ones by difflib. difflib alone takes seconds over five thousand words of which «في» is every tenth.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher

SMALL = 10_000  # pairs of a gap that difflib compares at once
Opcode = tuple[str, int, int, int, int]


def opcodes(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Opcode]:
    """As `difflib.SequenceMatcher.get_opcodes`."""
    found: list[Opcode] = []
    at_old = at_new = 0
    for i, j, size in [*joined(matches(old, new, 0, len(old), 0, len(new))), (len(old), len(new), 0)]:
        if at_old < i or at_new < j:
            tag = "replace" if at_old < i and at_new < j else "delete" if at_old < i else "insert"
            found.append((tag, at_old, i, at_new, j))
        if size:
            found.append(("equal", i, i + size, j, j + size))
        at_old, at_new = i + size, j + size
    return found


def joined(pieces: Iterator[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    whole: list[tuple[int, int, int]] = []
    for i, j, size in pieces:
        if whole and whole[-1][0] + whole[-1][2] == i and whole[-1][1] + whole[-1][2] == j:
            whole[-1] = (*whole[-1][:2], whole[-1][2] + size)
        elif size:
            whole.append((i, j, size))
    return whole


def matches(
    old: Sequence[Hashable], new: Sequence[Hashable], i: int, i_end: int, j: int, j_end: int
) -> Iterator[tuple[int, int, int]]:
    """(place in old, place in new, length) of what agrees, in order."""
    start = i
    while i < i_end and j < j_end and old[i] == new[j]:
        i, j = i + 1, j + 1
    if i > start:
        yield start, j - (i - start), i - start
    tail = 0
    while i < i_end - tail and j < j_end - tail and old[i_end - tail - 1] == new[j_end - tail - 1]:
        tail += 1
    i_end, j_end = i_end - tail, j_end - tail
    if i < i_end and j < j_end:
        yield from inside(old, new, i, i_end, j, j_end)
    if tail:
        yield i_end, j_end, tail


def inside(
    old: Sequence[Hashable], new: Sequence[Hashable], i: int, i_end: int, j: int, j_end: int
) -> Iterator[tuple[int, int, int]]:
    if (i_end - i) * (j_end - j) <= SMALL:
        for block in SequenceMatcher(None, old[i:i_end], new[j:j_end], autojunk=False).get_matching_blocks():
            yield i + block.a, j + block.b, block.size
        return
    found = anchors(old, new, i, i_end, j, j_end)
    for anchor_old, anchor_new in found:
        yield from matches(old, new, i, anchor_old, j, anchor_new)
        yield anchor_old, anchor_new, 1
        i, j = anchor_old + 1, anchor_new + 1
    if found:
        yield from matches(old, new, i, i_end, j, j_end)


def anchors(
    old: Sequence[Hashable], new: Sequence[Hashable], i: int, i_end: int, j: int, j_end: int
) -> list[tuple[int, int]]:
    """The longest row of pairs, rising on both sides, of what stands once here in each."""
    in_old, in_new = Counter(old[i:i_end]), Counter(new[j:j_end])
    place = {word: at for at, word in enumerate(new[j:j_end], j) if in_new[word] == 1}
    pairs = [(at, place[old[at]]) for at in range(i, i_end) if in_old[old[at]] == 1 and old[at] in place]
    tops: list[int] = []  # the smallest end of a rising row of each length
    ends: list[int] = []
    before: list[int] = []
    for index, (_, at) in enumerate(pairs):
        length = bisect_left(tops, at)
        before.append(ends[length - 1] if length else -1)
        tops[length : length + 1] = [at]
        ends[length : length + 1] = [index]
    row, index = [], ends[-1] if ends else -1
    while index >= 0:
        row.append(pairs[index])
        index = before[index]
    return row[::-1]
