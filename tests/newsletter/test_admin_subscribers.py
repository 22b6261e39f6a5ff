"""The desk of the subscribers, of what came back, and of the suppression list."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsletter.models import DeskEvent, Report, SignUp, Subscriber, Subscription, Suppression
from newsletter.suppressing import suppress
from newsroom import roles
from newsroom.models import User
from tests.conftest import member
from tests.newsletter.factories import DeliveryFactory, MailingListFactory, SubscriberFactory, SubscriptionFactory

pytestmark = pytest.mark.django_db

SUBSCRIBERS, REPORTS = "/admin/newsletter/subscriber/", "/admin/newsletter/report/"
SUPPRESSIONS, EVENTS = "/admin/newsletter/suppression/", "/admin/newsletter/deskevent/"
KEEPERS = {roles.NEWSLETTER_MANAGER, roles.MANAGER}


@pytest.fixture
def keeper(db: None) -> User:
    return member("nashra", roles.NEWSLETTER_MANAGER)


@pytest.fixture
def desk(client: Client, keeper: User) -> Client:
    client.force_login(keeper)
    return client


def body(response: HttpResponse) -> str:
    return b"".join(response.streaming_content).decode() if response.streaming else response.content.decode()


@pytest.mark.parametrize("role", roles.ROLES)
def test_it_is_open_to_who_keeps_the_newsletter(client: Client, role: str) -> None:
    client.force_login(member("udw", role))
    row = SubscriptionFactory(state="pending", subscriber__state="pending").subscriber
    suppress("b@example.com", "hand", None)
    blocked = Suppression.objects.get()
    opens = 200 if role in KEEPERS else 403
    goes_on = 302 if role in KEEPERS else 403

    for address in (SUBSCRIBERS, REPORTS, SUPPRESSIONS, EVENTS, f"{SUBSCRIBERS}{row.pk}/change/"):
        assert client.get(address).status_code == opens, address
    for address in ("import/", f"{row.pk}/deliveries/"):
        assert client.get(f"{SUBSCRIBERS}{address}").status_code == opens, address
    assert client.get(f"{SUPPRESSIONS}{blocked.pk}/lift/").status_code == opens
    assert client.post(f"{SUBSCRIBERS}export/").status_code == opens
    assert client.post(f"{SUBSCRIBERS}{row.pk}/data/").status_code == opens
    for word in ("ask", "leave", "erase"):
        assert client.post(f"{SUBSCRIBERS}{row.pk}/do/{word}/").status_code == goes_on, word
    assert client.post(f"{SUPPRESSIONS}add/", {"address": "c@example.com", "reason": "hand"}).status_code == goes_on
    assert client.post(f"{SUPPRESSIONS}{blocked.pk}/lift/", {"note": "طلب"}).status_code == goes_on
    state = Subscriber.objects.get().state
    assert (state, Suppression.objects.filter(pk=blocked.pk).exists()) == (
        ("erased", False) if role in KEEPERS else ("pending", True)
    )


@pytest.mark.parametrize("word", ["ask", "leave", "erase"])
def test_it_changes_nothing_by_looking(desk: Client, word: str) -> None:
    row = SubscriberFactory()

    assert desk.get(f"{SUBSCRIBERS}{row.pk}/do/{word}/").status_code == 405
    assert desk.get(f"{SUBSCRIBERS}export/").status_code == 405
    assert desk.get(f"{SUBSCRIBERS}{row.pk}/data/").status_code == 405
    assert (Subscriber.objects.get().state, DeskEvent.objects.count()) == ("confirmed", 0)


class TestList:
    def test_it_asks_the_database_as_often_for_many_as_for_one(self, desk: Client) -> None:
        counted = []
        for more in (1, 60):
            for row in SubscriberFactory.create_batch(more):
                SubscriptionFactory(subscriber=row)
                DeliveryFactory(subscriber=row)
                Report.objects.create(subscriber=row, kind="soft", source="mail", key=str(row.pk).encode())
            for address in (SUBSCRIBERS, f"{SUBSCRIBERS}?state__exact=confirmed&q=reader", REPORTS, SUPPRESSIONS):
                with CaptureQueriesContext(connection) as asked:
                    desk.get(address)
                counted.append(len(asked))

        # Session, member, permissions (2), the site's name, count and page; lists of the filter and of the rows.
        assert counted[:4] == counted[4:]
        assert max(counted) <= 10

    def test_it_never_counts_the_whole_table(self, desk: Client) -> None:
        SubscriberFactory()
        with CaptureQueriesContext(connection) as asked:
            desk.get(SUBSCRIBERS)

        counts = [query["sql"] for query in asked if "COUNT(" in query["sql"]]
        assert counts
        assert all("LIMIT 2000" in sql for sql in counts)

    @pytest.mark.parametrize("typed", ["احمد", "الإدريسي", "idrissi@", "IDRISSI أحمد"])
    def test_it_finds_in_any_spelling(self, desk: Client, typed: str) -> None:
        SubscriberFactory(name="أحمد الإدريسي", address="idrissi@example.com")
        SubscriberFactory(name="سعاد", address="souad@example.com")

        page = desk.get(SUBSCRIBERS, {"q": typed}).content.decode()

        assert "idrissi@example.com" in page
        assert "souad@" not in page

    def test_it_filters_by_list(self, desk: Client) -> None:
        on = SubscriptionFactory(subscriber__address="on@example.com")
        SubscriptionFactory(subscriber__address="off@example.com", mailing_list=on.mailing_list, state="left")

        page = desk.get(SUBSCRIBERS, {"list": on.mailing_list_id}).content.decode()

        assert "on@example.com" in page
        assert "off@example.com" not in page
        assert desk.get(SUBSCRIBERS, {"list": "x" * 40}).status_code == 200


class TestOne:
    def test_it_shows_what_was_sent_and_what_came_back(self, desk: Client) -> None:
        delivery = DeliveryFactory(issue__subject="أخبار السبت")
        Report.objects.create(
            subscriber=delivery.subscriber, delivery=delivery, kind="soft", source="mail", enhanced_status="5.2.2"
        )
        address = f"{SUBSCRIBERS}{delivery.subscriber_id}/"

        for page in (desk.get(f"{address}change/"), desk.get(f"{address}deliveries/")):
            assert "أخبار السبت" in page.content.decode()
        assert "5.2.2" in desk.get(f"{address}change/").content.decode()

    def test_it_corrects_a_name_and_nothing_else(self, desk: Client) -> None:
        row = SubscriberFactory(address="a@example.com")

        desk.post(f"{SUBSCRIBERS}{row.pk}/change/", {"name": "أحمَد", "address": "x@example.com", "state": "left"})

        row.refresh_from_db()
        assert (row.name, row.address, row.state) == ("أحمَد", "a@example.com", "confirmed")
        assert row.search_key == "احمد a@example.com"
        assert LogEntry.objects.get().object_repr == f"#{row.pk}"

    def test_it_ends_a_subscription_once(self, desk: Client, keeper: User) -> None:
        row = SubscriptionFactory().subscriber
        for _ in range(2):
            desk.post(f"{SUBSCRIBERS}{row.pk}/do/leave/", {"reason": "طلب بالهاتف"})

        assert Subscriber.objects.get().state == "left"
        event = DeskEvent.objects.get()
        assert (event.verb, event.by, event.note, event.subscriber_number) == ("leave", keeper, "طلب بالهاتف", row.pk)

    def test_it_forgets_the_person_everywhere(self, desk: Client) -> None:
        row = SubscriptionFactory(subscriber__address="ali@example.com", subscriber__name="علي").subscriber
        SignUp.objects.create(address="Ali@example.com", lists=[1], form="footer-1", source=b"")
        desk.post(f"{SUBSCRIBERS}{row.pk}/change/", {"name": "علي بن علي"})
        row.refresh_from_db()
        row.complain()

        desk.post(f"{SUBSCRIBERS}{row.pk}/do/erase/", {"reason": "طلب صاحبه"})

        tables = [Subscriber, Subscription, SignUp, DeskEvent, LogEntry, Report]
        kept = str([list(model.objects.values()) for model in tables])
        assert "ali@" not in kept.lower()
        assert "علي" not in kept
        assert Suppression.objects.of(["ali@example.com"])
        assert desk.get(f"{SUBSCRIBERS}{row.pk}/change/").status_code == 200

    def test_it_asks_again_who_waits(self, desk: Client) -> None:
        row = SubscriptionFactory(state="pending", subscriber__state="pending").subscriber

        desk.post(f"{SUBSCRIBERS}{row.pk}/do/ask/")

        asked = SignUp.objects.get()
        assert (asked.address, asked.lists) == (row.address, [row.subscriptions.get().mailing_list_id])

    def test_it_asks_nobody_who_has_asked_for_nothing(self, desk: Client) -> None:
        row = SubscriptionFactory().subscriber

        desk.post(f"{SUBSCRIBERS}{row.pk}/do/ask/")

        assert not SignUp.objects.exists()
        assert not DeskEvent.objects.exists()

    def test_it_hands_out_what_is_held_about_one_person(self, desk: Client) -> None:
        row = SubscriptionFactory(subscriber__name="علي").subscriber

        answer = desk.post(f"{SUBSCRIBERS}{row.pk}/data/")

        held = json.loads(answer.content)
        assert (held["address"], held["name"], len(held["subscriptions"])) == (row.address, "علي", 1)
        assert answer.headers["Cache-Control"].startswith("private, no-store")
        assert DeskEvent.objects.get().verb == "show"

    def test_it_knows_no_other_verb(self, desk: Client) -> None:
        assert desk.post(f"{SUBSCRIBERS}{SubscriberFactory().pk}/do/confirm/").status_code == 404


class TestExport:
    def rows(self, answer: HttpResponse) -> list[list[str]]:
        text = body(answer)
        assert text.startswith("\ufeff")
        return list(csv.reader(io.StringIO(text[1:])))[1:]

    def test_it_writes_what_a_spreadsheet_may_open(self, desk: Client, keeper: User) -> None:
        names = ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "＝1", "علي, «بن» علي"]
        for name in names:
            row = SubscriberFactory()
            Subscriber.objects.filter(pk=row.pk).update(name=name)

        rows = self.rows(desk.post(f"{SUBSCRIBERS}export/"))

        assert [row[1] for row in rows] == [*(f"'{name}" for name in names[:-1]), names[-1]]
        event = DeskEvent.objects.get()
        assert (event.verb, event.by, event.count) == ("export", keeper, len(names))

    def test_it_writes_those_that_the_list_shows(self, desk: Client) -> None:
        on = SubscriptionFactory(subscriber__address="on@example.com")
        SubscriberFactory(address="left@example.com", state="left")
        SubscriberFactory().erase()

        by_list = self.rows(desk.post(f"{SUBSCRIBERS}export/", {"list": on.mailing_list_id}))
        by_state = self.rows(desk.post(f"{SUBSCRIBERS}export/", {"state": "left"}))

        assert [row[0] for row in by_list] == ["on@example.com"]
        assert [row[0] for row in by_state] == ["left@example.com"]
        assert len(self.rows(desk.post(f"{SUBSCRIBERS}export/"))) == 2


class TestSuppressions:
    def test_it_suppresses_and_ends_the_subscription(self, desk: Client, keeper: User) -> None:
        row = SubscriptionFactory(subscriber__address="ali@example.com").subscriber

        desk.post(f"{SUPPRESSIONS}add/", {"address": " Ali@Example.com ", "reason": "request", "note": "بريد"})
        again = desk.post(f"{SUPPRESSIONS}add/", {"address": "ali@example.com", "reason": "hand"}, follow=True)

        assert Suppression.objects.get().reason == "request"
        row.refresh_from_db()
        assert row.state == "left"
        assert "محظور من قبل" in again.content.decode()
        assert [event.verb for event in DeskEvent.objects.all()] == ["suppress"]

    def test_it_finds_one_address_and_shows_none(self, desk: Client) -> None:
        suppress("ali@example.com", "hand", None)
        suppress("other@example.com", "hand", None)
        found, other = Suppression.objects.order_by("pk")

        page = desk.get(SUPPRESSIONS, {"q": "ALI@example.com"}).content.decode()
        assert f"/{found.pk}/change/" in page
        assert f"/{other.pk}/change/" not in page
        for typed in ("ali", "@example.com", "ali@example", "nobody@example.com"):
            assert f"/{found.pk}/change/" not in desk.get(SUPPRESSIONS, {"q": typed}).content.decode()
        for address in ("", f"{found.pk}/change/", f"{found.pk}/lift/"):
            shown = desk.get(f"{SUPPRESSIONS}{address}").content.decode()
            assert "@example.com" not in shown
            assert bytes(found.fingerprint).hex() not in shown

    def test_it_lifts_with_a_reason(self, desk: Client, keeper: User) -> None:
        suppress("ali@example.com", "hand", keeper)
        row = Suppression.objects.get()
        address = f"{SUPPRESSIONS}{row.pk}/lift/"

        assert desk.post(address, {"note": "\u200f "}).status_code == 200
        assert Suppression.objects.exists()
        desk.post(address, {"note": "عاد صندوقه"})

        assert not Suppression.objects.exists()
        event = DeskEvent.objects.first()
        assert (event.verb, event.by, event.note) == ("lift", keeper, "عاد صندوقه")

    def test_it_deletes_nothing_otherwise(self, desk: Client) -> None:
        suppress("ali@example.com", "hand", None)

        assert desk.post(f"{SUPPRESSIONS}{Suppression.objects.get().pk}/delete/", {"post": "yes"}).status_code == 403

    def test_it_refuses_what_is_no_address(self, desk: Client) -> None:
        assert desk.post(f"{SUPPRESSIONS}add/", {"address": "ali", "reason": "hand"}).status_code == 200
        assert not Suppression.objects.exists()


def test_it_keeps_what_was_decided(keeper: User) -> None:
    from django.db import Error, transaction

    suppress("ali@example.com", "hand", keeper)
    for change in (lambda rows: rows.update(note="x"), lambda rows: rows.delete()):
        with pytest.raises(Error, match="history"), transaction.atomic():
            change(DeskEvent.objects.all())


def test_it_offers_a_list_that_is_not_public(desk: Client) -> None:
    """An editor may look at the readers of every list."""
    MailingListFactory(name="قائمة داخلية", is_public=False)

    assert "قائمة داخلية" in desk.get(SUBSCRIBERS).content.decode()
