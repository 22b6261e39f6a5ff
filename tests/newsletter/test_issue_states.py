"""An issue's verbs in every state, and the history that each leaves."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone

from newsletter.models import Issue, IssueEvent
from newsroom.models import User
from tests.newsletter.factories import IssueFactory

pytestmark = pytest.mark.django_db

COUNTS = {"planned": 3, "sent": 1, "failed": 1, "uncertain": 0, "skipped": 1, "audience_frozen_at": timezone.now()}
VERBS: dict[str, Callable[[Issue, User | None], bool]] = {
    "schedule": lambda issue, by: issue.schedule(timezone.now(), by),
    "unschedule": lambda issue, by: issue.unschedule(by),
    "hold": lambda issue, by: issue.hold("فات موعده", by),
    "start": lambda issue, by: issue.start("<p>خبر", "خبر", by),
    "pause": lambda issue, by: issue.pause(by),
    "resume": lambda issue, by: issue.resume(by),
    "cancel": lambda issue, by: issue.cancel(by),
    "finish": lambda issue, by: issue.finish(COUNTS),
}
AFTER = {
    ("draft", "schedule"): "scheduled",
    ("draft", "hold"): "held",
    ("draft", "cancel"): "cancelled",
    ("held", "schedule"): "scheduled",
    ("held", "cancel"): "cancelled",
    ("scheduled", "unschedule"): "draft",
    ("scheduled", "hold"): "held",
    ("scheduled", "start"): "sending",
    ("scheduled", "cancel"): "cancelled",
    ("sending", "pause"): "paused",
    ("sending", "cancel"): "cancelled",
    ("sending", "finish"): "sent",
    ("paused", "resume"): "sending",
    ("paused", "cancel"): "cancelled",
}


def issue_in(state: str) -> Issue:
    if state in ("draft", "held", "cancelled"):
        return IssueFactory(state=state)
    if state == "scheduled":
        return IssueFactory(state=state, scheduled_at=timezone.now())
    done = {"finished_at": timezone.now(), "audience_frozen_at": timezone.now()} if state == "sent" else {}
    return IssueFactory(sending=True, state=state, **done)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", Issue.State.values)
def test_it_moves_as_the_table_says(state: str, verb: str, manager: User) -> None:
    issue = issue_in(state)
    after = AFTER.get((state, verb))

    assert VERBS[verb](issue, manager) is (after is not None)

    issue.refresh_from_db()
    assert issue.state == (after or state)
    events = list(IssueEvent.objects.values_list("issue", "verb", "before", "after"))
    assert events == ([(issue.pk, verb, state, after)] if after else [])


@pytest.mark.parametrize("verb", VERBS)
def test_it_lets_one_of_two_act(verb: str, manager: User) -> None:
    state = next(state for state, name in AFTER if name == verb)
    issue = issue_in(state)
    same = Issue.objects.get(pk=issue.pk)

    assert [VERBS[verb](row, manager) for row in (issue, same)] == [True, False]


def test_it_says_who_decided_and_why(manager: User) -> None:
    issue = issue_in("sending")

    issue.pause(manager, "خطأ في\nالعنوان")

    event = IssueEvent.objects.get()
    assert (event.by, event.note, str(event)) == (manager, "خطأ في العنوان", "أوقف مؤقتا")


def test_it_is_in_the_archive_once_it_went_out() -> None:
    shown = {state for state in Issue.State.values if issue_in(state) in Issue.objects.in_archive()}

    assert shown == {"sending", "paused", "sent"}


def test_it_is_open_to_changes_before_it_is_scheduled() -> None:
    assert {state for state in Issue.State.values if issue_in(state).may_change} == {"draft", "held"}
