"""The signed name of an offer, by which the page reports what came of it.

The number of the offer and 96 bits of HMAC-SHA256 over it: nothing else, no destination and no reader. Who guesses has
one chance in 2^96; who has one can use it once (`ads.counting`).
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode

from django.core.signing import b62_decode, b62_encode
from django.utils.crypto import constant_time_compare, salted_hmac

SIGNATURE = 12  # bytes: 16 letters
NONCE = re.compile(r"([0-9A-Za-z]{1,11})\.([0-9A-Za-z_-]{16})", re.ASCII)
LARGEST = 2**63 - 1


def nonce_of(offer: int) -> str:
    """Up to 28 letters that may stand in a path."""
    number = b62_encode(offer)
    digest = salted_hmac("ads.nonces", number, algorithm="sha256").digest()
    return f"{number}.{urlsafe_b64encode(digest[:SIGNATURE]).decode()}"


def read(nonce: str) -> int | None:
    """The number of the offer; None of what we did not sign, letter for letter."""
    found = NONCE.fullmatch(nonce)
    if not found:
        return None
    offer = b62_decode(found[1])
    known = offer <= LARGEST and constant_time_compare(nonce_of(offer), nonce)
    return offer if known else None
