"""What carries mails away: SMTP connections that stay open, or whatever backend Django's settings name.

A carrier hands over one mail at a time and says what became of it. What it says of an address is a number (RFC 5321,
4.2.1; RFC 3463): servers repeat the address in their words, which therefore are not kept.
"""

from __future__ import annotations

import re
import select
import smtplib
import socket
import ssl
from contextlib import suppress
from typing import Protocol

from django.conf import settings
from django.core.mail import get_connection

from mohit.mail import HandOver, MailLater, MailRefused, MailUncertain
from newsletter.mail_merge import MailMerge, Reader
from newsletter.sending.ledger import Outcome, Reason, State

SMTP_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
WAIT_FOR_ACCEPTANCE = 600  # seconds after the final dot (RFC 5321, 4.5.3.2.6): giving up earlier makes mails uncertain
ENHANCED = re.compile(rb"[245]\.\d{1,3}\.\d{1,3}(?!\S)")

NOT_SENT = Outcome(State.PLANNED)
LOST = Outcome(State.UNCERTAIN, reason=Reason.LOST)
Reply = tuple[int, bytes]


class Carrier(Protocol):
    def open(self) -> None:
        """Connect; OSError or SMTPException when that cannot be done now."""

    def is_open(self) -> bool: ...

    def hand(self, merge: MailMerge, reader: Reader) -> Outcome:
        """Hand over one mail on the open connection. Never raises; a broken connection is closed."""

    def close(self) -> None: ...


def new_carrier() -> Carrier:
    return SMTPCarrier() if settings.EMAIL_BACKEND == SMTP_BACKEND else BackendCarrier()


class SMTPCarrier:
    """One connection to the mail server of EMAIL_URL, opened as Django opens it (TLS, log-in, time limits)."""

    def __init__(self) -> None:
        self.smtp: smtplib.SMTP | None = None
        self.needs_reset = False
        self.is_new = True  # nothing has been answered on it yet

    def open(self) -> None:
        backend = get_connection()
        backend.open()
        self.smtp = backend.connection
        self.smtp.ehlo_or_helo_if_needed()
        self.smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.pipelines = self.smtp.has_extn("pipelining")
        self.needs_reset, self.is_new = False, True

    def is_open(self) -> bool:
        return self.smtp is not None

    def hand(self, merge: MailMerge, reader: Reader) -> Outcome:
        content = merge.as_bytes(reader)
        try:
            refusal = self._envelope(merge.envelope_sender(reader), reader.address)
        except (OSError, smtplib.SMTPException):
            self.close()
            # Of an old connection the server has had enough; on a new one it may be this address that it dies of.
            return Outcome(State.DEFERRED) if self.is_new else NOT_SENT
        self.is_new = False
        if refusal:
            return self._refused(refusal)
        try:
            self._content(content)
        except (OSError, smtplib.SMTPException):
            self.close()
            return Outcome(State.DEFERRED)  # without the final dot the server has no mail (RFC 5321, 4.1.1.4)
        return self._acceptance()

    def close(self) -> None:
        smtp, self.smtp = self.smtp, None
        if smtp is not None:
            with suppress(OSError, smtplib.SMTPException):
                smtp.close()

    def quit(self) -> None:
        """Take leave of the server between two mails."""
        if self.smtp is not None:
            with suppress(OSError, smtplib.SMTPException):
                self.smtp.quit()
        self.close()

    def _envelope(self, sender: str, recipient: str) -> Reply | None:
        """None when the server waits for the content, else why not. In one packet if it may be (RFC 2920)."""
        commands = [f"MAIL FROM:<{sender}>", f"RCPT TO:<{recipient}>", "DATA"]
        if self.needs_reset:
            commands.insert(0, "RSET")
        replies = self._pipelined(commands) if self.pipelines else self._in_turn(commands)
        self.needs_reset = True
        bad = next((reply for reply in replies[:-1] if not 200 <= reply[0] < 300), None)
        code = replies[-1][0]
        if bad and code == 354:  # it waits for the content of a mail to nobody
            self.smtp.send(b".\r\n")
            self.smtp.getreply()
        return bad or (replies[-1] if code != 354 else None)

    def _pipelined(self, commands: list[str]) -> list[Reply]:
        self.smtp.send("".join(f"{command}\r\n" for command in commands))
        return [self.smtp.getreply() for _ in commands]

    def _in_turn(self, commands: list[str]) -> list[Reply]:
        replies = []
        for command in commands:
            replies.append(self.smtp.docmd(command))
            if replies[-1][0] >= 400:
                break
        return replies

    def _content(self, content: bytes) -> None:
        """All but the final dot. A server that hung up meanwhile, or spoke, is found out before the dot."""
        self.smtp.send(content.replace(b"\r\n.", b"\r\n.."))
        is_plain = not isinstance(self.smtp.sock, ssl.SSLSocket)  # TLS has words of its own, at any time
        if is_plain and select.select([self.smtp.sock], [], [], 0)[0]:
            raise smtplib.SMTPServerDisconnected

    def _acceptance(self) -> Outcome:
        timeout = self.smtp.sock.gettimeout()
        try:
            self.smtp.sock.settimeout(WAIT_FOR_ACCEPTANCE)
            self.smtp.send(b".\r\n")
            reply = self.smtp.getreply()
            self.smtp.sock.settimeout(timeout)
        except (OSError, smtplib.SMTPException):
            self.close()
            return LOST
        self.needs_reset = False
        if reply[0] // 100 not in (2, 4, 5):  # no answer to a final dot (RFC 5321, 4.3.2): it may have the mail
            self.close()
            return LOST
        return self._refused(reply)

    def _refused(self, reply: Reply) -> Outcome:
        if reply[0] == 421:  # the server is about to hang up
            self.close()
        return outcome_of(reply)


def outcome_of(reply: Reply) -> Outcome:
    code, words = reply
    found = ENHANCED.match(words)
    status = found[0].decode() if found else ""
    if 200 <= code < 300:
        return Outcome(State.SENT, code, status)
    if 500 <= code < 600:
        return Outcome(State.FAILED, code, status)
    return Outcome(State.DEFERRED, code if 400 <= code < 500 else None, status)


class BackendCarrier:
    """Any other of Django's backends: files under var/mail, a provider's interface by django-anymail. Slower."""

    def __init__(self) -> None:
        self.hand_over: HandOver | None = None

    def open(self) -> None:
        hand_over = HandOver()
        try:
            hand_over.__enter__()
        except MailLater as error:
            raise OSError(str(error)) from None
        self.hand_over = hand_over

    def is_open(self) -> bool:
        return self.hand_over is not None

    def hand(self, merge: MailMerge, reader: Reader) -> Outcome:
        message = merge.as_message(reader)
        try:
            self.hand_over.over(message)
        except MailRefused as error:
            return Outcome(State.FAILED, error.code or None)
        except MailLater as error:
            return Outcome(State.DEFERRED, error.code or None)
        except MailUncertain:
            self.close()
            return LOST
        except Exception:  # a provider's own error: whether it has the mail, it does not say
            self.close()
            return LOST
        return Outcome(State.SENT)

    def close(self) -> None:
        hand_over, self.hand_over = self.hand_over, None
        if hand_over is not None:
            hand_over.__exit__(None, None, None)

    quit = close
