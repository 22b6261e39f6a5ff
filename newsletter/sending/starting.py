"""Starting the issues whose time has come."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, transaction
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
        return left_to_editors(issue, f"فات موعد إرساله ({timezone.localtime(issue.scheduled_at):%H:%M}) ولم يرسل.")
    try:
        # What was right when it was scheduled may not be now: a story withdrawn meanwhile must reach nobody.
        if errors := errors_of(issue, at):
            return left_to_editors(issue, errors[0].words)
        rendered = render(issue)
    except (OperationalError, InterfaceError):  # the database's trouble, not the issue's: the next look starts it
        raise
    except Exception:
        log.exception("Issue %s cannot be rendered.", issue.pk)
        return left_to_editors(issue, "تعذر إعداد الرسالة.")
    return issue.start(rendered.html, rendered.text)


def left_to_editors(issue: Issue, why: str) -> bool:
    """Hold it and order the letters that say so, in one transaction; False: it has not started."""
    from newsletter.tasks import tell_of_held_issue  # the tasks call this module

    with transaction.atomic():
        if issue.hold(why):
            tell_of_held_issue.defer(issue_pk=issue.pk)
    return False
