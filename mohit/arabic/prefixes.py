"""`readings`: an Arabic word without its article and its glued particles, in every way it may be read."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from mohit.arabic.endings import endings, finished
from mohit.arabic.folding import folded_forms
from mohit.arabic.lexicon import Lexicon, Vocabulary

# An alef with a hamza begins the word itself: ألمانيا. The particle ل and ال make لل.
_ARTICLE = re.compile("[وف]?[بك]?ال(?=..)")
_ARTICLE_AFTER_LAM = re.compile("[وف]?لل(?=..)")
_HAMZA_ON_ALEF = frozenset("أإآ")
_FUTURE = re.compile("س[يتنأ].{3}")
_SHORTEST = 3  # letters that must stay after a particle


class Reading(NamedTuple):
    """What is left of a word, and whether an article stood before it."""

    word: str
    defined: bool = False


def readings(word: str, lexicon: Lexicon, *, strict: bool = False) -> list[Reading]:
    """Return the readings of a word from `folded_letters`, the surest first.

    `strict` keeps ف ب ك ل before three letters, unless they are a known word: فندق is no قدن… and كوكب no star less.
    """
    if is_known(word, lexicon):
        return [Reading(word)]
    if defined := _after_article(word, lexicon):
        return [defined]
    return [Reading(word) for word in _after_particles(word, lexicon, strict)]


def is_known(word: str, lexicon: Lexicon) -> bool:
    """Whether the lists hold a form of this word, so that its first letter is its own."""
    vocabulary, key = lexicon.vocabulary, finished(word)
    if key in _known_words(vocabulary) or key in lexicon.never_stemmed or _begins_with_own_article(word, vocabulary):
        return True
    if word.endswith("ة") and not word.endswith("ية"):  # وعود does not make وعودة known
        return False
    known = _known_stems(vocabulary, like_an_article=bool(_ARTICLE.match(word)))
    return not known.isdisjoint(endings(word, lexicon))


@lru_cache(maxsize=4)
def _known_words(vocabulary: Vocabulary) -> frozenset[str]:
    lists = vocabulary.first_letters, vocabulary.wholes, vocabulary.feminines, vocabulary.nouns
    return frozenset().union(*lists, vocabulary.irregulars)


@lru_cache(maxsize=8)
def _known_stems(vocabulary: Vocabulary, *, like_an_article: bool) -> frozenset[str]:
    """The stems of the listed words; `like_an_article`: of those alone that begin as if with one (بالون)."""
    shipped = Lexicon(vocabulary)
    words = (word for word in _known_words(vocabulary) if not like_an_article or _ARTICLE.match(word))
    return frozenset(endings(word, shipped)[0] for word in words)


def _begins_with_own_article(word: str, vocabulary: Vocabulary) -> bool:
    return bool(vocabulary.articles.fullmatch(folded_forms(word)))


def _after_article(word: str, lexicon: Lexicon) -> Reading | None:
    if article := _ARTICLE.match(word):
        own = word[article.end() - 2 :]
        if _begins_with_own_article(own, lexicon.vocabulary):
            return Reading(own)
        return Reading(word[article.end() :], defined=True)
    if article := _ARTICLE_AFTER_LAM.match(word):
        with_lam = word[article.end() - 1 :]
        return Reading(with_lam if is_known(with_lam, lexicon) else with_lam[1:], defined=True)
    return None


def _after_particles(word: str, lexicon: Lexicon, strict: bool) -> list[str]:
    if _FUTURE.match(word):
        return [word[1:], word]
    rest = word[1:]
    if word[0] not in "وفبكل" or len(rest) < _SHORTEST:
        return [word]
    if rest[0] in _HAMZA_ON_ALEF or is_known(rest, lexicon):
        return [rest]
    if strict and word[0] != "و" and len(rest) == _SHORTEST:
        return [word]
    further = _after_particles(rest, lexicon, strict) if word[0] in "وف" and rest[0] not in "وف" else [rest]
    return [*further, word]
