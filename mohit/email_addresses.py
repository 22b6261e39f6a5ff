"""E-mail addresses as people type them, in the one form in which they are stored and compared (RFC 5321, RFC 5890)."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from mohit.arabic import clean

LONGEST = 254  # letters: RFC 5321's path of 256 without its brackets
LONGEST_NAME = 64  # before the @

MARKS_NOBODY_SEES = re.compile("[\u061c\u200b-\u200f\u2060-\u2069]")
WESTERN_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2)

INVALID = "هذا ليس عنوان بريد إلكتروني كاملا. اكتبه مثل \u2066name@example.com\u2069."
TOO_LONG = "عنوان البريد الإلكتروني أطول مما يمكن أن يصل إليه بريد."

judge = EmailValidator(INVALID, allowlist=[])


def normalised(typed: str) -> str:
    """The address without what came along when it was pasted, its domain in lower case and ASCII (`xn--…`).

    Raises ValidationError, in Arabic, for what no letter can be sent to. Names in quotation marks, domains that are
    numbers, and names of other than ASCII letters are valid somewhere and refused here: no public mail has them.
    """
    address = MARKS_NOBODY_SEES.sub("", clean(typed)).strip().translate(WESTERN_DIGITS)
    address = re.sub("^mailto:", "", address, flags=re.IGNORECASE)
    name, at, domain = address.rpartition("@")
    if not at or not name.isascii() or set(name) & set('"<>\r\n'):
        raise ValidationError(INVALID, code="invalid")
    address = f"{name}@{ascii_domain(domain)}"
    if len(address) > LONGEST or len(name) > LONGEST_NAME:
        raise ValidationError(TOO_LONG, code="too_long")
    judge(address)
    return address


def ascii_domain(domain: str) -> str:
    """`مثال.إختبار` is `xn--mgbh0fb.xn--kgbechtv`; raises ValidationError for what is no name of a mail server."""
    try:
        name = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise ValidationError(INVALID, code="invalid") from None
    if "." not in name or name.startswith("["):
        raise ValidationError(INVALID, code="invalid")
    return name


def equality_key(address: str) -> str:
    """What is the same for the same mailbox: no mail server of today tells Nadia from nadia."""
    return address.lower()


def domain_of(address: str) -> str:
    return address.rpartition("@")[2]
