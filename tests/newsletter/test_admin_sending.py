"""The page of an issue's sending: who may press which button in which state, and what each does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from newsletter.models import Issue, IssueEvent, IssueStory
from newsroom import roles
from newsroom.models import User
from tests.conftest import member
from tests.factories import ArticleFactory
from tests.mail_server import Script
from tests.newsletter.factories import DeliveryFactory, IssueFactory, SubscriptionFactory
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


@pytest.fixture
def keeper(client: Client) -> User:
    user = member("nashra", roles.NEWSLETTER_MANAGER)
    client.force_login(user)
    return user


@pytest.fixture
def ready(mail_server: Script) -> Issue:
    """An issue with which nothing is wrong."""
    issue = IssueFactory(intro="<p>صباح الخير.</p>")
    SubscriptionFactory(mailing_list=issue.mailing_list)
    IssueStory.objects.create(issue=issue, article=ArticleFactory(published=True, headline="ميناء وهران"))
    return issue


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
@pytest.mark.parametrize("page", ["send", "mail", "progress", "deliveries/failed", "test"])
def test_it_opens_for_the_keepers_alone(client: Client, page: str, role: str) -> None:
    issue = IssueFactory(sending=True)
    client.force_login(member("colleague", role))

    ask = client.post if page == "test" else client.get
    expected = {"test": 422}.get(page, 200) if role in KEEPERS else 403
    assert ask(address(issue, page)).status_code == expected


@pytest.mark.parametrize("page", ["send", "schedule", "do/pause", "test", "mail", "progress", "deliveries/failed"])
def test_it_sends_a_stranger_to_the_login(client: Client, page: str) -> None:
    issue = IssueFactory(sending=True)

    for ask in (client.get, client.post):
        answer = ask(address(issue, page))
        assert (answer.status_code, answer.url.startswith("/admin/login/")) == (302, True)
    issue.refresh_from_db()
    assert issue.state == "sending"


@pytest.mark.parametrize("page", ["schedule", "test", *(f"do/{verb}" for verb in VERBS)])
def test_it_changes_nothing_by_get(client: Client, keeper: User, page: str) -> None:
    for state in Issue.State.values:
        issue = issue_in(state)
        for ask in (client.get, client.head):
            assert ask(address(issue, page)).status_code == 405
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


# --- Trials -------------------------------------------------------------------------------------------------------


def test_it_sends_a_trial_to_colleagues(client: Client, keeper: User, ready: Issue, mail_server: Script) -> None:
    colleague = member("zamila", roles.EDITOR)

    answer = client.post(address(ready, "test"), {"to": [keeper.pk, colleague.pk]}, follow=True)

    assert "أرسلت التجربة إلى" in answer.content.decode()
    assert mail_server.copies() == {keeper.email: 1, colleague.email: 1}
    mail = mail_server.taken[0]
    assert mail.message["Subject"] == f"[تجربة] {ready.subject}"
    assert mail.message["List-Unsubscribe"] is None
    for part in (mail.text, mail.html):
        assert "ميناء وهران" in part
        assert "mohit0token" not in part
        assert "/leave/trial/" in part
    event = ready.events.get()
    assert (event.verb, event.by, "@" in event.note) == ("test", keeper, False)
    assert Issue.objects.get(pk=ready.pk).state == "draft"


@pytest.mark.parametrize("to", [[], ["reader@example.org"], ["999999"], "gone", "mute", "reader", "many"])
def test_it_sends_a_trial_to_nobody_else(
    client: Client, keeper: User, ready: Issue, mail_server: Script, to: object
) -> None:
    facts = {"gone": {"is_active": False}, "mute": {"email": ""}, "reader": {"is_staff": False}}
    if to == "many":
        to = [member(f"zamil{n}", roles.EDITOR).pk for n in range(6)]
    elif isinstance(to, str):
        user = member("other", roles.EDITOR)
        User.objects.filter(pk=user.pk).update(**facts[to])
        to = [user.pk]

    assert client.post(address(ready, "test"), {"to": to}).status_code == 422
    assert mail_server.taken == []


def test_it_limits_trials(client: Client, keeper: User, ready: Issue, mail_server: Script) -> None:
    for _ in range(30):
        client.post(address(ready, "test"), {"to": [keeper.pk]})
    answer = client.post(address(ready, "test"), {"to": [keeper.pk]}, follow=True)

    assert "تجارب كثيرة" in answer.content.decode()
    assert len(mail_server.taken) == 30


@pytest.mark.parametrize(("reply", "words"), [("550 5.1.1 <x@y.z> no", "550"), ("451 4.2.0 later", "لا يستقبل الآن")])
def test_it_says_what_became_of_a_trial(
    client: Client, keeper: User, ready: Issue, mail_server: Script, reply: str, words: str
) -> None:
    mail_server.answer(keeper.email, reply)
    answer = client.post(address(ready, "test"), {"to": [keeper.pk]}, follow=True)

    html = answer.content.decode()
    assert "لم تصل التجربة" in html
    assert words in html
    assert not ready.events.exists()


# --- Progress -----------------------------------------------------------------------------------------------------


def being_sent() -> Issue:
    issue = IssueFactory(sending=True, planned=6, audience_frozen_at=timezone.now())
    now = timezone.now()
    for facts in (
        {},
        {"state": 2, "lease_until": now},
        {"state": 4, "handed_at": now, "final_at": now},
        {"state": 5, "final_at": now, "reply_code": 550, "enhanced_status": "5.1.1"},
        {"state": 6, "handed_at": now, "final_at": now, "reason": 6},
        {"state": 7, "final_at": now, "reason": 1},
    ):
        DeliveryFactory(issue=issue, **facts)
    return issue


def test_it_counts_from_the_ledger(client: Client, keeper: User) -> None:
    issue = being_sent()

    for page in ("send", "progress"):
        answer = client.get(address(issue, page))
        figures = answer.context["figures"]
        assert {name: figures[name] for name in ("total", "sent", "waiting", "claimed", "failed", "uncertain")} == {
            "total": 6,
            "sent": 1,
            "waiting": 1,
            "claimed": 1,
            "failed": 1,
            "uncertain": 1,
        }
        assert answer.context["percent"] == 66
        html = answer.content.decode()
        assert 'value="66"' in html
        assert "لا تعاد وحدها" in html
        assert "@example.com" not in html
    assert client.get(address(issue, "progress")).headers["X-Issue-State"] == "sending"


def test_it_reads_the_books_of_what_is_done(client: Client, keeper: User, django_assert_num_queries: object) -> None:
    issue = IssueFactory(
        sending=True,
        state="sent",
        finished_at=timezone.now(),
        audience_frozen_at=timezone.now(),
        planned=10,
        sent=7,
        failed=2,
        uncertain=1,
    )

    # session, user, rights of user and of groups, the issue
    with django_assert_num_queries(5):
        answer = client.get(address(issue, "progress"))
    assert (answer.context["figures"]["sent"], answer.context["percent"]) == (7, 100)
    assert "data-moving" not in answer.content.decode()


@pytest.mark.parametrize(
    ("word", "said"), [("failed", "5.1.1"), ("uncertain", "لا يعرف أحد هل وصلت"), ("skipped", "غادر القائمة")]
)
def test_it_names_whom_it_did_not_reach(client: Client, keeper: User, word: str, said: str) -> None:
    issue = being_sent()
    state = {"failed": 5, "uncertain": 6, "skipped": 7}[word]
    row = issue.deliveries.get(state=state)

    html = client.get(address(issue, f"deliveries/{word}")).content.decode()

    assert row.subscriber.address in html
    assert html.count("@example.com") == 1
    assert said in html


def test_it_lists_addresses_page_by_page(client: Client, keeper: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsletter.admin.progress.SHOWN", 2)
    issue = IssueFactory(sending=True, planned=5, audience_frozen_at=timezone.now())
    rows = [DeliveryFactory(issue=issue, state=5, final_at=timezone.now()) for _ in range(5)]

    seen, link = [], address(issue, "deliveries/failed")
    while link:
        answer = client.get(link)
        seen += answer.context["rows"]
        after = answer.context["next"]
        link = f"{address(issue, 'deliveries/failed')}?after={after}" if after else ""

    assert seen == rows
    assert client.get(address(issue, "deliveries/sent")).status_code == 404
    assert client.get(f"{address(issue, 'deliveries/failed')}?after={'9' * 40}").status_code == 200


def test_it_hides_addresses_from_who_may_not_see_subscribers(client: Client) -> None:
    from django.contrib.auth.models import Permission

    user = member("half", roles.JOURNALIST)
    user.user_permissions.add(Permission.objects.get(codename="change_issue"))
    client.force_login(user)
    issue = being_sent()

    html = client.get(address(issue)).content.decode()

    assert "deliveries" not in html
    assert "غير مؤكدة" in html
    assert client.get(address(issue, "deliveries/failed")).status_code == 403
    assert 'id="pause_form"' not in html
    assert client.post(address(issue, "do/pause")).status_code == 403


def test_it_makes_the_same_queries_for_few_and_many(client: Client, keeper: User) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries(issue: Issue) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address(issue)).status_code == 200
        return len(captured)

    small, large = being_sent(), being_sent()
    for _ in range(20):
        DeliveryFactory(issue=large, state=5, final_at=timezone.now())
        IssueEvent.objects.create(issue=large, verb="test", by=keeper)
    queries(small)

    assert queries(small) == queries(large)


def test_it_has_its_address_by_name() -> None:
    assert reverse("admin:newsletter_issue_send", args=[1]) == "/admin/newsletter/issue/1/send/"
