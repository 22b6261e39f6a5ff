"""Who may do what to the newsletter. Views, admin and templates ask here and nowhere else.

The newsletter's manager does everything with lists, issues and subscribers; erasing a person too. What was sent and
what was decided is only looked at, by whoever it is.
"""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser, AnonymousUser

from newsletter.models import Issue

State = Issue.State
Someone = AbstractUser | AnonymousUser

WRITE = "newsletter.change_issue"
SEND = "newsletter.send_issue"
KEEP_LISTS = "newsletter.change_mailinglist"
LOOK_AT_SUBSCRIBERS = "newsletter.view_subscriber"
KEEP_SUBSCRIBERS = "newsletter.change_subscriber"
IMPORT = "newsletter.import_subscribers"
EXPORT = "newsletter.export_subscribers"
ERASE = "newsletter.erase_subscriber"
SUPPRESS = "newsletter.change_suppression"


def may_compose(user: Someone) -> bool:
    """Start an issue, and look at all of them."""
    return _holds(user, WRITE)


def may_edit(user: Someone, issue: Issue) -> bool:
    """Change its words and stories: until it is scheduled."""
    return issue.may_change and may_compose(user)


def may_delete(user: Someone, issue: Issue) -> bool:
    """Only a draft about which nothing was decided."""
    return issue.state == State.DRAFT and may_compose(user) and not issue.events.exists()


def may_test(user: Someone, issue: Issue) -> bool:
    """Send it to a member of the staff."""
    return may_compose(user)


def may_send(user: Someone) -> bool:
    return _holds(user, SEND)


def may_schedule(user: Someone, issue: Issue) -> bool:
    return issue.state in (State.DRAFT, State.HELD) and may_send(user)


def may_unschedule(user: Someone, issue: Issue) -> bool:
    return issue.state == State.SCHEDULED and may_send(user)


def may_pause(user: Someone, issue: Issue) -> bool:
    return issue.state == State.SENDING and may_send(user)


def may_resume(user: Someone, issue: Issue) -> bool:
    return issue.state == State.PAUSED and may_send(user)


def may_cancel(user: Someone, issue: Issue) -> bool:
    return issue.state not in (State.SENT, State.CANCELLED) and may_send(user)


def may_look_at_deliveries(user: Someone) -> bool:
    """See who got an issue, who did not and of whom nobody knows: these are readers' addresses."""
    return _holds(user, LOOK_AT_SUBSCRIBERS)


def may_keep_lists(user: Someone) -> bool:
    return _holds(user, KEEP_LISTS)


def may_look_at_subscribers(user: Someone) -> bool:
    return _holds(user, LOOK_AT_SUBSCRIBERS)


def may_keep_subscribers(user: Someone) -> bool:
    """Correct a name, end a subscription."""
    return _holds(user, KEEP_SUBSCRIBERS)


def may_import(user: Someone) -> bool:
    return _holds(user, IMPORT)


def may_export(user: Someone) -> bool:
    return _holds(user, EXPORT)


def may_erase(user: Someone) -> bool:
    return _holds(user, ERASE)


def may_suppress(user: Someone) -> bool:
    """Put an address on the suppression list, or take it off."""
    return _holds(user, SUPPRESS)


def _holds(user: Someone, permission: str) -> bool:
    return user.is_active and user.is_staff and user.has_perm(permission)
