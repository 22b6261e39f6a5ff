"""What is good once is good once: the same proof sent over two connections at the same moment."""

from __future__ import annotations

import json
import secrets
from collections import Counter
from datetime import timedelta
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestedCredentialData

from newsroom.models import AuthenticatorApp, Invitation, Passkey, SecurityEvent, User
from newsroom.signin import attempts
from newsroom.signin.invitations import INVITATION
from tests.ads.at_once import at_once
from tests.newsroom.signin.people import browser, code_of, is_inside, sign_in, with_app, with_codes, with_password

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

TABS = 4
SECOND = "/admin/login/second/"
Kind = SecurityEvent.Kind


@pytest.fixture
def known(journalist: User) -> User:
    return with_password(journalist)


def waiting(user: User) -> list[Client]:
    """Browsers in which the password was right."""
    tabs = [browser(network=f"192.0.2.{number + 1}") for number in range(TABS)]
    for tab in tabs:
        assert sign_in(tab, user.username).url == SECOND
    return tabs


class Device:
    """A device with one passkey of a member (WebAuthn, level 2, section 6.3.3): it signs what it is asked."""

    def __init__(self, user: User, counts: bool) -> None:
        self.key, self.name, self.count = ec.generate_private_key(ec.SECP256R1()), secrets.token_bytes(16), int(counts)
        public = ES256.from_cryptography_key(self.key.public_key())
        credential = bytes(AttestedCredentialData.create(Aaguid.NONE, self.name, public))
        Passkey.objects.create(user=user, name="هاتف", credential_id=self.name, credential=credential)

    def answer(self, question: dict) -> str:
        told = {"type": "webauthn.get", "challenge": question["challenge"], "origin": "http://testserver"}
        client_data = json.dumps(told).encode()
        present_and_verified = bytes([0b101])
        data = sha256(question["rpId"].encode()).digest() + present_and_verified + self.count.to_bytes(4, "big")
        signature = self.key.sign(data + sha256(client_data).digest(), ec.ECDSA(hashes.SHA256()))
        parts = {"clientDataJSON": client_data, "authenticatorData": data, "signature": signature}
        name = websafe_encode(self.name)
        response = {part: websafe_encode(value) for part, value in parts.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})


def test_a_recovery_code_opens_one_door_of_many_at_once(known: User) -> None:
    with_app(known)
    code, *_ = with_codes(known)
    tabs = waiting(known)
    answers = at_once(TABS, lambda number: tabs[number].post(SECOND, {"code": code}).status_code, TABS)
    assert Counter(answers) == {302: 1, 200: TABS - 1}
    assert sum(is_inside(tab) for tab in tabs) == 1
    assert known.recovery_codes.exclude(used_at=None).count() == 1
    assert SecurityEvent.objects.filter(kind=Kind.SIGN_IN).count() == 1


def test_a_code_of_the_app_opens_one_door_of_many_at_once(known: User) -> None:
    secret = with_app(known)
    tabs = waiting(known)
    code = code_of(secret)
    answers = at_once(TABS, lambda number: tabs[number].post(SECOND, {"code": code}).status_code, TABS)
    assert Counter(answers) == {302: 1, 200: TABS - 1}
    assert sum(is_inside(tab) for tab in tabs) == 1
    assert AuthenticatorApp.objects.get().last_step > 0


def test_an_invitation_is_accepted_once_of_many_at_once(known: User) -> None:
    invitation = Invitation.renew(known)
    address = INVITATION.address("admin:invitation", invitation.pk, invitation.version).removeprefix("http://")
    address = address[address.index("/") :]

    def choose(number: int) -> HttpResponse:
        password = f"qamar-bahr-{number}x41"
        return Client().post(address, {"new_password1": password, "new_password2": password})

    answers = [answer.status_code for answer in at_once(TABS, choose, TABS)]
    assert answers.count(303) == 1
    winner = answers.index(303)
    known.refresh_from_db()
    assert [known.check_password(f"qamar-bahr-{number}x41") for number in range(TABS)] == [
        number == winner for number in range(TABS)
    ]
    assert SecurityEvent.objects.filter(kind=Kind.ACCEPT).count() == 1


@pytest.mark.parametrize("counts", [True, False])
def test_an_answer_of_a_passkey_opens_one_door_of_many_at_once(
    known: User, monkeypatch: pytest.MonkeyPatch, counts: bool
) -> None:
    """Keys that several devices share count nothing: then the question itself is what may be answered once."""
    device = Device(known, counts=counts)
    tab = browser()
    question = tab.post("/admin/login/passkey/question/").json()
    answer = device.answer(question)
    cookies = tab.cookies.output(header="", sep=";")
    tabs = [browser() for _ in range(TABS)]
    for other in tabs:
        other.cookies.load(cookies)

    def come(number: int) -> int:
        return tabs[number].post("/admin/login/passkey/", {"answer": answer}).status_code

    answers = at_once(TABS, come, TABS)
    assert Counter(answers) == {302: 1, 200: TABS - 1}
    assert SecurityEvent.objects.filter(kind=Kind.SIGN_IN).count() == 1


def test_guesses_at_once_are_counted_one_by_one(known: User) -> None:
    """Each of twelve wrong passwords is a try: the limit lets five through, whichever they are."""

    def guess(number: int) -> int:
        return sign_in(browser(), known.username, f"wrong-{number}").status_code

    answers = Counter(at_once(12, guess, 6))
    assert answers == {200: 5, 429: 7}
    assert SecurityEvent.objects.filter(kind=Kind.WRONG_PASSWORD).count() == 5
    assert attempts.by_name_and_network.most == 5


def test_a_wrong_password_is_noted_beside_one_that_was_noted_later(known: User) -> None:
    """Of two at once the one that began first may write last: to it the other's time lies ahead."""
    ahead = timezone.now() + timedelta(seconds=5)
    SecurityEvent.objects.create(user=known, kind=Kind.WRONG_PASSWORD, at=ahead)
    sign_in(browser(), known.username, "wrong")
    assert SecurityEvent.objects.filter(kind=Kind.WRONG_PASSWORD).count() == 2


def test_guesses_of_a_code_at_once_are_counted_one_by_one(known: User) -> None:
    with_app(known)
    tabs = waiting(known)
    answers = at_once(12, lambda number: tabs[number % TABS].post(SECOND, {"code": "000000"}).status_code, TABS)
    assert Counter(answers) == {200: 6, 429: 6}
