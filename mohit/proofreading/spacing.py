"""Spaces where there should be none or one, and the conjunction و on its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mohit.arabic.characters import ARABIC_MARKS, LETTERS
from mohit.proofreading.finding import Block, Finding, at
from mohit.proofreading.surroundings import ADDRESSES, FOREIGN, SPACES, Stretches

_ARABIC: Final = f"{LETTERS}{ARABIC_MARKS}"
_SEVERAL: Final = re.compile(f"[{SPACES}]{{2,}}")
_BEFORE_SIGN: Final = re.compile(
    f'(?<=[{_ARABIC}A-Za-z0-9٠-٩»”")\\]])[{SPACES}]+(?=[،؛؟])|(?<=[{_ARABIC}»”")\\]])[{SPACES}]+(?=[.!:](?:[\\s»”]|$))'
)
_NONE_AFTER: Final = re.compile(f"(?<=[{_ARABIC}])[،؛](?=[{LETTERS}])")
_WAW: Final = re.compile(f'(?<![^\\s«“„"(\\[])و[{SPACES}]+(?=[{LETTERS}«“„"])')
_LETTER_ITSELF: Final = re.compile(f"(?:ال)?حرف[{SPACES}]+$")  # «حرف و» speaks of the letter


def several_spaces(block: Block) -> Iterator[Finding]:
    if not _SEVERAL.search(block.text):
        return
    foreign = Stretches(FOREIGN, block.text)
    for match in _SEVERAL.finditer(block.text):
        if not foreign.hold(match.start()):
            yield at(block, "spaces", "أكثر من مسافة", *match.span(), " ")


def space_before_sign(block: Block) -> Iterator[Finding]:
    for match in _BEFORE_SIGN.finditer(block.text):
        yield at(block, "space_before", "مسافة قبل علامة الترقيم", *match.span(), "")


def no_space_after_sign(block: Block) -> Iterator[Finding]:
    if not _NONE_AFTER.search(block.text):
        return
    addresses = Stretches(ADDRESSES, block.text)
    for match in _NONE_AFTER.finditer(block.text):
        if not addresses.hold(match.start()):
            yield at(block, "space_after", "لا مسافة بعد علامة الترقيم", *match.span(), f"{match[0]} ")


def detached_waw(block: Block) -> Iterator[Finding]:
    """و and a space before an Arabic word or a quotation; before Latin letters and digits many want the space."""
    for match in _WAW.finditer(block.text):
        if not _LETTER_ITSELF.search(block.text[max(0, match.start() - 12) : match.start()]):
            yield at(block, "detached_waw", "واو منفصلة عما بعدها", *match.span(), "و")
