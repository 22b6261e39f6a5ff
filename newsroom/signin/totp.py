"""The six digits of an authenticator app: TOTP (RFC 6238) with SHA-1 and steps of 30 seconds, which every app has."""

from __future__ import annotations

import hmac
from base64 import b32encode
from time import time
from urllib.parse import quote, urlencode

STEP = 30  # seconds
DIGITS = 6
SKEW = 1  # steps that the telephone's clock may be ahead or behind


def code_at(secret: bytes, step: int) -> str:
    """HOTP (RFC 4226, section 5.3) of the step's number."""
    digest = hmac.digest(secret, step.to_bytes(8, "big"), "sha1")
    offset = digest[-1] & 15
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def step_of(secret: bytes, code: str, moment: float | None = None) -> int | None:
    """The step whose code this is, the newest first; None if it is none of those near `moment` (seconds of Unix)."""
    now = int((time() if moment is None else moment) // STEP)
    steps = range(now + SKEW, now - SKEW - 1, -1)
    right = [step for step in steps if hmac.compare_digest(code_at(secret, step).encode(), code.encode())]
    return right[0] if right else None


def key_in_letters(secret: bytes) -> str:
    """For typing into an app that cannot see the picture: groups of four letters and digits (RFC 4648, base32)."""
    letters = b32encode(secret).decode().rstrip("=")
    return " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def address(secret: bytes, username: str, site: str) -> str:
    """The `otpauth:` address that the picture holds, as the apps have agreed on it."""
    key = b32encode(secret).decode().rstrip("=")
    label = f"{quote(site, safe='')}:{quote(username, safe='')}"
    return f"otpauth://totp/{label}?{urlencode({'secret': key, 'issuer': site}, quote_via=quote)}"
