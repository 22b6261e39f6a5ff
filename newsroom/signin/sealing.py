"""Secrets that must come back in the clear, sealed so that a copy of the database alone does not tell them.

The key is derived from SECRET_KEY; a former one in SECRET_KEY_FALLBACKS still opens.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac


class Broken(Exception):
    """Sealed with another key, changed, or too old."""


def seal(secret: bytes) -> bytes:
    return _sealer().encrypt(secret)


def open_seal(sealed: bytes, *, seconds: int | None = None) -> bytes:
    """What `seal` got, if that was not more than `seconds` ago."""
    try:
        return _sealer().decrypt(sealed, ttl=seconds)
    except InvalidToken:
        raise Broken from None


def _sealer() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(urlsafe_b64encode(_derived(key))) for key in keys])


def _derived(key: str) -> bytes:
    return salted_hmac("newsroom.signin.sealing", "", secret=key, algorithm="sha256").digest()
