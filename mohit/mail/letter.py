"""`Letter`: one mail to one person."""

from __future__ import annotations

from dataclasses import dataclass, field
from email.header import Header

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import SafeMIMEMultipart, utf8_charset_qp
from django.template.loader import render_to_string

from mohit.mail.dress import dress
from mohit.mail.handing import hand_over
from mohit.mail.headers import message_id, one_address, one_line, sender
from mohit.mail.plain import plain_text

# That a program wrote it (RFC 3834), and in which language (RFC 3282).
SYSTEM_HEADERS = {"Auto-Submitted": "auto-generated", "Content-Language": "ar"}


class Mail(EmailMultiAlternatives):
    """Quoted-printable always, so that no server on the way has to take eight bits or lines of a thousand letters.

    And with a subject that begins on its own line: Django leaves the first one empty when it is long.
    """

    encoding = utf8_charset_qp

    def message(self) -> SafeMIMEMultipart:
        message = super().message()
        message.replace_header("Subject", Header(self.subject, "utf-8", header_name="Subject"))
        return message


@dataclass(frozen=True)
class Letter:
    """What `template` says to `to`, an address without a name.

    The template extends `mail/letter.html` and gets `context`, `subject` and `site_name`. Two letters with the same
    `key` carry the same Message-ID: a mail server that gets both can see that they are one. `sender_name` stands in
    `From` in place of MAIL_FROM_NAME.
    """

    to: str
    subject: str
    template: str
    context: dict[str, object] = field(default_factory=dict)
    key: str = ""
    sender_name: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def message(self) -> Mail:
        """The mail as Django hands it on: a text part and an HTML part of the same words."""
        subject = one_line(self.subject)
        html = render_to_string(self.template, self.facts(subject))
        message = Mail(
            subject,
            plain_text(html),
            sender(self.sender_name),
            [one_address(self.to)],
            headers={
                "Message-ID": message_id(self.key),
                **SYSTEM_HEADERS,
                **{name: one_line(value, longest=None) for name, value in self.headers.items()},
            },
        )
        message.attach_alternative(dress(html), "text/html")
        return message

    def facts(self, subject: str) -> dict[str, object]:
        site = {"site_name": one_line(self.sender_name) or settings.MAIL_FROM_NAME, "site_url": settings.SITE_URL}
        return {"subject": subject, **site, **self.context}

    def send(self) -> None:
        """Hand it over now; a MailTrouble says what became of it. Nothing it says holds the address."""
        hand_over(self.message())
