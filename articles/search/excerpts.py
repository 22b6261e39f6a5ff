"""The words that were found, marked in a story's own spelling (AR-8)."""

from __future__ import annotations

from collections.abc import Set

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from mohit.arabic import Lexicon, isolate, words

BEFORE, AFTER = 8, 26  # words of an excerpt before and after its first hit
MOST_HITS = 200  # of a text that are weighed against each other
REMEMBERED = 60_000  # pieces of text between two spaces: some 15 MB


def marked(text: str, stems: Set[str], lexicon: Lexicon) -> SafeString:
    """`text` escaped, each word that has one of `stems` in `<mark>`."""
    pieces, end = [], 0
    for word in words(text, lexicon):
        if not stems.isdisjoint(word.stems):
            pieces += (escape(text[end : word.start]), f"<mark>{escape(text[word.start : word.end])}</mark>")
            end = word.end
    return mark_safe(isolate("".join(pieces) + escape(text[end:])))  # noqa: S308  (escaped above)


def excerpt(text: str, stems: Set[str], lexicon: Lexicon, *, of_one_word: bool = False) -> str:
    """The whole words round the first place of `text` where most of `stems` stand; empty without any of them.

    When all are forms `of_one_word` that is the first of them.

    Measured in pieces between spaces, so nothing is cut within a word. What a piece's stems are is remembered: stories
    are made of the same words.
    """
    pieces, known = text.split(), known_pieces(lexicon)
    hits = []
    for place, piece in enumerate(pieces):
        found = known.get(piece)
        if found is None:
            found = known[piece] = tuple(stem for word in words(piece, lexicon) for stem in word.stems)
        if not stems.isdisjoint(found):
            hits.append((place, stems.intersection(found)))
            if of_one_word or len(hits) == MOST_HITS:
                break
    if not hits:
        return ""
    first = best(hits)
    start, end = max(first - BEFORE, 0), first + AFTER
    return f"{'…' if start else ''}{' '.join(pieces[start:end])}{'…' if end < len(pieces) else ''}"


def best(hits: list[tuple[int, Set[str]]]) -> int:
    """The first place after which an excerpt holds the most different stems."""

    def held(start: int) -> int:
        return len(frozenset().union(*(stems for place, stems in hits if start <= place < start + AFTER)))

    return max((place for place, _ in hits), key=lambda place: (held(place), -place))


_known: tuple[Lexicon | None, dict[str, tuple[str, ...]]] = (None, {})


def known_pieces(lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    """The stems of pieces seen before under this lexicon; forgotten all at once when there are too many."""
    global _known
    if _known[0] is not lexicon or len(_known[1]) > REMEMBERED:
        _known = (lexicon, {})
    return _known[1]
