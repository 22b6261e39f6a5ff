"""Passkeys (WebAuthn, level 2). The ceremonies are fido2's; here is which site, which member, which keys."""

from __future__ import annotations

import json
import struct
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from newsroom.models import MemberSession, Passkey, User
from newsroom.models.factors import PASSKEYS

STATE = "passkey_ceremony"  # in the session, from the question to the answer, for one answer
LONGEST_ANSWER = 20_000  # letters

# What json and fido2 say of an answer that no device gave: lists in lists without end, numbers that are cut off.
MALFORMED = (LookupError, TypeError, ValueError, AttributeError, RecursionError, struct.error)


class WrongPasskey(Exception):
    """Not ours, not of this question, a copy: to the member it is all the same."""


def server(request: HttpRequest) -> Fido2Server:
    """For the name of the site; `news.example` covers www.news.example, while `localhost` is for trying out."""
    host = request.get_host().rsplit(":", 1)[0]
    site = urlsplit(settings.SITE_URL).hostname or host
    name = site if host == site or host.endswith(f".{site}") else host
    origin = f"{request.scheme}://{request.get_host()}"
    party = PublicKeyCredentialRpEntity(id=name, name=settings.MAIL_FROM_NAME)
    return Fido2Server(party, verify_origin=lambda said: constant_time_compare(said, origin))


def question_of_new(request: HttpRequest, user: User) -> dict[str, Any]:
    """What the browser asks a device to make a key for; devices that have one of this member are left out."""
    entity = PublicKeyCredentialUserEntity(id=user.pk.to_bytes(8, "big"), name=user.username, display_name=str(user))
    options, state = server(request).register_begin(
        entity,
        credentials_of(user),
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    request.session[STATE] = state
    return dict(options)["publicKey"]


def add(request: HttpRequest, user: User, name: str, answer: str) -> Passkey:
    if user.passkeys.count() >= PASSKEYS:
        raise WrongPasskey
    try:
        data = server(request).register_complete(claim_question(request), parsed(answer))
        credential = data.credential_data
        with transaction.atomic():
            return Passkey.objects.create(
                user=user,
                name=name,
                credential_id=credential.credential_id,
                credential=bytes(credential),
                sign_count=data.counter,
            )
    except (*MALFORMED, IntegrityError):
        raise WrongPasskey from None


def question(request: HttpRequest, user: User | None = None) -> dict[str, Any]:
    """What the browser asks a device to sign: with a key of this member, or with any for this site.

    Without a password before it the device has to make sure of the person, by finger, face or PIN.
    """
    needed = UserVerificationRequirement.PREFERRED if user else UserVerificationRequirement.REQUIRED
    options, state = server(request).authenticate_begin(
        credentials_of(user) if user else None, user_verification=needed
    )
    request.session[STATE] = {**state, "user": user.pk if user else None}
    return dict(options)["publicKey"]


def check(request: HttpRequest, answer: str, user: User | None = None) -> Passkey:
    """The key that signed the last question of this session, which was asked of `user`, or of anybody."""
    try:
        state = claim_question(request)
        if state.pop("user") != (user.pk if user else None):
            raise WrongPasskey
        told = AuthenticationResponse.from_dict(parsed(answer))
        key = Passkey.objects.select_related("user").get(credential_id=told.raw_id)
        if user and key.user_id != user.pk:
            raise WrongPasskey
        server(request).authenticate_complete(state, [AttestedCredentialData(bytes(key.credential))], told)
        counted = key.accept(told.response.authenticator_data.counter)
    except (*MALFORMED, Passkey.DoesNotExist):
        raise WrongPasskey from None
    if not counted:
        raise WrongPasskey
    return key


def claim_question(request: HttpRequest) -> dict[str, Any]:
    """What was asked last in this session. Of several answers at the same moment one gets it, the others KeyError.

    The session as it was read with the request says too little: a key that counts nothing would open a door for each.
    """
    with transaction.atomic():
        rows = MemberSession.objects.select_for_update().filter(session_key=request.session.session_key)
        row = rows.first()
        if row is None:
            raise KeyError(STATE)
        stored = row.get_decoded()
        state = stored.pop(STATE)
        rows.update(session_data=request.session.encode(stored))
    request.session.pop(STATE, None)
    return state


def parsed(answer: str) -> dict[str, Any]:
    if len(answer) > LONGEST_ANSWER:
        raise ValueError
    return json.loads(answer)


def credentials_of(user: User) -> list[AttestedCredentialData]:
    return [AttestedCredentialData(bytes(key.credential)) for key in user.passkeys.order_by("pk")]
