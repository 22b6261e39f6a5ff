"""What the newsroom's dashboard shows of the comments."""

from __future__ import annotations

from typing import Any

from django import template
from django.contrib import admin
from django.http import HttpRequest

from comments import permissions
from comments.admin.queue import capped
from comments.models import Comment

register = template.Library()


@register.simple_tag
def comments_for_desk(request: HttpRequest) -> dict[str, Any]:
    """How many comments wait for this person, for the dashboard; for who moderates none nothing."""
    if not permissions.may_moderate(request.user):
        return {}
    waiting = admin.site.get_model_admin(Comment).number_waiting(request)
    return {"waiting": waiting, "shown": capped(waiting)}
