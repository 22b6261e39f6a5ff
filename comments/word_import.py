"""Word lists as plain text: one entry a line, after a tab the list's name if it is not the one that was chosen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from comments.models import ListedWord
from comments.models.listed_word import already_listed, fault_of
from mohit.arabic.matching import key_of
from mohit.typed_text import stored

MOST_LINES: Final = 5_000
KINDS: Final = {label: kind for kind, label in ListedWord.Kind.choices}


class Line(NamedTuple):
    number: int
    text: str  # as it may be stored
    kind: str


class Problem(NamedTuple):
    line: Line
    reason: str
    is_double: bool  # it is listed already; nothing is lost when it is left out


@dataclass
class Plan:
    """What a list comes to."""

    new: list[ListedWord] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def faults(self) -> list[Problem]:
        return [problem for problem in self.problems if not problem.is_double]

    def store(self) -> int:
        """How many were added. What somebody else added meanwhile is theirs."""
        ListedWord.objects.bulk_create(self.new, batch_size=500, ignore_conflicts=True)
        return len(self.new)


def read_lines(text: str, kind: str) -> Iterator[Line]:
    """The lines that say something. `kind` is that of a line which names none."""
    for number, line in enumerate(text.splitlines(), start=1):
        words, _, label = line.partition("\t")
        if words := stored(words, multiline=False):
            yield Line(number, words, KINDS.get(label.strip(), kind))


def plan(lines: Iterable[Line], *, added_by: object = None) -> Plan:
    """Judge a list; one query, whatever its length."""
    listed = {word.key: word for word in ListedWord.objects.all()}
    made = Plan()
    for line in lines:
        key = key_of(line.text)
        if fault := fault_of(line.text, key):
            made.problems.append(Problem(line, fault, is_double=False))
        elif same := listed.get(key):
            made.problems.append(Problem(line, already_listed(same), is_double=True))
        else:
            listed[key] = ListedWord(text=line.text, key=key, kind=line.kind, added_by=added_by)
            made.new.append(listed[key])
    return made


def written(words: Iterable[ListedWord]) -> str:
    """A list as `read_lines` reads it."""
    return "".join(f"{word.text}\t{word.get_kind_display()}\n" for word in words)
