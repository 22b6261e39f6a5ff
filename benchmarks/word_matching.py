"""A search without a database: the words of `mohit.arabic` compared in memory, to judge the stems alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from mohit import arabic

# A sign, then a quotation in any of the marks, or what stands between spaces.
_TERM = re.compile(r'(?P<sign>(?<!\S)-)?(?:"(?P<a>[^"]*)"|“(?P<b>[^”]*)”|«(?P<c>[^»]*)»|(?P<word>[^\s"“«]+))')
_OR = frozenset({"أو", "او", "OR", "or"})

Position = tuple[str, ...]
"""What one word of a sentence is indexed under, or one word of a query matches; nothing for a stop word."""


class Term(NamedTuple):
    text: str
    phrase: bool
    excluded: bool


class Matcher:
    """Answers a query with the numbers of the sentences that hold all its words, strictly first, else relaxed."""

    def __init__(self, sentences: dict[int, str]) -> None:
        self.texts = {number: [word.stems for word in arabic.words(text)] for number, text in sentences.items()}

    def __call__(self, query: str) -> set[int]:
        return self._find(query, relaxed=False) or self._find(query, relaxed=True)

    def _find(self, query: str, *, relaxed: bool) -> set[int]:
        found: set[int] = set()
        for terms in alternatives(query):
            found |= self._find_all(terms, relaxed)
        return found

    def _find_all(self, terms: list[Term], relaxed: bool) -> set[int]:
        wanted = [(term, _positions(term.text, relaxed and not term.excluded)) for term in terms]
        wanted = [(term, positions) for term, positions in wanted if any(positions)]
        if all(term.excluded for term, _ in wanted):
            return set()
        return {
            number
            for number, text in self.texts.items()
            if all(_holds(text, term, positions) is not term.excluded for term, positions in wanted)
        }


def alternatives(query: str) -> list[list[Term]]:
    """The parts of a query between أو and أو, each a list of terms."""
    parts: list[list[Term]] = [[]]
    for match in _TERM.finditer(query):
        phrase = next((match[name] for name in "abc" if match[name] is not None), None)
        if match["word"] in _OR and not match["sign"]:
            parts.append([])
        else:
            text = match["word"] if phrase is None else phrase
            parts[-1].append(Term(text, phrase is not None, bool(match["sign"])))
    return [part for part in parts if part]


def _positions(text: str, relaxed: bool) -> list[Position]:
    words = arabic.words(text)
    return [arabic.query_stems(text[word.start : word.end], relaxed=relaxed) for word in words]


def _holds(text: list[Position], term: Term, wanted: list[Position]) -> bool:
    if term.phrase:
        return any(_meets_in_order(text[start:], wanted) for start in range(len(text)))
    return all(any(_meets(position, stems) for position in text) for stems in wanted if stems)


def _meets_in_order(text: list[Position], wanted: list[Position]) -> bool:
    pairs = zip(text, wanted, strict=False)
    return len(text) >= len(wanted) and all(not stems or _meets(position, stems) for position, stems in pairs)


def _meets(position: Position, stems: Position) -> bool:
    return not set(position).isdisjoint(stems)


Search = Callable[[str], set[int]]
"""What is scored: a query in, numbers of sentences out."""
