"""A crawl of a newspaper whose readers comment: every address is there, and none tells who wrote."""

from __future__ import annotations

import base64
import hashlib

import pytest
from django.core.management import call_command
from django.test import Client

from comments.models import Comment, Contact
from tests.articles.newspaper import print_newspaper
from tests.articles.test_every_link import crawl

pytestmark = pytest.mark.django_db

CANARY = "kanari.7f3a@example.org"
SOURCE = "203.0.113.77"


class Listener(Client):
    """Keeps what every answer said, its headers too."""

    heard: list[bytes]

    def request(self, **request: object) -> object:
        response = super().request(**request)
        self.heard.append(response.content if not response.streaming else b"".join(response))
        self.heard.append(str(dict(response.headers)).encode())
        return response


def told(secret: str) -> list[bytes]:
    """A secret as it might slip out."""
    spellings = {secret, secret.lower(), secret.upper()}
    forms = [spelling.encode() for spelling in spellings]
    for one in list(forms):
        forms += [hashlib.new(name, one).hexdigest().encode() for name in ("md5", "sha1", "sha256")]
        forms += [base64.b64encode(one).rstrip(b"="), base64.urlsafe_b64encode(hashlib.sha256(one).digest())[:40]]
    return forms


def test_every_address_answers_and_none_tells_who_wrote() -> None:
    print_newspaper(stories=12)
    call_command("load_demo_comments", verbosity=0)
    Contact.objects.update(email=CANARY, email_key=CANARY, source=SOURCE, agent="Kanari/7")
    client = Listener()
    client.heard = []

    pages, documents, _ = crawl(client)

    for comment in Comment.objects.approved():
        for tail in ("", "reply/", "report/"):
            assert f"/comments/{comment.pk}/{tail}" in pages
    for comment in Comment.objects.waiting():
        assert not [address for address in pages if f"/comments/{comment.pk}/" in address]
    assert "/comments/on/" in " ".join(pages) or documents
    everything = b"\n".join(client.heard)
    assert "شكرا".encode() in everything
    assert not [form for form in (*told(CANARY), *told(SOURCE), b"Kanari/7") if form in everything]
