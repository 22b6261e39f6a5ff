"""What a mail to the return path says, whoever wrote it and however broken it is.

The structured part is believed: delivery reports (RFC 3464, RFC 6533) and complaints (RFC 5965). Two servers' way of
saying it in words is known too: Exim's X-Failed-Recipients and qmail's bounce format.
"""

from __future__ import annotations

import binascii
import quopri
import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesParser, HeaderParser
from email.policy import compat32
from enum import Enum, auto
from itertools import islice

LONGEST = 1_000_000  # bytes that are looked at: the structured part stands before the mail that it is about
MOST_PARTS = 40  # of a mail: nesting costs more with every level
MOST_BLOCKS = 60  # of a delivery report: ours are about one reader each
ADDRESS_HEADERS = ("X-Original-To", "Delivered-To", "Envelope-To", "X-Envelope-To", "X-Delivered-To", "To")
REPORT_TYPES = ("message/delivery-status", "message/global-delivery-status")
RETURNED_TYPES = ("message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers")
BY_A_SERVER = re.compile(r"mailer-daemon|postmaster|mail delivery", re.IGNORECASE)
QMAIL = re.compile(r"\A\s*Hi\. This is the")
QMAIL_RECIPIENT = re.compile(r"^<([^<>\s]+@[^<>\s]+)>:\s*$", re.MULTILINE)
NOT_YET = re.compile(
    r"not yet been delivered|will (?:be|keep) (?:retried|trying)|will retry|will continue to be attempted"
    r"|THIS IS A WARNING|no action is required",
    re.IGNORECASE,
)
COPY_BEGINS = re.compile(
    r"^(?:-{2,}[ -]*(?:Below this line|This is a copy|Original message|The body of the message|Undelivered message)"
    r"|Return-Path:|Received:)",
    re.IGNORECASE | re.MULTILINE,
)
HEADERS_BEGIN = re.compile(r"^(?:Return-Path|Received|Message-ID|List-Unsubscribe|From|Date):", re.I | re.M)


class Shape(Enum):
    REPORT = auto()  # a delivery report: it failed, was delayed, or was delivered
    COMPLAINT = auto()
    WORDS = auto()  # of a mail server, in no standard form
    OTHER = auto()  # written by a person or an automatic answer


@dataclass
class Recipient:
    """One block of a delivery report, as it was written."""

    action: str = ""
    status: str = ""
    diagnostic: str = ""
    addresses: tuple[str, ...] = ()


@dataclass
class Reading:
    shape: Shape = Shape.OTHER
    recipients: list[Recipient] = field(default_factory=list)
    feedback: str = ""  # of a complaint: abuse, fraud, not-spam … (RFC 5965, 3.5)
    came_to: list[str] = field(default_factory=list)  # where it was sent, and where it says that our mail came from
    returned: Message = field(default_factory=Message)  # the headers of our mail, as far as they came back
    subject: str = ""
    number: str = ""  # its own Message-ID


def read(content: bytes) -> Reading:
    """Never raises. A mail that cannot be read says nothing."""
    content = content[:LONGEST]
    if content.lower().count(b"boundary") > MOST_PARTS:
        return Reading()
    try:
        return read_message(BytesParser(policy=compat32).parsebytes(content))
    except Exception:  # the parser's own mistakes are of many kinds, and whoever writes here chooses among them
        return Reading()


def read_message(message: Message) -> Reading:
    found = Reading(subject=text_of(message["Subject"])[:400], number=text_of(message["Message-ID"])[:400])
    for name in ADDRESS_HEADERS:
        found.came_to += [text_of(value) for value in message.get_all(name, [])[:10]]
    for part in islice(message.walk(), MOST_PARTS):
        kind = part.get_content_type()
        if kind in REPORT_TYPES:
            found.shape = Shape.REPORT
            found.recipients += recipients_of(part)
        elif kind == "message/feedback-report":
            found.shape = Shape.COMPLAINT
            read_feedback(found, part)
        elif kind in RETURNED_TYPES and part is not message:
            found.returned = returned_headers(part)
            break
    if found.shape == Shape.OTHER and (message["X-Failed-Recipients"] or is_by_a_server(message)):
        read_words(found, message)
    found.came_to += [text_of(value) for value in found.returned.get_all("Return-Path", [])[:3]]
    return found


