"""What a reader types, read: words that must all stand in a story, "phrases", -words that must not, أو between two.

Nothing that is typed is an error: what cannot be a word is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from articles.search.rules import Phrase, Place, Rules, phrase_of
from mohit.arabic import clean, query_stems, words

LONGEST = 400  # letters that are read
MOST_WORDS = 12  # that are looked for
MOST_EXCLUDED = 8

# A sign before a word, not within one; then a quotation in any marks, or what stands between spaces. -19 is no sign:
# it is the end of كوفيد -19.
_PART = re.compile(
    r"(?P<sign>(?<![^\s(\u061c\u200e\u200f])-(?![-\d]))?"
    r'(?:"(?P<a>[^"]*)"|[“”„‟](?P<b>[^“”„‟]*)[“”„‟]|[«»](?P<c>[^«»]*)[«»]|(?P<word>[^\s"“”„‟«»]+))'
)
_OR = frozenset({"أو", "او", "OR", "or", "|", "||"})


class Term(NamedTuple):
    """What must (or, `excluded`, must not) stand in a story: any of `choices`. `key` is a single word's own form."""

    choices: tuple[Phrase, ...]
    key: str = ""
    excluded: bool = False

    @property
    def size(self) -> int:
        return len(self.choices[0])


class Typed(NamedTuple):
    """A word as typed, with its stems."""

    text: str
    key: str
    stems: tuple[str, ...]


@dataclass(frozen=True)
class Query:
    """Alternatives, in each of which all terms must hold."""

    alternatives: tuple[tuple[Term, ...], ...]
    words: tuple[Typed, ...]  # those that must stand in a story, in the order in which they were typed
    is_cut: bool = False  # whether there were more words than are looked for

    def __bool__(self) -> bool:
        return bool(self.alternatives)

    @property
    def terms(self) -> tuple[Term, ...]:
        """What must stand in a story, of all alternatives."""
        return tuple(term for terms in self.alternatives for term in terms if not term.excluded)

    @property
    def stems(self) -> frozenset[str]:
        """What is marked in a story."""
        return frozenset(
            stem for term in self.terms for phrase in term.choices for place in phrase for stem in place.stems
        )

    def __hash__(self) -> int:
        return hash(self.alternatives)


def parse(text: str, rules: Rules, *, relaxed: bool = False) -> Query:
    """Read what was typed. `relaxed` also drops one-letter prefixes from its words (arabic.md, 1.5)."""
    reader = Reader(rules, relaxed)
    for part in _PART.finditer(clean(text[:LONGEST], multiline=False)):
        reader.read(part)
    return reader.query()


class Reader:
    def __init__(self, rules: Rules, relaxed: bool) -> None:
        self.rules, self.relaxed = rules, relaxed
        self.finished: list[tuple[Term, ...]] = []
        self.terms: list[Term] = []
        self.plain: list[Typed] = []  # words in a row that may make one term together
        self.words: list[Typed] = []
        self.excluded = 0
        self.is_cut = False

    def read(self, part: re.Match[str]) -> None:
        quoted = next((part[name] for name in "abc" if part[name] is not None), None)
        if part["sign"]:
            self.exclude(part["word"] if quoted is None else quoted)
        elif quoted is not None:
            self.add_phrase(quoted)
        elif part["word"] in _OR:
            self.end_alternative()
        else:
            self.plain += self.typed(part["word"])

    def typed(self, text: str) -> Iterator[Typed]:
        """The words of `text` that are looked for."""
        for word in words(text, self.rules.lexicon):
            spelled = text[word.start : word.end]
            stems = query_stems(spelled, self.rules.lexicon, relaxed=self.relaxed) if word.stems else ()
            if not stems:
                continue
            if len(self.words) >= MOST_WORDS:
                self.is_cut = True
                return
            self.words.append(Typed(spelled, word.key, stems))
            yield self.words[-1]

    def add_phrase(self, text: str) -> None:
        self.end_words()
        room = MOST_WORDS - len(self.words)
        phrase = phrase_of(text, self.rules.lexicon, relaxed=self.relaxed)
        found = [*self.typed(text)]
        if phrase and room > 0:
            key = found[0].key if len(phrase) == 1 else ""
            self.terms.append(Term((phrase[:room],), key))

    def exclude(self, text: str) -> None:
        self.end_words()
        phrase = phrase_of(text, self.rules.lexicon)
        if phrase and self.excluded < MOST_EXCLUDED:
            self.excluded += 1
            self.terms.append(Term((phrase,), excluded=True))

    def end_words(self) -> None:
        """Make terms of the plain words: with their synonyms, the longest first."""
        while self.plain:
            length, others = self.rules.same_as([word.stems for word in self.plain])
            these = self.plain[: max(length, 1)]
            del self.plain[: len(these)]
            own = tuple(Place(0, word.stems) for word in these)
            self.terms.append(Term((own, *others), these[0].key if len(these) == 1 else ""))

    def end_alternative(self) -> None:
        self.end_words()
        if any(not term.excluded for term in self.terms):
            self.finished.append(tuple(dict.fromkeys(self.terms)))
        self.terms = []

    def query(self) -> Query:
        self.end_alternative()
        return Query(tuple(dict.fromkeys(self.finished)), tuple(self.words), self.is_cut)
