"""A real mail server on loopback for the tests, which does what it is told to each address.

    def test_…(mail_server):
        mail_server.answer("reader@example.org", "550 5.1.1 No such person")
        mail_server.hang_up("later@example.org", "in data")

The fixture points Django's settings at it; another process reaches it by `mail_server.url` as its EMAIL_URL.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from collections import Counter
from collections.abc import Awaitable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session, syntax
from django.conf import LazySettings

logging.getLogger("mail.log").setLevel(logging.ERROR)  # aiosmtpd's own: it prints every conversation
MOMENTS = {"in data", "after the dot", "before the data"}


@dataclass
class Taken:
    """A mail that the server has answered for with 250, or would have."""

    sender: str
    recipients: list[str]
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.raw, policy=policy.default)

    @property
    def text(self) -> str:
        return self.message.get_body(("plain",)).get_content().replace("\r\n", "\n")

    @property
    def html(self) -> str:
        return self.message.get_body(("html",)).get_content().replace("\r\n", "\n")


@dataclass
class Script:
    """What the server has taken, and what it says to whom; `rest` is how many seconds it takes for each mail."""

    taken: list[Taken] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    data_answers: dict[str, str] = field(default_factory=dict)
    hang_ups: dict[str, str] = field(default_factory=dict)
    connections: int = 0
    rest: float = 0
    url: str = ""

    def answer(self, address: str, answer: str) -> None:
        """To `RCPT TO:<address>`: "451 4.2.0 Later", "550 5.1.1 Nobody"."""
        self.answers[address] = answer

    def answer_data(self, address: str, answer: str) -> None:
        """After the final dot of a mail to `address`."""
        self.data_answers[address] = answer

    def hang_up(self, address: str, moment: str) -> None:
        """End the connection of a mail to `address`: "before the data", "in data" or "after the dot".

        After the dot the mail counts as taken, though the sender is never told.
        """
        assert moment in MOMENTS
        self.hang_ups[address] = moment

    def copies(self) -> Counter[str]:
        """How many mails each address has got."""
        return Counter(address for mail in self.taken for address in mail.recipients)

    def to(self, address: str) -> list[Taken]:
        return [mail for mail in self.taken if address in mail.recipients]


class Handler:
    def __init__(self, script: Script) -> None:
        self.script = script

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.script.answers.get(address, "250 OK")
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.script.rest:
            await asyncio.sleep(self.script.rest)
        for address in envelope.rcpt_tos:
            if answer := self.script.data_answers.get(address):
                return answer
        self.script.taken.append(Taken(envelope.mail_from, list(envelope.rcpt_tos), envelope.content))
        if any(self.script.hang_ups.get(address) == "after the dot" for address in envelope.rcpt_tos):
            server.transport.abort()
        return "250 OK"


class ScriptedSMTP(SMTP):
    """aiosmtpd's server, which may hang up in the middle."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.event_handler.script.connections += 1
        super().connection_made(transport)

    @syntax("DATA")
    async def smtp_DATA(self, arg: str) -> None:
        moments = {self.event_handler.script.hang_ups.get(address) for address in self.envelope.rcpt_tos}
        if "before the data" in moments:
            self.transport.abort()
        elif "in data" in moments:
            await self.push("354 Go on")
            await self._reader.readline()
            self.transport.abort()
        else:
            await super().smtp_DATA(arg)


class Server(Controller):
    """On a port that the system has chosen."""

    def __init__(self, script: Script) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        super().__init__(Handler(script), hostname="127.0.0.1", port=self.socket.getsockname()[1])

    def _create_server(self) -> Awaitable[asyncio.AbstractServer]:
        return self.loop.create_server(self._factory_invoker, sock=self.socket)

    def factory(self) -> ScriptedSMTP:
        return ScriptedSMTP(self.handler, hostname="mail.test", enable_SMTPUTF8=True, loop=self.loop)


@pytest.fixture
def mail_server(settings: LazySettings) -> Iterator[Script]:
    """A server of this test's own, to which Django's mail goes."""
    script = Script()
    server = Server(script)
    server.start()
    script.connections = 0  # the controller tries it first
    script.url = f"smtp://127.0.0.1:{server.port}"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield script
    server.stop()
