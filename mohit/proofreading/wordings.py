"""Words that the house writes otherwise: its rules of style, and the spellings of names it has rejected."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from mohit.arabic import Token, bare, glue, normalise, spelling_key, tokens, unglued
from mohit.proofreading.finding import Block, Finding, at
from mohit.proofreading.surroundings import ADDRESSES, SPACES, Stretches


@dataclass(frozen=True, slots=True)
class Wording:
    """Find `find`, a word or some, and prefer `prefer` (empty: only say so), for a `reason`.

    `in_any_spelling` matches whatever a search takes for the same (hamza, ة and ه, ى and ي); else marks alone are
    passed over. `takes_particles` also finds it behind و ف ب ك ل ال, which stay before what is preferred.
    """

    find: str
    prefer: str
    reason: str = ""
    in_any_spelling: bool = False
    takes_particles: bool = True
    is_name: bool = False


class Entry(NamedTuple):
    wording: Wording
    keys: tuple[str, ...]  # of its words, as a search takes them
    spelled: tuple[str, ...]  # as typed


class Wordings:
    """Wordings by the first word of each, so that a text of any length is read once.

    `right` are spellings that no particle is taken from: «بوتين» is no ب and وتين.
    """

    def __init__(self, wordings: Iterable[Wording] = (), right: Iterable[str] = ()) -> None:
        self.by_first: dict[str, list[Entry]] = defaultdict(list)
        self.looked_at: dict[str, bool] = {}  # lives as long as one reading of one text
        for wording in wordings:
            words = [bare(token.text) for token in tokens(wording.find)]
            if words:
                entry = Entry(wording, tuple(map(normalise, words)), tuple(map(spelling_key, words)))
                self.by_first[entry.keys[0]].append(entry)
        for entries in self.by_first.values():
            entries.sort(key=lambda entry: -len(entry.keys))
        self.right = frozenset(spelling_key(token.text) for text in right for token in tokens(text))

    def found_in(self, block: Block) -> Iterator[Finding]:
        if not self.by_first:
            return
        read, addresses, end = tokens(block.text), Stretches(ADDRESSES, block.text), 0
        for place, token in enumerate(read):
            if token.start < end or not self.may_begin(token.text) or addresses.hold(token.start):
                continue
            if finding := self.at(block, read, place):
                end = finding.end
                yield finding

    def may_begin(self, word: str) -> bool:
        """Whether it is worth a closer look: hardly any word is, and a text says most of its words again."""
        known = self.looked_at.get(word)
        if known is None:
            key = normalise(word)
            known = key in self.by_first or any(rest in self.by_first for _, rest in unglued(key))
            self.looked_at[word] = known
        return known

    def readings(self, word: str) -> list[tuple[str, str]]:
        """(particles, the rest), the whole word first."""
        letters = bare(word)
        return [("", letters), *(() if spelling_key(letters) in self.right else unglued(letters))]

    def at(self, block: Block, read: list[Token], place: int) -> Finding | None:
        for particles, rest in self.readings(read[place].text):
            for entry in self.by_first.get(normalise(rest), ()):
                if particles and not entry.wording.takes_particles:
                    continue
                end = end_of(entry, rest, block.text, read[place : place + len(entry.keys)])
                if end and (finding := remark(block, entry.wording, particles, read[place].start, end)):
                    return finding
        return None


NONE: Final = Wordings()


def end_of(entry: Entry, first: str, text: str, read: list[Token]) -> int:
    """Where the words of `entry` end if they stand here in a row, the first being `first`; else 0."""
    count = len(entry.keys)
    if len(read) < count:
        return 0
    found = [first, *(bare(token.text) for token in read[1:count])]
    same = entry.keys if entry.wording.in_any_spelling else entry.spelled
    fold = normalise if entry.wording.in_any_spelling else spelling_key
    if tuple(map(fold, found)) != same:
        return 0
    gaps = (text[read[i].end : read[i + 1].start] for i in range(count - 1))
    return 0 if any(gap.strip(SPACES) for gap in gaps) else read[count - 1].end


def remark(block: Block, wording: Wording, particles: str, start: int, end: int) -> Finding | None:
    """None if what stands there is what the house prefers."""
    text = block.text[start:end]
    suggestion = glue(particles, wording.prefer) if wording.prefer else None
    if suggestion and spelling_key(suggestion) == spelling_key(text):
        return None
    words = f"نكتب «{wording.prefer}» لا «{wording.find}»" if wording.prefer else f"نتجنب «{wording.find}»"
    if wording.reason:
        words = f"{words}: {wording.reason}"
    return at(block, "name" if wording.is_name else "wording", words, start, end, suggestion)
