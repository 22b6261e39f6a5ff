"""A comment's text as HTML: paragraphs, line breaks and the links that stand in it, nothing else."""

from __future__ import annotations

import re
from html import escape
from urllib.parse import urlsplit

from django.utils.encoding import iri_to_uri

from mohit.arabic import direction, isolate

# Quotation marks and brackets of any script end an address; what ends a sentence may stand in one, but not last.
ADDRESS = re.compile(r"https?://[^\s<>\"«»“”‘’‹›،؛]+", re.IGNORECASE)
CLOSING = {")": "(", "]": "[", "}": "{"}
SENTENCE = frozenset(".,:;!?؟…۔'*_~|\\")
LONGEST_SHOWN = 48  # letters of an address
LONGEST_ADDRESS = 2_000  # letters; a longer one is text
BLANK_LINES = re.compile(r"\n\s*\n")


def paragraphs(text: str) -> str:
    """The whole of `text`, which is cleaned: the same bytes for the same text."""
    return "".join(paragraph(block) for block in BLANK_LINES.split(text) if block.strip())


def paragraph(text: str) -> str:
    lines = "<br>".join(with_links(line.strip()) for line in text.strip().split("\n"))
    way = ' dir="ltr"' if direction(text) == "ltr" else ""
    return f"<p{way}>{lines}</p>"


def with_links(line: str) -> str:
    if "://" not in line:
        return isolate(escape(line))
    parts: list[str] = []
    start = 0
    for found in ADDRESS.finditer(line):
        address = without_sentence(found[0]) if len(found[0]) <= LONGEST_ADDRESS else ""
        if not is_linked(address):
            continue
        parts += isolate(escape(line[start : found.start()])), link(address)
        start = found.start() + len(address)
    return "".join(parts) + isolate(escape(line[start:]))


def without_sentence(address: str) -> str:
    """`address` without the full stop, question mark or bracket of the sentence round it (RFC 3986, appendix C)."""
    while address:
        last = address[-1]
        opening = CLOSING.get(last)
        if last in SENTENCE or (opening and address.count(last) > address.count(opening)):
            address = address[:-1]
        else:
            break
    return address


def is_linked(address: str) -> bool:
    """Whether it leads to a host by a name that shows: in `https://mohit.dz@elsewhere.test/` another name shows."""
    try:
        parts = urlsplit(address)
        return bool(parts.hostname and "." in parts.hostname and "@" not in parts.netloc and parts.port != 0)
    except ValueError:
        return False


def link(address: str) -> str:
    shown = address if len(address) <= LONGEST_SHOWN else f"{address[: LONGEST_SHOWN - 1]}…"
    target = escape(iri_to_uri(address))
    return f'<a href="{target}" rel="ugc nofollow noopener" dir="ltr">{escape(shown)}</a>'


def opening(text: str, most: int) -> str:
    """The first words of `text`, up to `most` letters, with `…` if there is more; `text` may be cut already."""
    if len(text) <= most:
        return text
    head = text[:most]
    words = re.sub(r"\S+\Z", "", head).rstrip()
    # Of one word without an end a piece must do; an address cut in two would lead nowhere.
    return f"{words or ADDRESS.sub('', head)}…"