def recipients_of(part: Message) -> list[Recipient]:
    """A block for each recipient; the first says of the whole report, and has no action."""
    blocks = islice(blocks_of(part), MOST_BLOCKS)
    return [
        Recipient(
            action=text_of(block["Action"]).strip().lower()[:20],
            status=text_of(block["Status"]).strip()[:40],
            diagnostic=text_of(block["Diagnostic-Code"])[:2_000],
            addresses=tuple(
                bare(text_of(block[name])) for name in ("Final-Recipient", "Original-Recipient") if block[name]
            ),
        )
        for block in blocks
        if block["Action"] or block["Status"]
    ]


def read_feedback(found: Reading, part: Message) -> None:
    for block in islice(blocks_of(part), 2):
        found.feedback = found.feedback or text_of(block["Feedback-Type"]).strip().lower()[:40]
        found.came_to += [text_of(value) for value in block.get_all("Original-Mail-From", [])[:3]]
        found.recipients += [
            Recipient(addresses=(bare(text_of(value)),)) for value in block.get_all("Original-Rcpt-To", [])[:10]
        ]


def read_words(found: Reading, message: Message) -> None:
    """A bounce without a structured part."""
    text = first_text(message)
    named = [name.strip() for name in text_of(message["X-Failed-Recipients"]).split(",") if "@" in name]
    copy = COPY_BEGINS.search(text)
    words = text[: copy.start()] if copy else text
    if not named and QMAIL.match(words):
        named = QMAIL_RECIPIENT.findall(words)
    found.shape = Shape.WORDS
    found.recipients = [
        Recipient(
            action="delayed" if not named and NOT_YET.search(words) else "failed",
            diagnostic=words[:4_000],
            addresses=tuple(named[:MOST_BLOCKS]),
        )
    ]
    if not found.returned.keys() and (begin := HEADERS_BEGIN.search(text, copy.start() if copy else 0)):
        found.returned = HeaderParser(policy=compat32).parsestr(text[begin.start() :])


def is_by_a_server(message: Message) -> bool:
    """Sent by the null sender and signed as mail servers do (RFC 5321, 4.5.5); an automatic answer has another From."""
    if text_of(message["Return-Path"]).strip() not in ("", "<>"):
        return False
    return bool(BY_A_SERVER.search(text_of(message["From"])))


def blocks_of(part: Message) -> Iterator[Message]:
    """The groups of fields in a part, each as headers. The parser overlooks that such a part may be encoded."""
    text = undone(flat(part), text_of(part["Content-Transfer-Encoding"]).strip().lower())
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        yield HeaderParser(policy=compat32).parsestr(block + "\n")


def flat(part: Message) -> str:
    """The text of a part that the parser took for messages inside it."""
    payload = part.get_payload()
    if isinstance(payload, str):
        return payload
    pieces = []
    for inner in payload:
        heads = "".join(f"{name}: {text_of(value)}\n" for name, value in inner.items())
        body = inner.get_payload()
        pieces.append(heads + "\n" + (body if isinstance(body, str) else flat(inner)))
    return "\n\n".join(pieces)


def undone(text: str, encoding: str) -> str:
    try:
        if encoding == "base64":
            return b64decode("".join(text.split())).decode("utf-8", "replace")
        if encoding == "quoted-printable":
            return quopri.decodestring(text.encode("utf-8", "surrogateescape")).decode("utf-8", "replace")
    except (ValueError, binascii.Error):
        pass
    return text


def returned_headers(part: Message) -> Message:
    payload = part.get_payload()
    if isinstance(payload, list):
        return payload[0] if payload else Message()
    text = undone(payload, text_of(part["Content-Transfer-Encoding"]).strip().lower())
    return HeaderParser(policy=compat32).parsestr(text.lstrip())


def first_text(message: Message) -> str:
    for part in islice(message.walk(), MOST_PARTS):
        if part.get_content_type() == "text/plain" and isinstance(part.get_payload(), str):
            encoding = text_of(part["Content-Transfer-Encoding"]).strip().lower()
            return undone(part.get_payload(), encoding).replace("\r\n", "\n")
    return ""


def text_of(value: object) -> str:
    """A header's value in one line; what is no text in it becomes question marks."""
    text = str(value or "").encode("utf-8", "replace").decode("utf-8", "replace")
    return text.replace("\r", " ").replace("\n", " ")


def bare(value: str) -> str:
    """The address in `rfc822; <name@example.com>`."""
    return value.rpartition(";")[2].strip().strip("<>").strip()
