"""`endings`: the stems of an Arabic word that carries no article and no particle any more.

Pronouns go first, then dual and plural, then gender, relation and case. What a rule would cut is looked up first,
so that لبنان does not end as milk; short words keep what longer ones lose, so that عمل, عملة and عملية remain three.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from mohit.arabic.folding import folded_forms, without_seats
from mohit.arabic.lexicon import Lexicon

_PRONOUNS = ("هما", "كما", "هم", "هن", "ها", "كم", "نا")
_BARE_ALEF = str.maketrans("أإآى", "اااي")
_MISPLACED = re.compile("ء(?=[يو].)")  # رءيس, مسءول, رءوس
_SEATS = frozenset("ءؤئ")
_HAMZAS = frozenset("أإآؤئ")
_SHORTEST = 3  # letters of a noun
_SAFE = 4  # letters that must stay where the ending could also belong to the word


@lru_cache(maxsize=8192)
def finished(word: str) -> str:
    """The match key of a stem."""
    return folded_forms(without_seats(word) if _SEATS.intersection(word) else word)


@lru_cache(maxsize=8192)
def endings(word: str, lexicon: Lexicon, *, defined: bool = False) -> tuple[str, ...]:
    """Return the stems of a word from `folded_letters`, the surest first. `defined`: an article stood before it."""
    word = _MISPLACED.sub("ئ", word).translate(_BARE_ALEF)
    if irregular := lexicon.vocabulary.irregulars.get(finished(word)):
        return irregular
    bearers = [word] if defined else _without_pronoun(word, lexicon)
    numbers = _each(bearers, lexicon, _without_number)
    stems = _each(numbers, lexicon, _trimmed if defined else _trimmed_of_his)
    found = (lexicon.vocabulary.irregulars.get(finished(stem), (finished(stem),)) for stem in stems)
    return tuple(dict.fromkeys(stem for stems in found for stem in stems))


def with_teh_marbuta(word: str, lexicon: Lexicon) -> str:
    """A word in ه as a reader most likely meant it: دوله for دولة, not "his states"; مكتبه for مكتبة.

    A longer word that is as well known without its ه stays open: كتابه is writing, or his book.
    """
    if not word.endswith("ه") or len(word) < _SAFE or _is_whole(word, lexicon):
        return word
    feminine, vocabulary = word[:-1] + "ة", lexicon.vocabulary
    is_known = feminine in vocabulary.spellings
    if not is_known or len(word) > _SAFE:  # أمامه is no إمامة, but امامه may be
        is_known = _is_feminine(word, lexicon) and (is_known or not _HAMZAS.intersection(word))
    is_meant = is_known and (len(word) == _SAFE or word[0] == "م" or finished(word[:-1]) not in vocabulary.listed)
    return feminine if is_meant else word


def _each(words: Iterable[str], lexicon: Lexicon, cut: Callable[[str, Lexicon], list[str]]) -> list[str]:
    """What a rule makes of each word; words that are known to be whole stay."""
    return [shorter for word in words for shorter in ([word] if _is_whole(word, lexicon) else cut(word, lexicon))]


def _is_whole(word: str, lexicon: Lexicon) -> bool:
    key = finished(word)
    vocabulary = lexicon.vocabulary
    return key in vocabulary.wholes or key in vocabulary.irregulars or key in lexicon.never_stemmed


def _is_feminine(word: str, lexicon: Lexicon) -> bool:
    return finished(word) in lexicon.vocabulary.feminines


def _without_pronoun(word: str, lexicon: Lexicon) -> list[str]:
    if _is_whole(word, lexicon):
        return [word]
    if word.endswith("ا") and _is_whole(word[:-1], lexicon):  # اتجاها, the accusative of اتجاه
        return [word[:-1]]
    for pronoun in _PRONOUNS:
        if word.endswith(pronoun) and len(word) - len(pronoun) >= _SHORTEST:
            return _ours(word, lexicon) if pronoun == "نا" else _bearer(word[: -len(pronoun)], lexicon)
    if word.endswith(("ائه", "اؤه")) or (word.endswith(("ته", "اءه", "اه", "وه")) and not _is_feminine(word, lexicon)):
        return _bearer(word[:-1], lexicon) if len(word) > _SHORTEST else [word]
    if word.endswith("ك") and len(word) > _SHORTEST:
        return _yours(word, lexicon)
    if word.endswith("تي") and len(word) > _SHORTEST:
        return _mine(word, lexicon)
    return [word]


def _yours(word: str, lexicon: Lexicon) -> list[str]:
    """A word in ك: your house (بيتك), or a word of its own. Short ones need a known noun."""
    listed, bearer = lexicon.vocabulary.listed, word[:-1]
    if len(word) == _SAFE and (finished(word) in listed or finished(bearer) not in listed):
        return [word]
    return [word, *_bearer(bearer, lexicon)]


def _mine(word: str, lexicon: Lexicon) -> list[str]:
    """A word in تي: my car (سيارتي), the two cars of somebody, or a relation (نباتي)."""
    feminine = word[:-2] + "ة"
    if _is_feminine(feminine, lexicon):
        return [feminine]
    if len(word) == _SAFE:
        return [word]
    return [word[:-1]] if word.endswith("اتي") or _is_whole(word[:-1], lexicon) else [feminine]


def _ours(word: str, lexicon: Lexicon) -> list[str]:
    """A word in نا: our book (كتابنا), or a final nun in the accusative (بيانا)."""
    bearers = _bearer(word[:-2], lexicon)
    accusative = word[:-1]
    if word[-3] in "اوي" or _is_whole(accusative, lexicon):
        return [accusative, *bearers]
    return [*bearers, accusative]


def _bearer(word: str, lexicon: Lexicon) -> list[str]:
    """The noun that carried a pronoun: its teh marbuta, final hamza and final yeh come back."""
    if word.endswith("ت"):
        return _noun_in_teh_marbuta(word, lexicon)
    if word.endswith(("ائ", "اؤ")):
        return [word[:-1] + "ء"]
    if word.endswith("تي") and len(word) > _SAFE:
        return [word[:-2] + "ة"]
    if word.endswith("ا") and not word.endswith("يا"):  # مرضاه, مستواها
        return [word[:-1] + "ي"]
    return [word]


def _noun_in_teh_marbuta(word: str, lexicon: Lexicon) -> list[str]:
    feminine = word[:-1] + "ة"
    if finished(word[:-1]) in lexicon.vocabulary.verbs:  # نقلتهم, she moved them, or their patch
        return [feminine, word[:-1]]
    if _is_feminine(feminine, lexicon):
        return [feminine]
    if word.endswith("ات") or len(word) <= _SHORTEST or _is_whole(word, lexicon):
        return [word]
    return [feminine] if len(word) > _SAFE else [feminine, word]  # دولتها, قدمتها


def _without_number(word: str, lexicon: Lexicon) -> list[str]:
    """The singular of a dual or a sound plural."""
    if word.endswith("ات"):
        return _of_plural_in_at(word, lexicon)
    if word.endswith(("تان", "تين")):
        feminine = word[:-3] + "ة"
        if len(word) > 6 or _is_feminine(feminine, lexicon):
            return [feminine]
        if len(word) == 6:
            return [feminine, word[:-2]]
    if word.endswith("تا") and len(word) > _SAFE:  # شركتا before a noun; مؤقتا is an accusative
        feminine = word[:-2] + "ة"
        return [feminine] if len(word) > 5 or _is_feminine(feminine, lexicon) else [feminine, word[:-1]]
    if word.endswith("وا") and len(word) > _SAFE:
        return [word[:-2], word[:-1]] if len(word) - 2 == _SHORTEST else [word[:-2]]
    if word.endswith(("ون", "ين", "ان")):
        return _of_plural_in_nun(word)
    return [word]


def _of_plural_in_at(word: str, lexicon: Lexicon) -> list[str]:
    singular = word[:-2]
    if _is_feminine(singular + "ة", lexicon):
        return [singular + "ة"]
    if len(singular) >= _SAFE:
        return [_with_hamza(singular)]
    return [singular + "ة"] if len(singular) == _SHORTEST else [word]


def _of_plural_in_nun(word: str) -> list[str]:
    singular = _with_hamza(word[:-2])
    if len(singular) >= _SAFE:
        return [singular]
    if len(singular) < _SHORTEST or (word[0] == "ت" and word.endswith("ين")):  # تمكين, تعيين
        return [word]
    return [word, singular] if word.endswith("ان") else [singular, word]


def _with_hamza(word: str) -> str:
    """A final hamza back from the seat that an ending gave it: بنائ(ين) to بناء."""
    return word[:-1] + "ء" if word.endswith(("ائ", "اؤ")) else word


def _trimmed_of_his(word: str, lexicon: Lexicon) -> list[str]:
    """`_trimmed`, where a final heh may be a teh marbuta or a pronoun: مكتبه, his office or a library."""
    trimmed = _trimmed(word, lexicon)
    if not word.endswith("ه"):
        return trimmed
    if _is_feminine(word, lexicon) or len(word) == _SAFE:
        bare = word[:-1]
        return [*trimmed, *([bare] if len(bare) <= _SAFE else _trimmed(bare, lexicon))]
    return trimmed


def _trimmed(word: str, lexicon: Lexicon) -> list[str]:
    """Cut what gender, relation and case added, each once, while four letters stay; و of a plural only by itself."""
    for ending in ("و",) if word.endswith("و") else ("ا", "ةه", "ي", "ت"):
        if word[-1] not in ending:
            continue
        if _is_whole(word, lexicon) or (ending == "ةه" and _is_feminine(word, lexicon)):
            return [word]
        if nouns := _related(word, lexicon):
            return nouns
        if len(word) > _SAFE:
            word = _with_hamza(word[:-1])
        elif len(word) == _SAFE and ending in "ات":
            return [word, word[:-1]]
        elif len(word) == _SAFE and ending == "ةه" and word[-2] == "ي":
            return [word[:-1]]
    return [word]


def _related(word: str, lexicon: Lexicon) -> list[str]:
    """The noun in ة of which a word in ي is: تجاري is of تجارة, not of تجار; معارضي may also be those of معارض."""
    if len(word) <= _SAFE or word[-1] != "ي" or word[-2] in "ئؤ" or not _is_feminine(word[:-1] + "ة", lexicon):
        return []
    noun = word[:-1] + "ة"
    return [noun, word[:-1]] if word[0] == "م" else [noun]
