"""E-mail addresses: the form in which one is kept, and the key under which two spellings are one."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from typing import NamedTuple

from django.conf import settings
from django.core.validators import EmailValidator

LONGEST = 254  # octets of a whole address (RFC 5321, 4.5.3.1.3, less the angle brackets)

UNSEEN = {"Cf", "Zs"}  # Unicode categories: direction marks and spaces come along when an address is copied

_is_address = EmailValidator(message="اكتب عنوان بريد صحيحا، مثل name@example.com.", allowlist=[])


class Address(NamedTuple):
    """`text` is what mail is sent to: the name as typed, the domain in its ASCII form. `key` ignores case throughout:
    the standard lets a server tell Ali@ from ali@, none does."""

    text: str
    key: str

    @property
    def domain(self) -> str:
        return self.key.rpartition("@")[2]


def read_address(typed: str) -> Address:
    """The address that somebody typed, pasted or imported; ValidationError in Arabic when it is none."""
    seen = "".join(letter for letter in typed.strip() if unicodedata.category(letter) not in UNSEEN)
    name, _, domain = seen.rpartition("@")
    try:
        text = f"{name}@{domain.rstrip('.').encode('idna').decode('ascii').lower()}"
    except UnicodeError:
        text = ""
    if len(text) > LONGEST or not name.isascii():
        text = ""
    _is_address(text)
    return Address(text, text.lower())


def fingerprint(purpose: str, text: str) -> bytes:
    """32 bytes that stand for `text` where it may not be kept itself; other bytes for each purpose.

    Whoever reads the database cannot try addresses against it: the key is not in there.
    """
    key = settings.FINGERPRINT_KEY or settings.SECRET_KEY
    return hmac.digest(f"{purpose}:{key}".encode(), text.encode(), hashlib.sha256)
