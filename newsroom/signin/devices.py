"""Devices: what a browser calls itself in two words, and the cookie by which an account knows its own."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from mohit.cookies import NEWSROOM

# What names itself like another stands before it: Edge and Opera say Chrome, Chrome says Safari.
BROWSERS = (
    ("Edg", "إيدج"),
    ("OPR/", "أوبرا"),
    ("SamsungBrowser", "متصفح سامسونغ"),
    ("Firefox", "فايرفوكس"),
    ("FxiOS", "فايرفوكس"),
    ("Chrom", "كروم"),
    ("CriOS", "كروم"),
    ("Safari", "سفاري"),
)
SYSTEMS = (
    ("iPhone", "آيفون"),
    ("iPad", "آيباد"),
    ("Android", "أندرويد"),
    ("Windows", "ويندوز"),
    ("CrOS", "كروم أو إس"),
    ("Mac OS X", "ماك"),
    ("Linux", "لينكس"),
)

COOKIE = "mohit_device"
KNOWN_FOR = timedelta(days=180)
signer = TimestampSigner(salt="newsroom.signin.device", sep=".")


def device_of(request: HttpRequest) -> str:
    """«كروم على ويندوز»: enough for a member to recognise it, and all that is kept of a browser's name."""
    agent = request.headers.get("User-Agent", "")
    browser = next((word for mark, word in BROWSERS if mark in agent), "متصفح آخر")
    system = next((word for mark, word in SYSTEMS if mark in agent), "")
    return f"{browser} على {system}" if system else browser


def known_device(request: HttpRequest, username: str) -> str:
    """The random name of this browser if `username` has signed in with it before, else empty."""
    try:
        value = signer.unsign(request.COOKIES.get(COOKIE, ""), max_age=KNOWN_FOR)
    except BadSignature:
        return ""
    name, _, whose = value.partition(".")
    return name if whose == mark_of(username) else ""


def remember_device(request: HttpRequest, response: HttpResponse, username: str) -> None:
    name = known_device(request, username) or secrets.token_hex(8)
    response.set_cookie(
        COOKIE,
        signer.sign(f"{name}.{mark_of(username)}"),
        max_age=KNOWN_FOR,
        path=NEWSROOM,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def mark_of(username: str) -> str:
    """What stands for the name in the cookie, which takes no Arabic letter and tells no name."""
    return salted_hmac("newsroom.signin.device", username, algorithm="sha256").hexdigest()[:24]
