"""From the password to the open door: what is proven so far stands in the session."""

from __future__ import annotations

from time import time

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme

from newsroom.models import AuthenticatorApp, Passkey, RecoveryCode, User
from newsroom.signin.devices import device_of, remember_device
from newsroom.signin.events import Kind, record

WAITING = "waiting_for_second_step"
PROVEN_TWICE = "proven_twice"  # this session is a person's who has shown two factors
CONFIRMED_AT = "confirmed_at"
PATIENCE = 10 * 60  # seconds from the password to the second step
CONFIRMED_FOR = 15 * 60  # seconds in which the way somebody is protected may be changed without asking again
BACKEND = settings.AUTHENTICATION_BACKENDS[0]


def has_second_step(user: User) -> bool:
    return AuthenticatorApp.objects.filter(user=user).exists() or Passkey.objects.filter(user=user).exists()


def wait_for_second_step(request: HttpRequest, user: User) -> None:
    """The password is right. Nobody is signed in yet, and whoever knew this session's key before knows it no more."""
    request.session.cycle_key()
    request.session[WAITING] = {"user": user.pk, "at": time(), "hash": user.get_session_auth_hash()}


def who_waits(request: HttpRequest) -> User | None:
    """Whose second step is awaited, in this session and for ten minutes; a new password ends it."""
    waiting = request.session.get(WAITING)
    if not waiting or waiting["at"] < time() - PATIENCE:
        return None
    user = User.objects.filter(pk=waiting["user"], is_active=True, is_staff=True).first()
    same = user and constant_time_compare(waiting["hash"], user.get_session_auth_hash())
    return user if same else None


def enter(request: HttpRequest, user: User, *, by: str, twice: bool, to: str = "") -> HttpResponse:
    """Open the session, note how in the history, and go where the member wanted to."""
    login(request, user, backend=BACKEND)
    request.session.pop(WAITING, None)
    now = time()
    request.session.update({"device": device_of(request), "signed_in_at": now, CONFIRMED_AT: now, PROVEN_TWICE: twice})
    record(Kind.SIGN_IN, user, by=user, detail=by, request=request)
    response = HttpResponseRedirect(safe_address(request, to))
    remember_device(request, response, user.get_username())
    return response


def accept_code(user: User, typed: str) -> str:
    """What the code was, in Arabic, when it is right: the app's, or one from paper. A code is good once."""
    code = "".join(typed.split())
    if code.isdecimal():
        digits = "".join(str(int(digit)) for digit in code)  # whatever digits the keyboard writes
        app = AuthenticatorApp.objects.filter(user=user).first()
        return "كلمة المرور ورمز التطبيق" if app and app.accept(digits) else ""
    return "كلمة المرور ورمز استرجاع" if RecoveryCode.accept(user, code) else ""


def confirm(request: HttpRequest) -> None:
    request.session[CONFIRMED_AT] = time()


def is_confirmed(request: HttpRequest) -> bool:
    return request.session.get(CONFIRMED_AT, 0) > time() - CONFIRMED_FOR


def safe_address(request: HttpRequest, address: str) -> str:
    """`address` if it is one of the newsroom's, else its front page."""
    hosts = {request.get_host()}
    secure = request.is_secure()
    inside = address.startswith("/admin/") and not address.startswith(reverse("admin:login"))
    return address if inside and url_has_allowed_host_and_scheme(address, hosts, secure) else reverse("admin:index")
