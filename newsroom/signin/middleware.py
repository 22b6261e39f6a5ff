"""What is looked after on every page of a member who is signed in."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from mohit.cookies import NEWSROOM
from newsroom.permissions import must_prove_twice
from newsroom.signin.steps import PROVEN_TWICE, has_second_step, wait_for_second_step

OPEN = ("/admin/account/", "/admin/login/", "/admin/logout/", "/admin/jsi18n/", "/admin/invitation/")


class MemberMiddleware:
    """Note the use of the session; lead whoever must have a second step to set one up, and nowhere else before.

    It asks the database nothing of a session that has shown two factors, nor where no role needs them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(NEWSROOM) and settings.SESSION_COOKIE_NAME in request.COOKIES:
            user = request.user
            if user.is_authenticated:
                request.session.note_use()
                if not request.path_info.startswith(OPEN) and self.is_held(request):
                    return self.lead(request)
        return self.get_response(request)

    def is_held(self, request: HttpRequest) -> bool:
        return not request.session.get(PROVEN_TWICE) and must_prove_twice(request.user)

    def lead(self, request: HttpRequest) -> HttpResponse:
        """To the set-up; or, with a factor that this session has not shown, to showing it."""
        if not has_second_step(request.user):
            return HttpResponseRedirect(reverse("admin:account"))
        user = request.user
        request.session.flush()
        wait_for_second_step(request, user)
        return HttpResponseRedirect(reverse("admin:sign_in_second"))
