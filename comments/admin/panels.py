"""What the dashboard shows of the comments: how many wait for this moderator, and since when."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from comments import permissions
from comments.admin.queue import capped, longest_waiting
from mohit.dates.moments import NOW, relative
from mohit.templatetags.arabic import bdi, time_tag
from newsroom.dashboard import Content, Line, Panel, register

SHOWN = 4


def waiting(request: HttpRequest) -> Content:
    """Two queries, which the number in the menu need not ask again."""
    rows = longest_waiting(request.user)
    request.comments_waiting = len(rows)  # see CommentAdmin.number_waiting
    queue = reverse("admin:comments_comment_changelist")
    lines = [
        Line(
            row.article.headline,
            f"{queue}?pk={row.pk}",
            format_html("{}، {}", bdi(row.author_name), time_tag(row.created_at, "relative")),
        )
        for row in rows[:SHOWN]
    ]
    if not rows:
        return Content(more=queue)
    age = relative(rows[0].created_at)
    note = "وصل أقدمها الآن." if age == NOW else f"وصل أقدمها {age}."
    return Content(lines, capped(len(rows)), queue, note=note)


register(Panel("comments", "تعليقات تنتظر", 40, permissions.may_moderate, waiting, "لا تعليق ينتظر. شكرا لمن راجعها."))
