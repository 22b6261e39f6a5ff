"""`clean`: what every text field goes through before it is stored."""

from __future__ import annotations

import re

from mohit.arabic.characters import normalized, presentation_forms_to_letters

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_SPACES_OF_ONE_LINE = re.compile(r"[\n\t]+")
# Controls, soft hyphen, BOM, embeddings and overrides, lone surrogates, noncharacters (XML feeds refuse
# those).
_REFUSED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\ufeff\u202a-\u202e\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_ISOLATES = re.compile("[\u2066-\u2069]")
_ISOLATES_AND_ENDS = re.compile("[\u2066-\u2069\n<]")
_POP = "\u2069"
_AFTER_SIGN = re.compile("(?<=[<=>])")


def clean(text: str, *, multiline: bool = True) -> str:
    """Make text safe to store and show without changing how it is spelled (AR-4). Idempotent, never raises.

    Composed (NFC); without controls, bidi embeddings and overrides, soft hyphens, BOMs, lone surrogates and
    noncharacters; direction isolates paired within their line; presentation forms become letters, word
    ligatures (U+FDF0 to FDFD) stay. Every kind of line end becomes a line feed; with `multiline=False` line
    feeds and tabs become one space. Tashkeel, tatweel, quotation marks, no-break spaces and joiners stay as
    typed.

    Safe on a whole string of HTML once the sanitiser has written it (never before: it may join what a
    control separated): no tag, attribute or entity is made, changed or cut.
    """
    text = _LINE_ENDS.sub("\n", text)
    if not multiline:
        text = _SPACES_OF_ONE_LINE.sub(" ", text)
    text = _REFUSED.sub("", text)
    return _composed(presentation_forms_to_letters(_with_paired_isolates(text)))


def _composed(text: str) -> str:
    """NFC, but never `<`, `=` or `>` with a slash through it: that would eat the end of an HTML tag."""
    if "\u0338" in text:
        return "".join(normalized("NFC", piece) for piece in _AFTER_SIGN.split(text))
    return normalized("NFC", text)


def _with_paired_isolates(text: str) -> str:
    """Drop each pop without an isolate; close each open isolate where its line ends or the next `<` stands.

    A tag ends the run because in HTML the closing character must stay inside the isolate's own text node.
    """
    if not _ISOLATES.search(text):
        return text
    dropped, unclosed = _unpaired_isolates(text)
    pieces: list[str] = []
    written = pending = 0
    for mark in _ISOLATES_AND_ENDS.finditer(text):
        if mark.start() in dropped:
            pieces.append(text[written : mark.start()])
            written = mark.end()
        elif mark.start() in unclosed:
            pending += 1
        elif pending and mark[0] in "\n<":
            pieces.append(text[written : mark.start()] + _POP * pending)
            written, pending = mark.start(), 0
    return "".join(pieces) + text[written:] + _POP * pending


def _unpaired_isolates(text: str) -> tuple[set[int], set[int]]:
    """Offsets of the pops that close nothing, and of the isolates that nothing closes on their line."""
    dropped: set[int] = set()
    unclosed: set[int] = set()
    opened: list[int] = []
    for mark in _ISOLATES_AND_ENDS.finditer(text):
        if mark[0] == "\n":
            unclosed.update(opened)
            opened.clear()
        elif mark[0] == _POP:
            if opened:
                opened.pop()
            else:
                dropped.add(mark.start())
        elif mark[0] != "<":
            opened.append(mark.start())
    return dropped, unclosed.union(opened)
