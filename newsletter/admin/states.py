"""An issue's state as a coloured word, and the sentence that says what it means."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString

from newsletter.models import Issue

State = Issue.State

COLOURS = {
    State.DRAFT: "draft",
    State.SCHEDULED: "scheduled",
    State.HELD: "in_review",
    State.SENDING: "scheduled",
    State.PAUSED: "in_review",
    State.SENT: "published",
    State.CANCELLED: "withdrawn",
}


def badge(issue: Issue) -> SafeString:
    return format_html('<span class="badge badge-{}">{}</span>', COLOURS[issue.state], issue.get_state_display())
