"""Static pages and the pages that say that something is wrong."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from mohit.responses import public_page
from newsroom.models import Page


@require_safe
@public_page
def page(request: HttpRequest, slug: str) -> HttpResponse:
    page = get_object_or_404(Page.objects.published(), slug=slug)
    return render(request, "newsroom/page.html", {"page": page})


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error("400.html", 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error("403.html", 403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error("404.html", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return _error("500.html", 500)


def _error(template: str, status: int) -> HttpResponse:
    # No request, no query: these pages must come out when the database is the thing that is wrong.
    return HttpResponse(render_to_string(template), status=status, headers={"Cache-Control": "no-store"})
