"""Starting the issues whose time has come."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.utils import timezone

from newsletter.models import Issue
from newsletter.preflight import errors_of
from newsletter.rendering import render

log = logging.getLogger(__name__)


def start_due(at: datetime | None = None) -> int:
    """Render and start each scheduled issue whose time has come; how many this call has started.

    One that was missed by more than the grace of its list is left to an editor: nobody wants the morning's news at
    night. Of two schedulers one starts it.
    """
    moment = at or timezone.now()
    return sum(start(issue, moment) for issue in Issue.objects.due(moment).select_related("mailing_list"))


def start(issue: Issue, at: datetime) -> bool:
    if at - issue.scheduled_at > timedelta(minutes=issue.mailing_list.grace_minutes):
        issue.hold(f"فات موعد إرساله ({timezone.localtime(issue.scheduled_at):%H:%M}) ولم يرسل.")
        return False
    try:
        # What was right when it was scheduled may not be now: a story withdrawn meanwhile must reach nobody.
        if errors := errors_of(issue, at):
            issue.hold(errors[0].words)
            return False
        rendered = render(issue)
    except Exception:
        log.exception("Issue %s cannot be rendered.", issue.pk)
        issue.hold("تعذر إعداد الرسالة.")
        return False
    return issue.start(rendered.html, rendered.text)
