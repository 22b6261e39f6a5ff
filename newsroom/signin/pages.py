"""Pages of the newsroom's own inside the admin: its look, its menus, and never kept by a cache."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import site
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.cache import patch_cache_control

from newsroom.signin.attempts import waiting_words


def page(
    request: HttpRequest, template: str, title: str, context: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    facts = {**site.each_context(request), "title": title, **(context or {})}
    response = TemplateResponse(request, template, facts, status=status)
    patch_cache_control(response, private=True, no_store=True)
    return response


def after(response: HttpResponse, seconds: int) -> HttpResponse:
    """Mark an answer as one that is to be asked again later (RFC 6585, section 4)."""
    response.status_code = 429
    response.headers["Retry-After"] = str(seconds)
    return response


def refuse(form: Any, seconds: int) -> None:
    """Say in the form how long to wait; nothing of it is judged."""
    form.errors.clear()
    form.add_error(None, waiting_words(seconds))
