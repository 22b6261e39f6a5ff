"""What is kept of something that may not be kept itself: an address that must not be written to, a reader's network."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings


def fingerprint(purpose: str, text: str) -> bytes:
    """32 bytes that stand for `text` where it may not be kept itself; other bytes for each purpose.

    Whoever reads the database cannot try addresses against it: the key is not in there.
    """
    key = settings.FINGERPRINT_KEY or settings.SECRET_KEY
    return hmac.digest(f"{purpose}:{key}".encode(), text.encode(), hashlib.sha256)
