"""The page of an issue's sending: who may press which button in which state, and what each does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article
from newsletter.models import Issue, IssueEvent
from newsroom import roles
from newsroom.models import User
from tests.conftest import member
from tests.newsletter.factories import IssueFactory
from tests.newsletter.test_issue_states import issue_in

pytestmark = pytest.mark.django_db

VERBS = {
    "unschedule": {"scheduled": "draft"},
    "pause": {"sending": "paused"},
    "resume": {"paused": "sending"},
    "cancel": dict.fromkeys(("draft", "held", "scheduled", "sending", "paused"), "cancelled"),
}
KEEPERS = {roles.NEWSLETTER_MANAGER, roles.MANAGER}


def address(issue: Issue, page: str = "send") -> str:
    return f"/admin/newsletter/issue/{issue.pk}/{page}/"


# --- Role and state -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", roles.ROLES)
@pytest.mark.parametrize("state", Issue.State.values)
@pytest.mark.parametrize("verb", VERBS)
def test_it_decides_as_the_table_says(client: Client, verb: str, state: str, role: str) -> None:
    issue = issue_in(state)
    client.force_login(member("colleague", role))

    answer = client.post(address(issue, f"do/{verb}"), {"reason": "خطأ"})

    issue.refresh_from_db()
    after = VERBS[verb].get(state) if role in KEEPERS else None
    assert answer.status_code == (302 if role in KEEPERS else 403)
    assert issue.state == (after or state)
    assert issue.events.count() == bool(after)


@pytest.mark.parametrize("role", roles.ROLES)
@pytest.mark.parametrize("state", Issue.State.values)
def test_it_schedules_as_the_table_says(client: Client, state: str, role: str) -> None:
    issue = issue_in(state)
    Issue.objects.filter(pk=issue.pk).update(intro="<p>كلمة</p>")
    client.force_login(member("colleague", role))

    answer = client.post(address(issue, "schedule"), {"when": "now", "accepted": "on"})

    issue.refresh_from_db()
    may = role in KEEPERS
    assert answer.status_code == (302 if may else 403)
    assert issue.state == ("scheduled" if may and state in ("draft", "held") else state)


@pytest.mark.parametrize("role", roles.ROLES)
@pytest.mark.parametrize("where", ["send", "mail", "progress", "deliveries/failed", "test"])
def test_it_opens_for_the_keepers_alone(client: Client, where: str, role: str) -> None:
    issue = IssueFactory(sending=True)
    client.force_login(member("colleague", role))

    ask = client.post if where == "test" else client.get
    expected = {"test": 422}.get(where, 200) if role in KEEPERS else 403
    assert ask(address(issue, where)).status_code == expected


@pytest.mark.parametrize("where", ["send", "schedule", "do/pause", "test", "mail", "progress", "deliveries/failed"])
def test_it_sends_a_stranger_to_the_login(client: Client, where: str) -> None:
    issue = IssueFactory(sending=True)

    for ask in (client.get, client.post):
        answer = ask(address(issue, where))
        assert (answer.status_code, answer.url.startswith("/admin/login/")) == (302, True)
    issue.refresh_from_db()
    assert issue.state == "sending"


@pytest.mark.parametrize("where", ["schedule", "test", *(f"do/{verb}" for verb in VERBS)])
def test_it_changes_nothing_by_get(client: Client, keeper: User, where: str) -> None:
    for state in Issue.State.values:
        issue = issue_in(state)
        for ask in (client.get, client.head):
            assert ask(address(issue, where)).status_code == 405
        issue.refresh_from_db()
        assert issue.state == state
    assert not IssueEvent.objects.exists()


def test_it_knows_no_other_decision(client: Client, keeper: User) -> None:
    issue = IssueFactory()
    for word in ("start", "finish", "hold", "delete", "save"):
        assert client.post(address(issue, f"do/{word}")).status_code == 404


@pytest.mark.parametrize("state", Issue.State.values)
def test_it_shows_the_buttons_of_the_state(client: Client, keeper: User, state: str) -> None:
    issue = issue_in(state)
    Issue.objects.filter(pk=issue.pk).update(intro="<p>كلمة</p>")
    html = client.get(address(issue)).content.decode()

    shown = {verb for verb in VERBS if f'id="{verb}_form"' in html}
    assert shown == {verb for verb, states in VERBS.items() if state in states}
    assert ('id="schedule_form"' in html) is (state in ("draft", "held"))
    assert ("سير الإرسال" in html) is (state in ("sending", "paused", "sent"))


# --- Scheduling ---------------------------------------------------------------------------------------------------


def test_it_sends_now(client: Client, keeper: User, ready: Issue) -> None:
    before = timezone.now()
    answer = client.post(address(ready, "schedule"), {"when": "now"}, follow=True)

    ready.refresh_from_db()
    assert (ready.state, before <= ready.scheduled_at <= timezone.now()) == ("scheduled", True)
    assert "يبدأ الإرسال خلال لحظات" in answer.content.decode()
    event = ready.events.get()
    assert (event.verb, event.by) == ("schedule", keeper)


def test_it_takes_a_moment_of_the_sites_zone(client: Client, keeper: User, ready: Issue) -> None:
    moment = timezone.localtime() + timedelta(days=2)
    typed = {"when": "later", "at_0": f"{moment:%Y-%m-%d}", "at_1": "07:30"}

    answer = client.post(address(ready, "schedule"), typed, follow=True)

    ready.refresh_from_db()
    assert ready.state == "scheduled", answer.context["schedule_form"].errors
    assert timezone.localtime(ready.scheduled_at).strftime("%H:%M %d") == f"07:30 {moment:%d}"
    assert "بتوقيت الجزائر" in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"when": "later"}, "اكتب اليوم والساعة"),
        ({"when": "later", "at_0": "2020-01-01", "at_1": "07:00"}, "هذا الموعد فات"),
        ({"when": "later", "at_0": "غدا", "at_1": "07:00"}, "id_at"),
        ({}, "when"),
    ],
)
def test_it_keeps_what_was_typed_when_the_moment_is_wrong(
    client: Client, keeper: User, ready: Issue, typed: dict[str, str], words: str
) -> None:
    answer = client.post(address(ready, "schedule"), typed)

    ready.refresh_from_db()
    html = answer.content.decode()
    assert (answer.status_code, ready.state) == (422, "draft")
    assert words in html
    assert "errorlist" in html
    if typed.get("at_0"):
        assert f'value="{typed["at_0"]}"' in html


def test_it_asks_about_warnings(client: Client, keeper: User, ready: Issue) -> None:
    ready.mailing_list.subscriptions.all().delete()
    page = client.get(address(ready)).content.decode()
    assert "لا مشترك في القائمة بعد" in page

    asked = client.post(address(ready, "schedule"), {"when": "now"})
    ready.refresh_from_db()
    assert (asked.status_code, ready.state) == (422, "draft")

    client.post(address(ready, "schedule"), {"when": "now", "accepted": "on"})
    ready.refresh_from_db()
    assert ready.state == "scheduled"


def test_it_is_stopped_by_an_error_however_it_is_sent(client: Client, keeper: User, ready: Issue) -> None:
    Article.objects.update(status="withdrawn")
    page = client.get(address(ready)).content.decode()
    assert "مسحوبة من الموقع" in page
    assert 'id="schedule_form"' not in page

    answer = client.post(address(ready, "schedule"), {"when": "now", "accepted": "on"})

    ready.refresh_from_db()
    assert (answer.status_code, ready.state) == (422, "draft")


def test_it_judges_an_embargo_by_the_moment_of_sending(client: Client, keeper: User, ready: Issue) -> None:
    Article.objects.update(published_at=timezone.now() + timedelta(days=1))

    assert client.post(address(ready, "schedule"), {"when": "now"}).status_code == 422

    moment = timezone.localtime() + timedelta(days=3)
    typed = {"when": "later", "at_0": f"{moment:%Y-%m-%d}", "at_1": "07:30"}
    assert client.post(address(ready, "schedule"), typed).status_code == 302


def test_it_says_who_was_first(client: Client, keeper: User, ready: Issue) -> None:
    colleague = member("zamila", roles.MANAGER)
    User.objects.filter(pk=colleague.pk).update(name="نورة")
    Issue.objects.get(pk=ready.pk).schedule(timezone.now(), colleague)

    answer = client.post(address(ready, "schedule"), {"when": "now"}, follow=True)

    html = answer.content.decode()
    assert "لم ينفذ الطلب" in html
    assert "نورة" in html
    assert ready.events.count() == 1


def test_it_keeps_the_reason(client: Client, keeper: User) -> None:
    issue = issue_in("sending")
    client.post(address(issue, "do/pause"), {"reason": "خطأ في العنوان"})

    assert issue.events.get().note == "خطأ في العنوان"
    assert "خطأ في العنوان" in client.get(address(issue)).content.decode()
