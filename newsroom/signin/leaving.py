"""Going out, and the new password that sends everybody else out."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from newsroom.models import MemberSession
from newsroom.signin import attempts
from newsroom.signin.events import Kind, record


def sign_out(request: HttpRequest, leave: Callable[[], HttpResponse]) -> HttpResponse:
    if request.method == "POST" and request.user.is_authenticated:
        record(Kind.SIGN_OUT, request.user, by=request.user, request=request)
    return leave()


def change_password(request: HttpRequest, change: Callable[[], HttpResponse]) -> HttpResponse:
    """Django's page, with a limit on guesses of the old password; the other sessions end with it."""
    if request.method == "POST" and (seconds := attempts.wait_for_confirmation(request.user)):
        messages.error(request, attempts.waiting_words(seconds))
        return HttpResponseRedirect(request.path)
    with transaction.atomic():
        response = change()
        if request.method == "POST" and response.status_code == 302:
            MemberSession.objects.of(request.user).end(but=request.session.session_key)
            record(Kind.PASSWORD, request.user, by=request.user, request=request)
    return response
