"""`readings`: an Arabic word without its article and its glued particles, in every way it may be read."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from mohit.arabic.endings import endings, finished
from mohit.arabic.lexicon import LEXICON, Lexicon, Vocabulary

# An alef with a hamza begins the word itself: ألمانيا. The particle ل and ال make لل.
_ARTICLE = re.compile("[وف]?[بك]?ال(?=..)")
_ARTICLE_AFTER_LAM = re.compile("[وف]?لل(?=..)")
_HAMZA_ON_ALEF = ("أ", "إ", "آ")
_FUTURE = re.compile("س[يتنأ].{2}")  # سيزور, سيصل
_PARTICLES = "وفبكل"
_SHORTEST = 3  # letters that must stay after a particle


class Reading(NamedTuple):
    """What is left of a word, and whether an article stood before it."""

    word: str
    defined: bool = False


def readings(word: str, lexicon: Lexicon, *, strict: bool = False) -> list[Reading]:
    """Return the readings of a word from `folded_letters`, the surest first.

    `strict` keeps ف ب ك ل before three letters, unless they are a known word.
    """
    if listed := lexicon.vocabulary.readings.get(word):
        return [Reading(reading) for reading in listed]
    if _is_its_own(word, lexicon):
        return [Reading(word)]
    if defined := _after_article(word, lexicon):
        return [defined]
    return [Reading(word) for word in _after_particles(word, lexicon, strict)]


def _is_its_own(word: str, lexicon: Lexicon) -> bool:
    """Whether the lists know this word, and do not know it much better without its first letter (وعيون)."""
    if is_listed(word, lexicon):
        return True
    cut = _letters_cut(word, lexicon)
    if cut is None or word[0] not in _PARTICLES:
        return cut is not None
    if is_listed(word[1:], lexicon) and word[-1] not in "اه":  # وفدا is a delegation, not و + فداء
        return False
    cut_from_rest = _letters_cut(word[1:], lexicon)
    # وعودة is و + عودة, though وعود is known.
    return cut_from_rest is None or (cut - cut_from_rest < 2 and not word.endswith("ة"))


def is_listed(word: str, lexicon: Lexicon) -> bool:
    """Whether the lists hold this very word, so that its first letter is its own."""
    key = finished(word)
    if key in lexicon.never_stemmed or lexicon.vocabulary.articles.fullmatch(word):
        return True
    if _is_hamza_second(word):
        return word in lexicon.vocabulary.spellings  # كأس is listed; ب + أسوأ is not باس
    return key in lexicon.vocabulary.listed


def _letters_cut(word: str, lexicon: Lexicon) -> int | None:
    """How many letters of endings stand between this word and one in the lists; None if they hold no form of it."""
    if is_listed(word, lexicon):
        return 0
    if _ARTICLE.match(word) or _ARTICLE_AFTER_LAM.match(word):
        return None
    stems = _listed_stems(lexicon.vocabulary, hamza_second=_is_hamza_second(word))
    known = stems.intersection(endings(word, lexicon))
    return len(word) - max(map(len, known)) if known else None


def _is_hamza_second(word: str) -> bool:
    return word[1:2] in _HAMZA_ON_ALEF


@lru_cache(maxsize=8)
def _listed_stems(vocabulary: Vocabulary, *, hamza_second: bool) -> frozenset[str]:
    """The surest stems of the listed words, or of those alone whose second letter is أ إ آ."""
    words = (word for word in vocabulary.spellings if not hamza_second or _is_hamza_second(word))
    return frozenset(endings(word, LEXICON)[0] for word in words)


def _after_article(word: str, lexicon: Lexicon) -> Reading | None:
    if word[0] in "وف" and word[1:3] != "ال" and is_listed(word[1:], lexicon):  # وبالغة
        return Reading(word[1:])
    if article := _ARTICLE.match(word):
        own = word[article.end() - 2 :]
        if lexicon.vocabulary.articles.fullmatch(own):
            return Reading(own)
        return Reading(word[article.end() :], defined=True)
    if article := _ARTICLE_AFTER_LAM.match(word):
        if listed := lexicon.vocabulary.readings.get(f"لل{word[article.end() :]}"):  # وللجنة
            return Reading(listed[0], defined=True)
        with_lam, rest = word[article.end() - 1 :], word[article.end() :]
        keeps_lam = not is_listed(rest, lexicon) and _is_its_own(with_lam, lexicon)  # للبنان, but للباب
        return Reading(with_lam if keeps_lam else rest, defined=True)
    return None


def _after_particles(word: str, lexicon: Lexicon, strict: bool) -> list[str]:
    """What is left after one or two particles; the word itself is among them unless they are certain."""
    rest = word[1:]
    if _FUTURE.match(word):
        return [rest, word]
    if word[0] not in _PARTICLES or len(rest) < _SHORTEST:
        return [word]
    if _is_hamza_second(word) or _is_its_own(rest, lexicon):
        return [rest]
    further = _after_particles(rest, lexicon, strict) if word[0] in "وف" and rest[0] not in "وف" else [rest]
    if rest not in further:
        return further
    if strict and word[0] != "و" and len(rest) == _SHORTEST:
        return [word]
    return [*further, word]
