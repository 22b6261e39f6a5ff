"""Cookies live in the newsroom: sessions, sign-in, messages and CSRF tokens exist under `/admin/` alone.

A public page must be the same bytes for every reader. Django's own middleware answers a stale session cookie or a
broken CSRF cookie with `Set-Cookie` and `Vary: Cookie`, on whatever page it comes with; here public pages do not look.
"""

from __future__ import annotations

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

NEWSROOM = "/admin/"
SAFE = frozenset(("GET", "HEAD", "OPTIONS", "TRACE"))  # RFC 9110, section 9.2.1


class InNewsroom:
    """A middleware that public requests pass by."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(NEWSROOM):
            return super().__call__(request)
        return self.get_response(request)


class NewsroomSessionMiddleware(InNewsroom, SessionMiddleware):
    """`request.session`."""


class NewsroomAuthenticationMiddleware(InNewsroom, AuthenticationMiddleware):
    """`request.user`."""


class NewsroomMessageMiddleware(InNewsroom, MessageMiddleware):
    """What an editor is told after saving."""


class NewsroomCsrfMiddleware(CsrfViewMiddleware):
    """CSRF tokens. A public POST is still refused without one unless its view says that it judges forgery itself."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in SAFE and not request.path_info.startswith(NEWSROOM):
            return self.get_response(request)
        return super().__call__(request)

    def process_request(self, request: HttpRequest) -> None:
        # Nor does a public POST get a new cookie for a broken one.
        if request.path_info.startswith(NEWSROOM):
            super().process_request(request)
