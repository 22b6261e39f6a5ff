"""Header values: never more than one line, in the site's own name."""

from __future__ import annotations

import re
from email.utils import make_msgid
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail.message import sanitize_address
from django.utils.crypto import salted_hmac
from django.utils.encoding import punycode

from mohit.arabic import clean

LONGEST = 200  # letters of a header's value; more than any subject line shows
# Invisible in a list of mails, and able to turn round what stands beside them there (arabic.md, 3.4).
NOT_IN_ADDRESS = re.compile(r"[\s\x00-\x20\x7f,;:<>()\[\]\\\"]|@.*@")
DIRECTION_SIGNS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")


def one_line(text: str, *, longest: int | None = LONGEST) -> str:
    """`text` as a header's value: its line ends and tabs become spaces, controls and direction signs are gone."""
    line = DIRECTION_SIGNS.sub("", clean(text, multiline=False))
    return " ".join(line.split())[:longest].rstrip()


def sender(name: str = "") -> str:
    """The value of `From`: MAIL_FROM under `name`, or under MAIL_FROM_NAME.

    Encoded by itself (RFC 2047), so that no name can pass for an address or end the header.
    """
    whole = sanitize_address((one_line(name) or settings.MAIL_FROM_NAME, settings.MAIL_FROM), "utf-8")
    return whole.replace("\n", "")  # where a long name's encoded words meet


def message_id(key: str = "") -> str:
    """A `Message-ID` in the site's domain (RFC 5322, section 3.6.4); the same for the same `key`.

    A keyed digest: nobody can tell from it what the key says.
    """
    if not key:
        return make_msgid(domain=site_domain())
    digest = salted_hmac("mohit.mail.message_id", key, algorithm="sha256").hexdigest()[:32]
    return f"<{digest}@{site_domain()}>"


def site_domain() -> str:
    """The right-hand side of our identifiers: the host of SITE_URL in ASCII, an IP address in brackets."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    try:
        return f"[{ip_address(host)}]"
    except ValueError:
        return punycode(host)


def one_address(address: str) -> str:
    """`address` alone, without a name, its domain in ASCII; ValueError for anything else, line ends included."""
    local, _, domain = address.rpartition("@")
    if local and domain and not NOT_IN_ADDRESS.search(address):
        return f"{local}@{punycode(domain)}"
    raise ValueError("Not one mail address.")  # which it was may not reach a log
