"""In which the same words are the same text, however they are dressed up."""

from __future__ import annotations

import hashlib
from typing import Final

from mohit.arabic import skeleton
from mohit.arabic.matching import key_of

SHORTEST: Final = 12  # letters; «شكرا جزيلا» is said by many people


def text_key(text: str) -> int:
    """A 64-bit key, equal for texts of the same letters; 0 for texts that many people write by themselves.

    Marks, punctuation, spaces and look-alikes do not count, nor how long a letter is drawn.
    """
    letters = key_of(skeleton(text)).replace(" ", "")
    squeezed = "".join(letter for letter, before in zip(letters, " " + letters, strict=False) if letter != before)
    if len(squeezed) < SHORTEST:
        return 0
    return int.from_bytes(hashlib.blake2b(squeezed.encode(), digest_size=8).digest(), signed=True)
