"""Addresses that must never come out again, and every form in which one might."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from html import escape
from urllib.parse import quote

DIGESTS = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "blake2b", "blake2s", "sha3_256")


def spellings(secret: str) -> set[str]:
    """`secret` as typed, and as programs like to hash it: stripped, in lower case, its halves apart."""
    plain = secret.strip()
    local, _, domain = plain.partition("@")
    # Half an address is as telling as the whole; what is shorter might stand on a page by itself.
    return {plain, plain.lower(), plain.upper()} | {half for half in (local, domain) if len(half) > 12}


def forms(secret: str) -> Iterator[tuple[str, bytes]]:
    """(what it is, the bytes that no answer may hold) for each form of `secret`."""
    for spelling in spellings(secret):
        raw = spelling.encode()
        yield "plain", raw
        yield "percent-encoded", quote(spelling, safe="").encode()
        yield "as entities", "".join(f"&#{ord(letter)};" for letter in spelling).encode()
        yield "as hexadecimal entities", "".join(f"&#x{ord(letter):x};" for letter in spelling).encode()
        yield "escaped", escape(spelling).encode()
        yield "backwards", raw[::-1]
        yield "in JSON", spelling.replace("@", "\\u0040").encode()
        yield from encoded("", raw)
        for name in DIGESTS:
            digest = hashlib.new(name, raw).digest()
            yield from encoded(name, digest)


def encoded(name: str, raw: bytes) -> Iterator[tuple[str, bytes]]:
    """`raw` in hexadecimal and in base64, from each of the three places at which base64 may begin in a longer text."""
    yield f"{name} hex", raw.hex().encode()
    yield f"{name} HEX", raw.hex().upper().encode()
    for shift in range(3):
        inner = base64.b64encode(b"\0" * shift + raw)[4 if shift else 0 : -4]
        yield f"{name} base64 at {shift}", inner
        yield f"{name} base64url at {shift}", inner.translate(bytes.maketrans(b"+/", b"-_"))


class Canaries:
    """A set of secrets; `leaks_in` names those whose traces stand in some bytes."""

    def __init__(self, *secrets: str) -> None:
        self.traces = {trace: (secret, form) for secret in secrets for form, trace in forms(secret)}

    def leaks_in(self, content: bytes) -> list[tuple[str, str]]:
        """(the secret, the form in which it stands there) of everything that leaked."""
        return [found for trace, found in self.traces.items() if trace in content]
