"""`Lexicon`: what a stemmer cannot see in the letters of a word. The lists are files in `word_lists/`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from mohit.arabic.folding import folded_forms, folded_letters, folded_seats, normalise

WORD_LISTS: Final = Path(__file__).with_name("word_lists")
_CACHED_WORDS: Final = 40_000  # about 15 MB; a year of a daily newspaper uses some 200,000 spellings, most of them once


@dataclass(frozen=True)
class Vocabulary:
    """The shipped lists, as match keys. One object, compared by identity."""

    stop_words: frozenset[str]  # as `folded_seats` writes them: على is one, علي is a name
    first_letters: frozenset[str]  # words whose و ف ب ك ل س is no prefix: وزير
    articles: re.Pattern[str]  # words whose ال is no article: التزام
    wholes: frozenset[str]  # words whose last letters are no ending: لبنان
    feminines: frozenset[str]  # words that are not the feminine of the word without ة: مكتبة
    nouns: frozenset[str]  # common words without any ending: a particle before one of them is a particle
    irregulars: dict[str, tuple[str, ...]]  # words whose stems no rule finds: سنوات
    compounds: dict[str, int]  # words written as one or as two, and where to cut: أبوظبي

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other


@dataclass(frozen=True)
class Lexicon:
    """Immutable, hashable, cheap to build: the shipped vocabulary and an editor's additions."""

    vocabulary: Vocabulary = field(repr=False)
    never_stemmed: frozenset[str] = frozenset()
    stop_words: frozenset[str] = frozenset()

    def with_words(self, *, never_stemmed: Iterable[str] = (), stop_words: Iterable[str] = ()) -> Lexicon:
        """Return a lexicon that also knows these words, in any spelling."""
        return Lexicon(
            self.vocabulary,
            self.never_stemmed | {normalise(word) for word in never_stemmed},
            self.stop_words | {folded_seats(word) for word in stop_words},
        )

    def is_stop_word(self, word: str) -> bool:
        """Whether a word from `folded_seats` says nothing by itself, with its و or ف or without."""
        lists = self.vocabulary.stop_words, self.stop_words
        return any(word in stop_words or (word[:1] in "وف" and word[1:] in stop_words) for stop_words in lists)

    @cached_property
    def analyses(self) -> BoundedCache:
        """What has been found out about words under this lexicon."""
        return BoundedCache(_CACHED_WORDS)


class BoundedCache(dict):
    """A dict that starts anew when it is full: cheaper than keeping an order, and no lock is needed."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit

    def keep(self, key: object, value: object) -> None:
        if len(self) >= self.limit:
            self.clear()
        self[key] = value


def lines(name: str) -> Iterator[str]:
    """The entries of a word list, one a line, without blank lines and comments (`#` to the end of the line)."""
    for line in (WORD_LISTS / name).read_text(encoding="utf-8").splitlines():
        if entry := line.partition("#")[0].strip():
            yield entry


def words_of(name: str, fold: Callable[[str], str]) -> frozenset[str]:
    """All words of a list, several a line or one, folded."""
    return frozenset(fold(" ".join(lines(name))).split())


def _articles() -> re.Pattern[str]:
    """Words as `folded_letters` writes them, but with bare alefs; `*` stands for any ending."""
    words = folded_forms(folded_letters(" ".join(lines("articles.txt")))).split()
    return re.compile("|".join(re.escape(word).replace(r"\*", ".*") for word in sorted(words)))


def _irregulars() -> dict[str, tuple[str, ...]]:
    """Lines `word word = stem stem`: each of the words has these stems, the surest first."""
    found: dict[str, tuple[str, ...]] = {}
    for line in lines("irregulars.txt"):
        written, _, stems = normalise(line).partition("=")
        found.update(dict.fromkeys(written.split(), tuple(stems.split())))
    return found


def _compounds() -> dict[str, int]:
    """Lines `first second`: two words that are often written as one."""
    pairs = (normalise(line).split() for line in lines("compounds.txt"))
    return {first + second: len(first) for first, second in pairs}


def _shipped() -> Vocabulary:
    return Vocabulary(
        stop_words=words_of("stop_words.txt", folded_seats),
        first_letters=words_of("first_letters.txt", normalise),
        articles=_articles(),
        wholes=words_of("wholes.txt", normalise),
        feminines=words_of("feminines.txt", normalise),
        nouns=words_of("nouns.txt", normalise),
        irregulars=_irregulars(),
        compounds=_compounds(),
    )


LEXICON: Final = Lexicon(_shipped())
