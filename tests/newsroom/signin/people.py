"""What the tests of the sign-in share: a password, an app on the telephone, what a browser is called."""

from __future__ import annotations

import time

from django.http import HttpResponse
from django.test import Client

from newsroom.models import AuthenticatorApp, RecoveryCode, User
from newsroom.models.factors import new_secret
from newsroom.signin import totp

PASSWORD = "qamar-bahr-41"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36"
FIREFOX = "Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0"


def with_password(user: User) -> User:
    user.set_password(PASSWORD)
    user.save()
    return user


def with_app(user: User) -> bytes:
    secret = new_secret()
    AuthenticatorApp.with_secret(user, secret).save()
    return secret


def with_codes(user: User) -> list[str]:
    return RecoveryCode.issue(user)


def code_of(secret: bytes, ahead: int = 0) -> str:
    """What the app shows, `ahead` half minutes from now."""
    return totp.code_at(secret, int(time.time() // totp.STEP) + ahead)


def browser(agent: str = CHROME, network: str = "192.0.2.1") -> Client:
    return Client(headers={"user-agent": agent}, REMOTE_ADDR=network)


def sign_in(client: Client, username: str, password: str = PASSWORD, **more: str) -> HttpResponse:
    return client.post("/admin/login/", {"username": username, "password": password, **more})


def is_inside(client: Client) -> bool:
    return client.get("/admin/account/").status_code == 200
