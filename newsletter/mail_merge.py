"""Mails that differ only in who they are for: an issue is encoded once, each reader's values are put in as bytes.

The marks begin and end with a digit, so that no rule about Latin words in Arabic text takes them for one.
"""

from __future__ import annotations

import re
from binascii import b2a_qp
from datetime import datetime
from email.header import Header
from email.utils import format_datetime
from html import escape
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from mohit.mail import message_id, one_line, sender
from mohit.mail.letter import Mail
from newsletter.links import READER, archive_address, choices_address, leave_address
from newsletter.models import Issue
from newsletter.return_paths import return_path

TOKEN = "0mohit0token0"  # noqa: S105 (a mark, no secret)
NAME = "0mohit0name0"
NAMELESS = "قارئنا العزيز"
MARKS = re.compile(f"({TOKEN}|{NAME})")
LONGEST_LINE = 76  # of quoted-printable, RFC 2045, 6.7


class Reader(NamedTuple):
    """For whom one mail is: a row of the ledger and what the subscriber's row said when it was handed over."""

    delivery_pk: int
    subscriber_pk: int
    address: str
    name: str = ""
    token_version: int = 1


class MailMerge:
    """The mails of one issue that has started."""

    def __init__(self, issue: Issue) -> None:
        self.issue = issue
        self.boundary = f"=_mohit_{issue.pk}_"  # no line of quoted-printable begins so
        kind = f'multipart/alternative; boundary="{self.boundary}"'
        self.head = _lines({**self.headers(), "MIME-Version": "1.0", "Content-Type": kind})
        text = ("plain", issue.text, isolated)
        html = ("html", issue.html, escape)
        self.pieces: list[bytes] = [b""]  # of the body; between two of them a value is put in
        self.slots: list[tuple[str, object]] = []  # its mark, and how a name is written there
        for subtype, content, spelling in (text, html):
            self.pieces[-1] += _part_head(self.boundary, subtype)
            self._add(content, spelling)
        self.pieces[-1] += f"\r\n--{self.boundary}--\r\n".encode()

    def headers(self) -> dict[str, str]:
        """Those that are the same in every mail (RFC 5322, 2369, 2919, 8058, 3282)."""
        mailing_list = self.issue.mailing_list
        return {
            "From": sender(),
            "Subject": Header(one_line(self.issue.subject), "utf-8", header_name="Subject").encode(),
            "List-Id": f"{_phrase(mailing_list.name)} <{mailing_list.slug}.newsletter.{site_host()}>",
            "List-Archive": f"<{archive_address(mailing_list)}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Content-Language": "ar",
            "Precedence": "bulk",
        }

    def own_headers(self, reader: Reader, token: str, at: datetime | None = None) -> dict[str, str]:
        """Those of one mail. The Message-ID is the same however often this mail is made."""
        ways = [f"<{leave_address(self.issue.mailing_list, token)}>"]
        if settings.MAIL_RETURN:
            ways.append(f"<mailto:{settings.MAIL_RETURN}?subject=leave%20{self.issue.mailing_list.slug}%20{token}>")
        return {
            "Date": format_datetime(timezone.localtime(at)),
            "To": reader.address,
            "Message-ID": message_id(f"newsletter {self.issue.pk} {reader.subscriber_pk}"),
            "List-Unsubscribe": ",\r\n ".join(ways),
        }

    def as_bytes(self, reader: Reader, at: datetime | None = None) -> bytes:
        """The whole mail with CRLF line ends. Some sixty microseconds, nearly whatever the length of the issue."""
        token = READER.token(reader.subscriber_pk, reader.token_version)
        values = [
            token.encode() if mark == TOKEN else _soft(_quoted(spelling(reader.name or NAMELESS)))
            for mark, spelling in self.slots
        ]
        parts = [_lines(self.own_headers(reader, token, at)), self.head, b"\r\n", self.pieces[0]]
        for value, piece in zip(values, self.pieces[1:], strict=True):
            parts += (value, b"=\r\n", piece)
        return b"".join(parts)

    def as_message(self, reader: Reader, at: datetime | None = None) -> Mail:
        """The same for Django's backends, which take no bytes."""
        token = READER.token(reader.subscriber_pk, reader.token_version)
        own = self.own_headers(reader, token, at)
        headers = {**self.headers(), **own, "List-Unsubscribe": own["List-Unsubscribe"].replace("\r\n", "")}
        for name in ("From", "Subject", "To"):
            del headers[name]
        headers["List-Id"] = headers["List-Id"].replace("\n", "")
        name = reader.name or NAMELESS
        message = Mail(
            one_line(self.issue.subject),
            self.issue.text.replace(TOKEN, token).replace(NAME, isolated(name)),
            sender(),
            [reader.address],
            headers=headers,
        )
        html = self.issue.html.replace(TOKEN, token).replace(NAME, escape(name))
        message.attach_alternative(html, "text/html")
        return message

    def envelope_sender(self, reader: Reader) -> str:
        return return_path(reader.delivery_pk)

    def _add(self, content: str, spelling: object) -> None:
        texts = MARKS.split(_crlf(content))
        for place, text in enumerate(texts):
            if place % 2:
                self.slots.append((text, spelling))
                self.pieces.append(b"")
            else:
                quoted = _quoted(text)
                self.pieces[-1] += _soft(quoted) + b"=\r\n" if place < len(texts) - 1 else quoted


def without_reader(issue: Issue) -> str:
    """The HTML of an issue for its page in the archive: nobody's token, nobody's name."""
    html = issue.html.replace(NAME, NAMELESS)
    for address in (leave_address(issue.mailing_list, TOKEN), choices_address(TOKEN)):
        html = html.replace(address, archive_address(issue.mailing_list))
    return html.replace(TOKEN, "")


def isolated(name: str) -> str:
    """A name in plain text, whatever its direction (Unicode's first strong isolate)."""
    return f"\u2068{name}\u2069"


def site_host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def _phrase(text: str) -> str:
    return Header(one_line(text), "utf-8", header_name="List-Id").encode()


def _lines(headers: dict[str, str]) -> bytes:
    lines = [f"{name}: {value}\r\n" for name, value in headers.items()]
    return _crlf("".join(lines)).encode("ascii")


def _part_head(boundary: str, subtype: str) -> bytes:
    return (
        f"\r\n--{boundary}\r\n"
        f'Content-Type: text/{subtype}; charset="utf-8"\r\n'
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    ).encode("ascii")


def _crlf(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")


def _quoted(text: str) -> bytes:
    return b2a_qp(text.encode()).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")  # of one line it breaks by LF


def _soft(quoted: bytes) -> bytes:
    """`quoted` with room for the `=` of a soft line break after it."""
    if len(quoted) - quoted.rfind(b"\n") - 1 < LONGEST_LINE:
        return quoted
    cut = -3 if quoted[-3:-2] == b"=" else -1
    return quoted[:cut] + b"=\r\n" + quoted[cut:]
