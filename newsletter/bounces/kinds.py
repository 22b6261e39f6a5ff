"""What a report means for the reader it is about.

An address is given up when the server says that it does not exist (RFC 3463: 5.1.x, 5.2.1). A full mailbox, a server
that could not be reached and a message too large are counted. What a server refuses by its policy (5.7.x) is about us,
not about the reader: on the day on which a block list names our server every mail comes back so.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from newsletter.bounces.reading import Reading, Recipient, Shape
from newsletter.models import Report

Kind = Report.Kind

STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.]*\d)")
REPLY_CODE = re.compile(r"(?<![\d.])([45]\d\d)(?=[ -]|$)")
# Not 1.4 and 1.5, which are about something else, nor 1.7 to 1.9, which are about the sender.
NO_SUCH_ADDRESS = {"1.0", "1.1", "1.2", "1.3", "1.6", "1.10", "2.1", "4.4"}
SAYS_NOTHING = {"0.0", "5.0"}  # what servers write that know only a number
WORDS_OF_NO_ADDRESS = re.compile(
    r"no such (?:user|mailbox|recipient|person|account)|(?:user|recipient|mailbox|account|address)[^.\n]{0,40}"
    r"(?:unknown|not found|does ?n[o']t exist|not exist|disabled)|unknown (?:user|recipient|mailbox|address)"
    r"|no mailbox here|invalid (?:recipient|mailbox|address)|unrouteable address|host not found|sorry, i couldn't find",
    re.IGNORECASE,
)
WORDS_OF_POLICY = re.compile(
    r"spam|blocked|(?:block|black|deny)[ -]?list|policy|reputation|dmarc|\bspf\b|rejected due to content", re.IGNORECASE
)


class Verdict(NamedTuple):
    kind: Kind
    status: str = ""
    reply_code: int | None = None


def verdict_of(reading: Reading) -> Verdict:
    if reading.shape == Shape.COMPLAINT:
        # "not-spam" takes a complaint back; "auth-failure" is about forged mail (RFC 6591).
        counts = reading.feedback in ("", "abuse", "fraud", "virus", "other", "opt-out", "miscategorized")
        return Verdict(Kind.COMPLAINT if counts else Kind.REPLY)
    if reading.shape == Shape.OTHER:
        return Verdict(Kind.REPLY)
    verdicts = [verdict_on(recipient) for recipient in reading.recipients]
    # Ours are about one reader each; where a server reports several, the mildest is believed.
    for kind in (Kind.REPLY, Kind.DELAYED, Kind.POLICY, Kind.SOFT, Kind.HARD):
        if found := [verdict for verdict in verdicts if verdict.kind == kind]:
            return found[0]
    return Verdict(Kind.REPLY)


def verdict_on(recipient: Recipient) -> Verdict:
    match recipient.action:
        case "delayed":
            kind = Kind.DELAYED
        case "delivered" | "relayed" | "expanded":
            kind = Kind.REPLY
        case _:
            return judged(recipient.status, recipient.diagnostic)
    return judged(recipient.status, recipient.diagnostic)._replace(kind=kind)


def judged(status: str, words: str, code: int | None = None) -> Verdict:
    """Of a mail that failed. The remote server's own status, in its words, says more than x.0.0."""
    found = STATUS.search(status) or STATUS.search(words)
    if found and f"{found[2]}.{found[3]}" in SAYS_NOTHING:
        better = (one for one in STATUS.finditer(words) if f"{one[2]}.{one[3]}" not in SAYS_NOTHING)
        found = next(better, found)
    reply = REPLY_CODE.search(words)
    reply_code = code or (int(reply[1]) if reply else None)
    text = found[0] if found else ""
    return Verdict(kind_of(found, words, reply_code), text, reply_code)


def kind_of(found: re.Match[str] | None, words: str, reply_code: int | None) -> Kind:
    is_permanent = found[1] == "5" if found else reply_code is None or reply_code >= 500
    detail = f"{found[2]}.{found[3]}" if found else "0.0"
    if detail.startswith("7."):
        return Kind.POLICY
    if detail in NO_SUCH_ADDRESS:
        return Kind.HARD if is_permanent else Kind.SOFT
    if detail in SAYS_NOTHING and WORDS_OF_POLICY.search(words):
        return Kind.POLICY
    if detail in SAYS_NOTHING and is_permanent and WORDS_OF_NO_ADDRESS.search(words):
        return Kind.HARD
    return Kind.SOFT
