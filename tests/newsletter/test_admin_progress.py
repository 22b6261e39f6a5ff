"""Trial mails to colleagues, and the figures of an issue that is being sent."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from newsletter.models import Issue, IssueEvent
from newsroom import roles
from newsroom.models import User
from tests.conftest import member
from tests.mail_server import Script
from tests.newsletter.factories import DeliveryFactory, IssueFactory
from tests.newsletter.test_admin_sending import address

pytestmark = pytest.mark.django_db


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

    # session, user, the issue
    with django_assert_num_queries(3):
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
