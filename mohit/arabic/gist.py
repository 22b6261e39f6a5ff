"""`gist`: the words of a text as they are compared between texts."""

from __future__ import annotations

import re
from functools import lru_cache

from mohit.arabic.folding import normalise
from mohit.arabic.words import tokens

# What is glued to the front of a noun, and the endings of number, gender and possession: those of the light stemmers
# for Arabic (Larkey, Ballesteros and Connell, 2002), in folded letters. The longest that fits goes, once.
_FRONT = re.compile(r"^(?:وال|بال|كال|فال|ولل|لل|ال|و(?=[^و]{4}))(?=.{3})")
_END = re.compile(r"(?<=.{3})(?:(?:ات|ت)?(?:هما|ها|هم)|ات|ان|ون|ين|يه|ته|ه|ي|ا)$")
_ARABIC = re.compile("[\u0621-\u064a]+")
_SHORTEST = 3  # letters


def gist(text: str) -> list[str]:
    """Return the words of a text in reading order, cut to what related texts have in common.

    Without numbers and words of fewer than three letters. Rougher than search: two words that fall together here
    only make two texts a little more alike.
    """
    return [word for word in (_gist(token.text) for token in tokens(text)) if word]


@lru_cache(maxsize=65_536)
def _gist(word: str) -> str:
    key = normalise(word)
    if len(key) < _SHORTEST or not any(letter.isalpha() for letter in key):
        return ""
    if _ARABIC.fullmatch(key):
        key = _END.sub("", _FRONT.sub("", key))
    return key
