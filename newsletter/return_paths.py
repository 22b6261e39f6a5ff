"""Where a mail that cannot be delivered comes back to: an address of its own for each mail, signed.

`MAIL_RETURN` = bounces@news.example makes bounces+<key and signature>@news.example (subaddressing, RFC 5233), so that
a bounce names its row of the ledger by the envelope alone, and nobody can invent one for somebody else's. Letters of
either case and digits only: some servers change the case on the way.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import b32decode, b32encode

from django.conf import settings

SIGNATURE = 10  # bytes


def return_path(delivery_pk: int) -> str:
    """The envelope sender of a mail of the ledger; MAIL_FROM when nobody reads what comes back."""
    if not settings.MAIL_RETURN:
        return settings.MAIL_FROM
    name, _, domain = settings.MAIL_RETURN.rpartition("@")
    return f"{name}+{_token(delivery_pk)}@{domain}"


def read_return_path(address: str) -> int | None:
    """The key of the delivery that came back to `address`; None for any other address and for a forged one."""
    token = address.rpartition("@")[0].rpartition("+")[2].upper()
    try:
        pk = int.from_bytes(b32decode(token + "=" * (-len(token) % 8))[:-SIGNATURE])
    except ValueError:
        return None
    return pk if hmac.compare_digest(_token(pk).upper(), token) else None


def _token(pk: int) -> str:
    key = pk.to_bytes((pk.bit_length() + 7) // 8 or 1)
    secret = f"newsletter.return_path:{settings.FINGERPRINT_KEY or settings.SECRET_KEY}".encode()
    signature = hmac.digest(secret, key, hashlib.sha256)[:SIGNATURE]
    return b32encode(key + signature).decode().rstrip("=").lower()
