"""What comes to the door in the place of a passkey's answer: whatever it is, it opens nothing and breaks nothing."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode

import pytest
from django.test import Client

from newsroom.models import Passkey
from tests.newsroom.signin.people import browser

pytestmark = pytest.mark.django_db
QUESTION, DOOR = "/admin/login/passkey/question/", "/admin/login/passkey/"
CONFIRM, ADD = "/admin/account/confirm/", "/admin/account/passkey/"


def encoded(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def signed(told: bytes, extensions: bytes) -> str:
    """An answer whose parts are where they belong, from a device that says `told` and `extensions`."""
    device = bytes(32) + b"\x81" + bytes(4) + extensions  # the site, the flags, the counter
    parts = {"clientDataJSON": encoded(told), "authenticatorData": encoded(device), "signature": "AA"}
    return json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": parts})


TOLD = b'{"type": "webauthn.get", "challenge": "AA", "origin": "http://testserver"}'
ANSWERS = {
    "nothing": "",
    "brackets": "[" * 20_000,
    "brackets inside": signed(b"[" * 9_000, b"\xa0"),
    "lists in lists": signed(TOLD, b"\x81" * 9_000),
    "cut off": signed(TOLD, b""),
    "half a number": signed(TOLD, b"\x19\x00"),
    "a list": "[]",
    "half of a pair": '{"id": "\\ud800", "rawId": "\\ud800"}',
}


@pytest.mark.parametrize("name", ANSWERS)
def test_it_is_refused_at_the_door(name: str) -> None:
    client = browser()
    client.post(QUESTION)
    answer = client.post(DOOR, {"answer": ANSWERS[name]})
    assert answer.status_code == 200
    assert "لم يقبل مفتاح المرور" in answer.content.decode()


@pytest.mark.parametrize("name", ANSWERS)
def test_it_confirms_nobody(inside: Client, name: str) -> None:
    inside.post(QUESTION)
    answer = inside.post(CONFIRM, {"answer": ANSWERS[name]})
    assert answer.status_code == 200
    assert "لم يقبل مفتاح المرور" in answer.content.decode()


@pytest.mark.parametrize("told", ["[" * 20_000, "lists", "half"])
def test_it_makes_no_key(inside: Client, told: str) -> None:
    inside.post("/admin/account/passkey/question/")
    broken = {"lists": b"\x81" * 9_000, "half": b"\x19\x00"}
    if told in broken:
        parts = {"clientDataJSON": encoded(TOLD), "attestationObject": encoded(broken[told])}
        told = json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": parts})
    assert inside.post(ADD, {"name": "هاتفي", "answer": told}).status_code == 200
    assert not Passkey.objects.exists()
