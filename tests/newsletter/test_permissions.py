"""Who may do what to the newsletter: every role, and an issue in every state."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from newsletter import permissions
from newsletter.models import Issue, IssueEvent
from newsroom import roles
from newsroom.models import User
from tests.conftest import member
from tests.factories import UserFactory
from tests.newsletter.factories import IssueFactory
from tests.newsletter.test_issue_states import issue_in

pytestmark = pytest.mark.django_db

DEEDS = {
    "draft": {"edit", "delete", "test", "schedule", "cancel"},
    "held": {"edit", "test", "schedule", "cancel"},
    "scheduled": {"test", "unschedule", "cancel"},
    "sending": {"test", "pause", "cancel"},
    "paused": {"test", "resume", "cancel"},
    "sent": {"test"},
    "cancelled": {"test"},
}
ON_ISSUES = sorted(set().union(*DEEDS.values()))
ON_THE_WHOLE = [
    "compose",
    "send",
    "look_at_deliveries",
    "keep_lists",
    "look_at_subscribers",
    "keep_subscribers",
    "import",
    "export",
    "erase",
    "suppress",
]
KEEPERS = {roles.NEWSLETTER_MANAGER, roles.MANAGER}


def may(user: object, deed: str, *args: object) -> bool:
    return getattr(permissions, f"may_{deed}")(user, *args)


@pytest.mark.parametrize("role", roles.ROLES)
def test_it_is_the_newsletter_managers_and_the_managers(role: str) -> None:
    user = member("udw", role)

    assert {deed for deed in ON_THE_WHOLE if may(user, deed)} == (set(ON_THE_WHOLE) if role in KEEPERS else set())


@pytest.mark.parametrize("state", Issue.State.values)
@pytest.mark.parametrize("role", roles.ROLES)
def test_it_depends_on_the_state_of_the_issue(role: str, state: str) -> None:
    user, issue = member("udw", role), issue_in(state)

    assert {deed for deed in ON_ISSUES if may(user, deed, issue)} == (DEEDS[state] if role in KEEPERS else set())


def test_it_lets_nobody_delete_what_was_decided_about(manager: User) -> None:
    issue = IssueFactory()
    IssueEvent.objects.create(issue=issue, verb="unschedule")

    assert not permissions.may_delete(manager, issue)


@pytest.mark.parametrize("user", [AnonymousUser(), UserFactory.build(is_superuser=True, is_active=False)])
def test_it_keeps_strangers_out(user: object) -> None:
    assert not any(may(user, deed) for deed in ON_THE_WHOLE)
