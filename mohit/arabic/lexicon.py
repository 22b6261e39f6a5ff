"""`Lexicon`: what a stemmer cannot see in the letters of a word. The lists are files in `word_lists/`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

from mohit.arabic.folding import folded_letters, normalise

WORD_LISTS: Final = Path(__file__).with_name("word_lists")
_CACHED_WORDS: Final = 50_000  # some 30 MB when full


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The shipped lists, as match keys unless said otherwise."""

    stop_words: frozenset[str]  # as `folded_letters` writes them: على is one, علي is a name
    no_stop_words: frozenset[str]  # what looks like و or ف before one, and is a noun: ولي
    listed: frozenset[str]  # words whose first letter is their own, even if it is و ف ب ك ل س: وزير
    spellings: frozenset[str]  # the same as `folded_letters` writes them
    articles: re.Pattern[str]  # words whose ال is no article: التزام, as `folded_letters` writes them
    wholes: frozenset[str]  # words whose last letters are no ending: لبنان
    feminines: frozenset[str]  # words that are not the feminine of the word without ة: مكتبة
    verbs: frozenset[str]  # short past verbs that take an object: نقلتهم is of نقل
    irregulars: dict[str, tuple[str, ...]]  # words whose stems no rule finds: سنوات
    hamzas: dict[str, tuple[str, ...]]  # words that a hamza alone tells from another: آب, أب
    readings: dict[str, tuple[str, ...]]  # words and what may be left of them: بحرية is in freedom, and naval
    compounds: dict[str, int]  # words written as one or as two, and where to cut: أبوظبي


@dataclass(frozen=True)
class Lexicon:
    """Immutable, hashable, cheap to build: the shipped vocabulary, and an editor's additions to it."""

    never_stemmed: frozenset[str] = frozenset()
    stop_words: frozenset[str] = frozenset()

    @property
    def vocabulary(self) -> Vocabulary:
        return shipped_vocabulary()

    def with_words(self, *, never_stemmed: Iterable[str] = (), stop_words: Iterable[str] = ()) -> Lexicon:
        """Return a lexicon that also knows these words, in any spelling."""
        return Lexicon(
            self.never_stemmed | {normalise(word) for word in never_stemmed},
            self.stop_words | {folded_letters(word) for word in stop_words},
        )

    def is_stop_word(self, word: str) -> bool:
        """Whether a word from `folded_letters` says nothing by itself, with its و or ف or without.

        Nothing is cut from two letters: فك is no ف before ك.
        """
        lists = self.vocabulary.stop_words, self.stop_words
        if any(word in stop_words for stop_words in lists):
            return True
        if len(word) < 3 or word[0] not in "وف" or word in self.vocabulary.no_stop_words:
            return False
        return any(word[1:] in stop_words for stop_words in lists)

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


def _stop_words() -> frozenset[str]:
    """As written, and with bare alefs, as many readers type."""
    words = words_of("stop_words.txt", folded_letters)
    return words.union(word.translate(str.maketrans("أإآ", "ااا")) for word in words)


def _articles() -> re.Pattern[str]:
    """Words as `folded_letters` writes them; `*` stands for any ending."""
    words = folded_letters(" ".join(lines("articles.txt"))).split()
    return re.compile("|".join(re.escape(word).replace(r"\*", ".*") for word in sorted(words)))


def _table(name: str, fold: Callable[[str], str]) -> dict[str, tuple[str, ...]]:
    """Lines `word word = stem stem`: what each of the words on the left is to become, the surest first."""
    found: dict[str, tuple[str, ...]] = {}
    for line in lines(name):
        words, _, results = fold(line).partition("=")
        found.update(dict.fromkeys(words.split(), tuple(results.split())))
    return found


def _compounds() -> dict[str, int]:
    """Lines `first second`: two words that are often written as one."""
    pairs = (normalise(line).split() for line in lines("compounds.txt"))
    return {first + second: len(first) for first, second in pairs}


@lru_cache(maxsize=1)
def shipped_vocabulary() -> Vocabulary:
    irregulars = _table("irregulars.txt", normalise)
    names = "first_letters.txt", "wholes.txt", "feminines.txt", "nouns.txt"
    spellings = frozenset().union(*(words_of(name, folded_letters) for name in names), irregulars)
    return Vocabulary(
        stop_words=_stop_words(),
        no_stop_words=words_of("no_stop_words.txt", folded_letters),
        listed=frozenset(normalise(" ".join(spellings)).split()),
        spellings=spellings,
        articles=_articles(),
        wholes=words_of("wholes.txt", normalise),
        feminines=words_of("feminines.txt", normalise),
        verbs=words_of("verbs.txt", normalise),
        irregulars=irregulars,
        hamzas=_table("hamzas.txt", folded_letters),
        readings=_table("readings.txt", folded_letters),
        compounds=_compounds(),
    )


LEXICON: Final = Lexicon()
