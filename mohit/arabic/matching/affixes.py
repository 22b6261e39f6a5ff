"""What may stand round a listed word and still be that word: والكلب, يالكلب, هالكلب, كلابكم, غبية."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from mohit.arabic.matching.letters import squeezed

_CALLS: Final = ("", "يا", "ويا", "فيا", "ايا")
_PARTICLES: Final = tuple(
    conjunction + preposition for conjunction in ("", "و", "ف") for preposition in ("", "ب", "ك", "ل")
)
_ARTICLES: Final = ("ال", "هال", "عال")  # the article, and with the demonstrative or على of the Levant
# What may stand before a word. Written squeezed: لل is ل with a run of two, and has a rule of its own.
_DEFINITE: Final = frozenset(
    {call + "ال" for call in ("", "يا", "ي", "ويا", "ها")}
    | {particle + article for particle in _PARTICLES for article in _ARTICLES}
)
_PREFIXES: Final = frozenset(_CALLS) | frozenset(_PARTICLES) | _DEFINITE
_TO_THE: Final = frozenset({"ل", "ول", "فل"})
_PRONOUNS: Final = ("ه", "ها", "هم", "هن", "هما", "ك", "كم", "كن", "كما", "كي", "ي", "ني", "نا")
_SUFFIXES: Final = frozenset(
    {"", "ا", "ان", "ين", "ون", "ات", "يه", "يين", "يون", "اتي", "وا", "او", "هون", "كون", "وش"}
    | set(_PRONOUNS)
    | {"ت" + pronoun for pronoun in _PRONOUNS}
    | {"ات" + pronoun for pronoun in _PRONOUNS}
    | {"ين" + pronoun for pronoun in ("ك", "كم")}
)
_LONGEST_PREFIX: Final = max(map(len, _PREFIXES))
_LONGEST_SUFFIX: Final = max(map(len, _SUFFIXES))
SHORT: Final = 2  # letters of a word that is in too many others to stand with anything but the article
_LONGER: Final = 4  # letters from which on ي before a word may be يا: يحمار, but يكذب and يخونه


class Core(NamedTuple):
    """What may be the listed word in a word of a text: its letters squeezed, and how long their runs are."""

    letters: str
    runs: tuple[int, ...]
    is_whole: bool  # nothing stands round it


@lru_cache(maxsize=32_768)
def cores(word: str, *, keeps_alef: bool = False) -> tuple[Core, ...]:
    """All readings of a folded word, the whole word first. `keeps_alef`: an alef at its end is its own letter."""
    letters, runs = squeezed(word)
    found = {}
    for start, first in _starts(letters, runs):
        for end, last in _ends(letters, runs):
            prefix, core, suffix = letters[:start], letters[start:end], letters[end:]
            if not core or (keeps_alef and suffix == "ا") or not _stand_together(prefix, core, suffix):
                continue
            lengths = list(runs[start:end])
            lengths[0] = first
            lengths[-1] = min(lengths[-1], last)
            reading = Core(core, tuple(lengths), not prefix and not suffix)
            found.setdefault(reading, None)
    return tuple(found)


def _starts(letters: str, runs: tuple[int, ...]) -> list[tuple[int, int]]:
    """Where a core may start, and how many of its first letter are its own: اللعين is ال and لعين."""
    found = [(0, runs[0])] if letters else []
    for place in range(1, min(_LONGEST_PREFIX, len(letters) - 1) + 1):
        prefix = letters[:place]
        if prefix in _PREFIXES:
            found.append((place, runs[place]))
            if prefix in _DEFINITE and runs[place - 1] > 1:
                found.append((place - 1, runs[place - 1] - 1))
        elif prefix == "ي":
            found.append((place, runs[place]))
    return found


def _ends(letters: str, runs: tuple[int, ...]) -> list[tuple[int, int]]:
    """Where a core may end, and how many of its last letter are its own: غبيين is غبي and ين."""
    found = [(len(letters), runs[-1])] if letters else []
    for length in range(1, min(_LONGEST_SUFFIX, len(letters) - 1) + 1):
        place = len(letters) - length
        if letters[place:] in _SUFFIXES:
            found.append((place, runs[place - 1]))
            if runs[place] > 1:
                found.append((place + 1, runs[place] - 1))
    return found


def _stand_together(prefix: str, core: str, suffix: str) -> bool:
    if len(core) <= SHORT:
        return not suffix and prefix in {"", "ال", "وال", "يا", "يال"}
    return prefix != "ي" or (len(core) >= _LONGER and not suffix and core[-1] != "ه")


def fit(letters: str, found: tuple[int, ...], listed: tuple[int, ...]) -> bool:
    """Whether the runs of a word are those of a listed word, or stretched ones: كلللب, كللب; but الله is no اله.

    Three of a letter are always a stretch; two only of what is written once in a word of three letters or more,
    and never لل where an article may be meant.
    """
    return found == listed or all(
        run == wanted or run > 2 or (run == 2 and wanted == 1 and _may_be_stretched(letters, place))
        for place, (run, wanted) in enumerate(zip(found, listed, strict=True))
    )


def _may_be_stretched(letters: str, place: int) -> bool:
    is_article = letters[place] == "ل" and letters[:place] in {"", "ا"}
    return len(letters) > SHORT and not is_article
