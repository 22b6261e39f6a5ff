"""What may be glued before a word: و ف, then ب ك ل, then the article; for names, which have no other forms."""

from __future__ import annotations

import re
from typing import Final

from mohit.arabic.characters import ARABIC_MARKS, INVISIBLES, TATWEEL
from mohit.arabic.folding import folded_letters

SHORTEST: Final = 3  # letters that must stay

_UNSEEN: Final = re.compile(f"[{ARABIC_MARKS}{TATWEEL}{INVISIBLES}]+")
_PARTICLES: Final = re.compile("(?P<and>[وف])?(?P<to>[بكل])?(?P<the>ال)?")
_TO_THE: Final = re.compile("[وف]?لل")


def bare(word: str) -> str:
    """`word` as typed, without marks, tatweel and signs of direction; white space is one space."""
    return " ".join(_UNSEEN.sub("", word).split())


def unglued(word: str) -> list[tuple[str, str]]:
    """The ways to read a `bare` word as particles and a word of three letters or more, the fewest particles first.

    «وللبنان» is و and للبنان, ول and لبنان, ولل and بنان, ول and البنان. That nothing is glued to it is not among them.
    """
    if not word or word[0] not in "وفبكلا":
        return []
    match = _PARTICLES.match(word)
    ends = {end for end in (match.end("and"), match.end("to"), match.end("the")) if end > 0}
    found = [(word[:end], word[end:]) for end in sorted(ends)]
    if match := _TO_THE.match(word):
        end = match.end()
        found += [(word[:end], word[end:]), (word[: end - 1], f"ال{word[end:]}")]
    return [(particles, rest) for particles, rest in found if len(rest) >= SHORTEST]


def glue(particles: str, word: str) -> str:
    """`word` behind `particles`, as it is written: ل and ال make لل, one article is enough."""
    has_article = word.startswith("ال")
    if particles.endswith("ال") and has_article:
        return particles[:-2] + _behind(particles[:-2], word)
    if particles.endswith("لل"):
        return particles + (word[2:] if has_article else word)
    return particles + _behind(particles, word)


def _behind(particles: str, word: str) -> str:
    return f"ل{word[2:]}" if particles.endswith("ل") and word.startswith("ال") else word


def spelling_key(text: str) -> str:
    """In which two spellings are one: as typed but for marks, digits of any script and letters of other keyboards.

    Hamza, ة and ى count: they are what spellings differ in.
    """
    return folded_letters(text)
