"""A grammar of sentences: rules from `words/`, expanded at random, the first alternatives of a rule most often."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from random import Random

WORDS = Path(__file__).parent / "words"
SLOT = re.compile(r"\{(\w+)\}")
TABLE_BITS = 10  # a rule is a table of 2**10 entries, so that a choice is one look-up
ZIPF_SHIFT = 4  # the weight of the alternative of rank r is 1 / (r + 4): words of a newspaper fall off like this
FRESH = {"sentence", "fact", "event", "quote", "subhead"}
TRIES = 6

NUMBERS = {
    "few": [str(number) for number in range(3, 11)],
    "tens": [str(number) for number in range(11, 100)],
    "hundreds": [str(number) for number in range(100, 1000, 100)],
}


@dataclass(frozen=True, slots=True)
class Slot:
    rule: str


Alternative = tuple["str | Slot", ...]


class Language:
    """The words of one section of the newspaper."""

    def __init__(self, rules: Mapping[str, list[str]]) -> None:
        self.rules = rules
        self._tables = {name: _table([_parts(text) for text in texts]) for name, texts in rules.items()}

    def say(self, rule: str, random: Random, bound: Mapping[str, str], said: set[Alternative]) -> str:
        """An alternative of `rule` with every slot filled: from `bound` if it is there, else from its own rule.

        What was `said` is not said again while there is something else.
        """
        pieces: list[str] = []
        self._write(rule, random, bound, said, pieces)
        return "".join(pieces)

    def plain(self, rule: str) -> list[str]:
        """The alternatives of `rule` that have no slot."""
        return [text for text in self.rules[rule] if not SLOT.search(text)]

    def _write(
        self, rule: str, random: Random, bound: Mapping[str, str], said: set[Alternative], pieces: list[str]
    ) -> None:
        alternative = self._tables[rule][random.getrandbits(TABLE_BITS)]
        if rule in FRESH:
            for _ in range(TRIES):
                if alternative not in said:
                    break
                alternative = self._tables[rule][random.getrandbits(TABLE_BITS)]
            else:
                said.clear()
            said.add(alternative)
        for part in alternative:
            if part.__class__ is str:
                pieces.append(part)
            elif part.rule in bound:
                pieces.append(bound[part.rule])
            else:
                self._write(part.rule, random, bound, said, pieces)


def section_languages() -> dict[str, tuple[str, Language]]:
    """slug → (name, language) of each section that has words, in alphabetical order of the slugs."""
    common = _rules(tomllib.loads((WORDS / "common.toml").read_text())["rules"])
    languages = {}
    for path in sorted(WORDS.glob("*.toml")):
        if path.stem != "common":
            content = tomllib.loads(path.read_text())
            own = _rules(content["rules"])
            both = {rule: own.get(rule, []) + common.get(rule, []) for rule in common.keys() | own.keys()}
            languages[path.stem] = (content["name"], Language(NUMBERS | both))
    return languages


def _rules(texts: Mapping[str, str]) -> dict[str, list[str]]:
    return {name: [part.strip() for part in re.split(r"\n|\|", text) if part.strip()] for name, text in texts.items()}


def _parts(text: str) -> Alternative:
    # Splitting by a pattern with one group gives text and names by turns.
    pieces = SLOT.split(text)
    return tuple(Slot(piece) if place % 2 else piece for place, piece in enumerate(pieces) if piece)


def _table(alternatives: list[Alternative]) -> list[Alternative]:
    size = 1 << TABLE_BITS
    sums = list(accumulate(1 / (rank + ZIPF_SHIFT) for rank in range(len(alternatives))))
    table: list[Alternative] = []
    for alternative, share in zip(alternatives, sums, strict=True):
        table += [alternative] * (round(size * share / sums[-1]) - len(table))
    return table
