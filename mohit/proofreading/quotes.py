"""Quotation marks and brackets without a partner, or turned the wrong way.

Each kind is paired for itself. A quotation may run over paragraphs, closed once at its end or opened anew in each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from mohit.arabic.characters import LETTERS
from mohit.proofreading.finding import Block, Finding, at
from mohit.proofreading.surroundings import ADDRESSES, Stretches

_SIGNS: Final = re.compile('[«»“”„"()\\[\\]]')
_OPENS: Final = {"«": "»", "“": "”", "„": "“", '"': '"', "(": ")", "[": "]"}
_KIND: Final = {"«": "«", "»": "«", "“": "“", "”": "“", "„": "“", '"': '"', "(": "(", ")": "(", "[": "[", "]": "["}
_OVER_PARAGRAPHS: Final = frozenset("«“")
_TURNED: Final = {"”": "“", "»": "«", "“": "”", "«": "»"}
_PARTICLE: Final = re.compile(f"(?:^|[^{LETTERS}])(?:[وف]?[بكل]?|[وف]?[بك]?ال|[وف]?لل)ـ?$")
_LABEL: Final = re.compile(r"(?:^|\s)\w{1,3}$")  # of a list: 1) or أ)
_SMILE: Final = re.compile("[:;=]-?$")


class Opened(NamedTuple):
    sign: str
    block: Block
    place: int


def unpaired(blocks: Iterable[Block]) -> Iterator[Finding]:
    """Findings in the blocks of one field, in the order in which they are known."""
    reader = Pairs()
    for block in blocks:
        yield from reader.read(block)
    yield from reader.end()


class Pairs:
    """What is open, by kind."""

    def __init__(self) -> None:
        self.open: dict[str, list[Opened]] = {kind: [] for kind in _OPENS if kind != "„"}

    def read(self, block: Block) -> Iterator[Finding]:
        text = block.text
        first = text.lstrip()[:1]
        if first in _OVER_PARAGRAPHS and self.open[first]:
            self.open[first].pop()  # the quotation goes on, and says so
        addresses = Stretches(ADDRESSES, text)
        for match in _SIGNS.finditer(text):
            if not addresses.hold(match.start()):
                yield from self.sign(block, match[0], match.start())
        for kind in self.open:
            if kind not in _OVER_PARAGRAPHS:
                yield from self.leave(kind)

    def sign(self, block: Block, sign: str, place: int) -> Iterator[Finding]:
        opened = self.open[_KIND[sign]]
        here = opened[-1] if opened and opened[-1].block is block else None
        if sign in _OVER_PARAGRAPHS or sign in ('"', "„", "(", "["):
            if (sign == '"' and here) or (sign == "“" and here and here.sign == "„"):
                opened.pop()
            elif here and sign in _TURNED and _closes(block.text, place):
                opened.pop()
                yield turned(block, sign, place)
            elif not _is_no_sign(block.text, sign, place):
                opened.append(Opened(sign, block, place))
        elif opened and (here or not _begins(block.text, place)):
            opened.pop()
        elif sign in _TURNED and _begins(block.text, place):
            opened.append(Opened(sign, block, place))
            yield turned(block, sign, place)
        elif not _is_no_sign(block.text, sign, place):
            yield at(block, "unopened", f"علامة إغلاق بلا علامة فتح قبلها: {sign}", place, place + 1)

    def leave(self, kind: str) -> Iterator[Finding]:
        for sign, block, place in self.open[kind]:
            yield at(block, "unclosed", f"علامة فتح لا تغلق بعدها: {sign}", place, place + 1)
        self.open[kind].clear()

    def end(self) -> Iterator[Finding]:
        for kind in self.open:
            yield from self.leave(kind)


def turned(block: Block, sign: str, place: int) -> Finding:
    return at(block, "wrong_way", "علامة تنصيص مقلوبة الاتجاه", place, place + 1, _TURNED[sign])


def _begins(text: str, place: int) -> bool:
    """Whether a sign at `place` stands where one opens: before a word, and after none but a particle."""
    following = text[place + 1 : place + 2]
    return following.isalnum() and bool(_PARTICLE.search(text[max(0, place - 10) : place]))


def _closes(text: str, place: int) -> bool:
    """Whether a sign at `place` stands where one closes: after a word, and before none."""
    return not text[place - 1 : place].isspace() and not text[place + 1 : place + 2].isalnum()


def _is_no_sign(text: str, sign: str, place: int) -> bool:
    """The label of a list, a smile, the inches of a screen."""
    if sign == '"':
        return text[place - 1 : place].isdigit() if place else False
    if sign not in "()":
        return False
    head = text[max(0, place - 8) : place]
    return bool(_SMILE.search(head) or (sign == ")" and _LABEL.search(head)))
