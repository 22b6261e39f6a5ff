"""Providers with an interface of their own, through django-anymail: a real HTTP conversation on loopback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.conf import LazySettings
from django.core.mail import EmailMessage

from mohit.environment import Environment
from mohit.mail import MailLater, MailRefused, MailTrouble, MailUncertain, hand_over


class Provider(ThreadingHTTPServer):
    """Takes messages as Mailgun does; `status` is what it answers, 0 hangs up."""

    daemon_threads = True
    status = 200
    taken: list[bytes]


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.server.taken.append(self.rfile.read(int(self.headers["Content-Length"])))
        if not self.server.status:
            self.close_connection = True
            return
        words = "Queued. Thank you." if self.server.status == 200 else "reader@example.org: no"
        body = json.dumps({"id": "<1@mail.test>", "message": words}).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def provider(settings: LazySettings) -> Iterator[Provider]:
    server = Provider(("127.0.0.1", 0), Handler)
    server.taken = []
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    url = f"http%3A%2F%2F127.0.0.1%3A{server.server_port}%2Fv3"
    found = Environment().mail(f"anymail+mailgun://?api_key=k&sender_domain=mail.test&api_url={url}")
    settings.EMAIL_BACKEND, settings.ANYMAIL = found["EMAIL_BACKEND"], found["ANYMAIL"]
    yield server
    server.shutdown()
    server.server_close()


def send() -> None:
    hand_over(EmailMessage("خبر", "نص", "noreply@news.example", ["reader@example.org"]))


def test_it_hands_a_mail_to_a_provider(provider: Provider) -> None:
    send()

    (body,) = provider.taken
    assert b"to=reader%40example.org" in body


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, MailRefused),
        (401, MailRefused),
        (429, MailLater),
        (500, MailLater),
        (503, MailLater),
        (0, MailUncertain),
        (202, MailUncertain),
    ],
)
def test_it_understands_the_answer_and_names_nobody(provider: Provider, status: int, kind: type[MailTrouble]) -> None:
    provider.status = status
    with pytest.raises(MailTrouble) as raised:
        send()

    assert (type(raised.value), raised.value.code) == (kind, status if status >= 400 else 0)
    assert "example.org" not in str(raised.value)
    assert raised.value.__context__ is None
