"""Handing a mail to the server, and what became of it.

The standard library's errors hold the addresses they are about, and would carry them into the log. Those here hold the
server's number alone.
"""

from __future__ import annotations

import smtplib
from contextlib import suppress
from types import TracebackType

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

# Which deliver nothing to anybody.
AT_HOME = frozenset(
    [
        "mohit.mail.files.EmailBackend",
        *(f"django.core.mail.backends.{name}.EmailBackend" for name in ("filebased", "console", "dummy", "locmem")),
    ]
)


def mail_is_configured() -> bool:
    """Whether letters reach people: without EMAIL_URL they stay in var/mail as files."""
    return settings.EMAIL_BACKEND not in AT_HOME


class MailTrouble(Exception):
    """The mail was not handed over, or nobody knows; `code` is the server's answer, 0 without one."""

    words = ""

    def __init__(self, code: int = 0) -> None:
        super().__init__(f"{self.words} ({code})" if code else self.words)
        self.code = code


class MailRefused(MailTrouble):
    """For good (5xx, RFC 5321 section 4.2.1): asking again gets the same answer."""

    words = "The mail server refused a mail."


class MailLater(MailTrouble):
    """For now (4xx), or the server could not be reached: it certainly has no mail of ours."""

    words = "The mail server takes no mail now."


class MailUncertain(MailTrouble):
    """The connection ended while the mail was on its way: the server may have it. Never sent again by itself."""

    words = "The connection broke while a mail was handed over."


class HandOver:
    """An open connection to the mail server for one mail or many, as a context."""

    def __init__(self) -> None:
        self.connection = get_connection()

    def __enter__(self) -> HandOver:
        self.open()
        return self

    def open(self) -> None:
        """Does nothing when it is open; MailLater when the server is not there or lets nobody in."""
        trouble = None
        try:
            self.connection.open()
        except smtplib.SMTPResponseException as error:
            trouble = MailLater(error.smtp_code)  # a refused log-in is the settings' fault, not the mail's
        except (smtplib.SMTPException, OSError):
            trouble = MailLater()
        if trouble:
            raise trouble  # outside of `except`: what it came from, which holds addresses, is not chained to it

    def over(self, message: EmailMessage) -> None:
        """Hand `message` over, or raise what became of it; the next one may follow in any case."""
        self.open()
        trouble = None
        try:
            self.connection.send_messages([message])
        except Exception as error:
            trouble = trouble_of(error)
            if trouble is None:
                raise
        if isinstance(trouble, MailUncertain):
            self.close()
        if trouble:
            raise trouble

    def close(self) -> None:
        # What was taken is taken; a server may hang up without a farewell.
        with suppress(smtplib.SMTPException, OSError):
            self.connection.close()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def trouble_of(error: Exception) -> MailTrouble | None:
    """What an error of the connection means for the mail that was on its way; None if it is none of those."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return by_code(max((code for code, _ in error.recipients.values()), default=0))
    if isinstance(error, smtplib.SMTPResponseException):
        return by_code(error.smtp_code)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return MailRefused()
    if any(kind.__module__ == "anymail.exceptions" for kind in type(error).__mro__):  # not all sites have it
        return of_provider(error)
    if isinstance(error, (smtplib.SMTPException, OSError)):
        return MailUncertain()
    return None


def of_provider(error: Exception) -> MailTrouble:
    """What a provider's interface answered over HTTP; without an answer that says no the mail may be there."""
    if type(error).__name__ == "AnymailRecipientsRefused":
        return MailRefused()
    status = getattr(error, "status_code", None) or 0
    if status < 400:
        return MailUncertain()
    return MailLater(status) if status == 429 or status >= 500 else MailRefused(status)


def by_code(code: int) -> MailTrouble:
    if 500 <= code < 600:
        return MailRefused(code)
    if 400 <= code < 500:
        return MailLater(code)
    return MailUncertain()  # smtplib's -1: the connection ended before an answer


def hand_over(message: EmailMessage) -> None:
    """Hand over one mail on a connection of its own; a MailTrouble says what became of it."""
    with HandOver() as hand:
        hand.over(message)
