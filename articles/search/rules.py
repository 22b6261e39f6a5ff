"""The editors' rules of the search, kept in the process: words never stemmed, stop words, synonyms and names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from time import monotonic
from typing import NamedTuple

from articles.models import RegisteredName, SearchRevision, StopWord, Synonyms, WholeWord
from mohit.arabic import INDEX_VERSION, LEXICON, Lexicon, query_stems, words
from mohit.prepared import Prepared

LOOK_EVERY = 5.0  # seconds for which a process may search by rules that have just been changed
EDITIONS = 100_000  # changes of the rules that one INDEX_VERSION has numbers for


class Place(NamedTuple):
    """A word's place in a phrase: what it is found under, and how many words after the one before it stands.

    `step` is 0 for a word that may stand anywhere.
    """

    step: int
    stems: tuple[str, ...]


Phrase = tuple[Place, ...]  # one place is a word


class Rules(NamedTuple):
    version: int  # of the documents that these rules write
    edition: tuple[int, int]
    lexicon: Lexicon
    synonyms: dict[str, list[tuple[Phrase, tuple[Phrase, ...]]]]  # first stem → (a term, the others of its groups)

    def same_as(self, typed: Sequence[tuple[str, ...]]) -> tuple[int, tuple[Phrase, ...]]:
        """(how many of the words at the start of `typed` make a term, the terms of the same meaning); the longest."""
        found = [
            (len(term), others)
            for stem in typed[0]
            for term, others in self.synonyms.get(stem, ())
            if len(term) <= len(typed)
            and all(place.stems[0] in stems for place, stems in zip(term, typed, strict=False))
        ]
        longest = max((length for length, _ in found), default=0)
        return longest, tuple(dict.fromkeys(other for length, others in found if length == longest for other in others))


_revision = Prepared(lambda: SearchRevision.objects.values_list("lexicon", "synonyms"))
_kept: tuple[float, Rules] | None = None


def current(*, fresh: bool = False) -> Rules:
    """The rules in force: no query, but one every `LOOK_EVERY` seconds, or at once if `fresh`; four after a change."""
    global _kept
    now = monotonic()
    if _kept and not fresh and now - _kept[0] < LOOK_EVERY:
        return _kept[1]
    rows = _revision()
    edition = rows[0] if rows else (0, 0)
    rules = _kept[1] if _kept and _kept[1].edition == edition else read(edition)
    _kept = (now, rules)
    return rules


def forget() -> None:
    """For tests: the next one rolls back what this process has read."""
    global _kept
    _kept = None


def read(edition: tuple[int, int]) -> Rules:
    lexicon = LEXICON.with_words(
        never_stemmed=WholeWord.objects.values_list("word", flat=True),
        stop_words=StopWord.objects.values_list("word", flat=True),
    )
    groups = [group.lines() for group in Synonyms.objects.all()]
    groups += [name.terms() for name in RegisteredName.objects.only("chosen", "rejected", "latin")]
    return Rules(INDEX_VERSION * EDITIONS + edition[0], edition, lexicon, by_first_stem(groups, lexicon))


def by_first_stem(groups: list[list[str]], lexicon: Lexicon) -> dict[str, list[tuple[Phrase, tuple[Phrase, ...]]]]:
    synonyms = defaultdict(list)
    for group in groups:
        terms = [phrase for phrase in (phrase_of(term, lexicon) for term in group) if phrase]
        for term in terms:
            synonyms[term[0].stems[0]].append((term, tuple(other for other in terms if other != term)))
    return dict(synonyms)


def phrase_of(text: str, lexicon: Lexicon, *, relaxed: bool = False) -> Phrase:
    """The words of `text` but its stop words, each at its distance from the one before."""
    places, step = [], 1
    for word in words(text, lexicon):
        stems = query_stems(text[word.start : word.end], lexicon, relaxed=relaxed) if word.stems else ()
        if stems:
            places.append(Place(step, stems))
        step = 1 if stems else step + 1
    return tuple(places)
