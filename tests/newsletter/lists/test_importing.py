"""Lists of addresses from any spreadsheet: what is read, what is stored, what never comes back."""

from __future__ import annotations

import unicodedata
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from newsletter.models import (
    DeskEvent,
    ImportProblem,
    MailingList,
    Subscriber,
    SubscriberImport,
    Subscription,
    Suppression,
)
from newsletter.subscriber_lists import asking, importing
from newsletter.subscriber_lists.importing import run
from newsletter.subscriber_lists.reading import LONGEST_LINE, Unreadable
from newsletter.suppressing import suppress
from newsletter.tasks import forget_reports
from newsroom import roles
from tests.conftest import member
from tests.newsletter.factories import SubscriberFactory, SubscriptionFactory
from tests.newsletter.lists.files import (
    CONSENT,
    NADIA,
    TABLE,
    brought,
    checked,
    counts,
    daily,
    imported,
    people,
)

pytestmark = pytest.mark.django_db

__all__ = ["daily"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_it_reads_what_spreadsheets_write(daily: MailingList, encoding: str, separator: str, line_end: str) -> None:
    imported(TABLE.replace(",", separator).replace("\n", line_end).encode(encoding), daily)

    assert people() == NADIA


@pytest.mark.parametrize(
    "table",
    [
        "Email,Name\nnadia@example.com,نادية\nali@example.com,علي",
        "name;E-Mail\nنادية;nadia@example.com\nعلي;ali@example.com\n\n\n",
        "sep=;\nالاسم;الإيميل\nنادية;nadia@example.com\nعلي;ali@example.com",
        "nadia@example.com,نادية\nali@example.com,علي",
        "1,First Name,Email Address\n1,نادية,nadia@example.com\n2,علي,ali@example.com",
        '"البريد","الاسم"\n"nadia@example.com","نادية"\n"ali@example.com","علي"',
        'نادية <nadia@example.com>\n"علي" <ali@example.com>',
        "البريد,الاسم\n'nadia@example.com,'نادية\nmailto:ali@example.com,علي",
        "عنوان البريد الالكترونى\tالاسم\n\u200fnadia@example.com\u200f\tنادية\nali@EXAMPLE.com\tعلي",
    ],
)
def test_it_finds_the_columns(daily: MailingList, table: str) -> None:
    imported(table, daily)

    assert people() == NADIA


def test_it_joins_first_and_last_names_and_cells_of_several_lines(daily: MailingList) -> None:
    imported('email,first name,notes,last name\na@example.com,علي,"سطر\nوسطر",حسن\nb@example.com,x,"y",\n', daily)

    assert people() == {"a@example.com": "علي حسن", "b@example.com": "x"}


def test_it_says_of_every_refused_line_where_and_why(daily: MailingList) -> None:
    table = 'email,note\na@example.com,1\nnot an address,2\n\n,4\nb@example.com,"two\nlines"\nc@,5\nA@example.com,6\n'

    row = imported(table, daily)

    assert [(problem.line, problem.reason.partition(".")[0]) for problem in row.problems.all()] == [
        (3, "هذا ليس عنوان بريد إلكتروني كاملا"),
        (5, "لا عنوان في هذا السطر"),
        (8, "هذا ليس عنوان بريد إلكتروني كاملا"),
    ]
    assert counts(row) == {"added": 2, "known": 1, "refused": 3}


def test_it_keeps_nothing_of_a_refused_line_but_its_number(daily: MailingList) -> None:
    imported("email\nsomebody@exam ple.com\nx@example.com\n", daily)

    assert "somebody" not in str([list(model.objects.values()) for model in (ImportProblem, SubscriberImport)])


HOSTILE = {
    "an endless line": b"a@example.com\n" + b"x" * (LONGEST_LINE * 3) + b"\nb@example.com\n",
    "a quotation that nobody closes": b'a@example.com\n"x of example.com\n' + b"y" * 100 + b"\nb@example.com\n",
    "a formula": b"a@example.com,=cmd()\nb@example.com,@SUM(A1)\n",
    "ten thousand cells": b"a@example.com" + b"," * 10_000 + b"\nb@example.com\n",
    "a header": b'a@example.com,"x"\nb@example.com%0d%0aBcc: c@example.com\nb@example.com,\x1b[31m\n',
    "controls": "a@example.com,\u202eعلي\u202c\x07\nb@example.com,\u200f\n".encode(),
    "bytes that are no utf-8": b"a@example.com,\xff\xfe\xe9\nb@example.com,\xc3\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_it_takes_what_is_good_of_anything(daily: MailingList, name: str) -> None:
    imported(HOSTILE[name], daily)

    assert {"a@example.com", "b@example.com"} == set(people())
    assert not any(unicodedata.category(letter) == "Cc" for name in people().values() for letter in name)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n \n",
        b"PK\x03\x04\x14\x00",
        b"\xd0\xcf\x11\xe0\xa1\xb1",
        b"\x00\x01\x02\x03" * 500,
        b"a@example.com" + b"\x00" * 20 + b"a" * 400,
        b"\xff\xfe\x00\xd8" * 3,
        b"no,such,column\n1,2,3\n",
        b"%PDF-1.7 \xe2\xe3\xcf\xd3\n",
    ],
)
def test_it_refuses_what_is_no_list(daily: MailingList, content: bytes) -> None:
    with pytest.raises(Unreadable):
        brought(content, daily)
    assert not SubscriberImport.objects.exists()


class TestWhoComesIn:
    def test_they_begin_at_once_when_they_had_agreed(self, daily: MailingList) -> None:
        row = imported(TABLE, daily)

        found = Subscription.objects.filter(subscriber__address="ali@example.com").get()
        assert (found.state, found.form, found.mailing_list) == ("active", f"csv-{row.pk}", daily)
        assert set(Subscriber.objects.values_list("state", flat=True)) == {"confirmed"}
        assert SubscriberImport.objects.get().consent == CONSENT

    def test_they_are_asked_by_mail_otherwise(self, daily: MailingList) -> None:
        imported(TABLE, daily, is_confirmed=False)
        assert set(Subscriber.objects.values_list("state", flat=True)) == {"pending"}
        assert set(Subscription.objects.values_list("state", flat=True)) == {"pending"}
        assert mail.outbox == []

        assert (asking.ask_some(most=1), asking.ask_some(), asking.ask_some()) == (1, 1, 0)

        assert sorted(letter.to[0] for letter in mail.outbox) == sorted(NADIA)
        assert Subscriber.objects.first().may_confirm()
        assert Subscriber.objects.first().confirm()

    def test_they_are_not_asked_when_they_left_meanwhile(self, daily: MailingList) -> None:
        imported(TABLE, daily, is_confirmed=False)
        suppress("ali@example.com", "hand", None)

        asking.ask_some()

        assert [letter.to for letter in mail.outbox] == [["nadia@example.com"]]

    @pytest.mark.parametrize("is_confirmed", [True, False])
    @pytest.mark.parametrize("state", ["left", "bounced", "complained"])
    def test_who_went_does_not_come_back(self, daily: MailingList, state: str, is_confirmed: bool) -> None:
        row = SubscriberFactory(address="ali@example.com", state=state)

        done = imported(TABLE, daily, is_confirmed=is_confirmed)

        row.refresh_from_db()
        assert (row.state, row.subscriptions.count()) == (state, 0)
        assert counts(done) == {"added": 1, "ended": 1}

    def test_who_left_one_list_is_not_put_back_on_it(self, daily: MailingList) -> None:
        SubscriptionFactory(subscriber__address="ali@example.com", mailing_list=daily, state="left")

        done = imported(TABLE, daily)

        assert Subscription.objects.get(subscriber__address="ali@example.com").state == "left"
        assert counts(done) == {"added": 1, "known": 1}

    def test_a_suppression_outlives_erasure_and_every_import(self, daily: MailingList) -> None:
        row = SubscriptionFactory(subscriber__address="ali@example.com").subscriber
        row.complain()
        row.erase()

        for _ in range(2):
            done = imported(TABLE, daily)
            assert done.suppressed == 1

        assert set(people()) == {"", "nadia@example.com"}
        assert Suppression.objects.of(["ali@example.com"])

    def test_a_subscriber_joins_the_list_and_keeps_the_name(self, daily: MailingList) -> None:
        SubscriptionFactory(subscriber__address="ali@example.com", subscriber__name="علي بن علي")

        done = imported(TABLE, daily)

        row = Subscriber.objects.get(address="ali@example.com")
        assert (row.name, row.subscriptions.active().count()) == ("علي بن علي", 2)
        assert counts(done) == {"added": 1, "joined": 1}

    def test_a_list_without_proof_gives_a_subscriber_nothing(self, daily: MailingList) -> None:
        SubscriptionFactory(subscriber__address="ali@example.com")

        done = imported(TABLE, daily, is_confirmed=False)

        assert Subscriber.objects.get(address="ali@example.com").subscriptions.count() == 1
        assert counts(done) == {"added": 1, "known": 1}

    @pytest.mark.parametrize("word", ["unsubscribed", "Cleaned", "غادر", "ارتدّ بريده", "اشتكى"])
    def test_a_file_may_say_who_is_gone(self, daily: MailingList, word: str) -> None:
        done = imported(f"email,status\na@example.com,{word}\nb@example.com,مؤكد\n", daily)

        assert set(people()) == {"b@example.com"}
        assert done.refused == 1

    def test_our_own_export_is_read_back(self, client: Client, daily: MailingList) -> None:
        for name in ("=1+1", "علي"):
            row = SubscriptionFactory(mailing_list=daily).subscriber
            Subscriber.objects.filter(pk=row.pk).update(name=name)
        SubscriberFactory(state="left")
        client.force_login(member("nashra", roles.NEWSLETTER_MANAGER))
        content = b"".join(client.post("/admin/newsletter/subscriber/export/").streaming_content)
        before = dict(Subscriber.objects.filter(state="confirmed").values_list("address", "name"))
        Subscription.objects.all().delete()
        Subscriber.objects.all().delete()

        imported(content, daily)

        assert people() == before


class TestTwice:
    def test_the_check_stores_nothing_and_says_what_will_be(self, daily: MailingList) -> None:
        table = TABLE + "Ali@example.com,علي\nbad\n"

        row = checked(table, daily)

        assert (row.state, counts(row)) == ("checked", {"added": 2, "known": 1, "refused": 1})
        assert not Subscriber.objects.exists()
        assert row.agree()
        assert not row.agree()
        for _ in run(row.pk):
            pass
        row.refresh_from_db()
        assert (row.state, counts(row)) == ("done", {"added": 2, "known": 1, "refused": 1})

    def test_it_finds_doubles_far_from_each_other(self, daily: MailingList, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(importing, "BATCH", 2)
        table = "".join(f"reader{number % 7}@example.com\n" for number in range(20))

        row = imported(table, daily)

        assert counts(row) == {"added": 7, "known": 13}

    def test_the_same_file_adds_nobody(self, daily: MailingList) -> None:
        imported(TABLE, daily)

        assert counts(imported(TABLE, daily)) == {"known": 2}
        assert Subscription.objects.count() == 2

    def test_it_goes_on_where_it_was(self, daily: MailingList, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(importing, "BATCH", 3)
        table = 'email,note\n"first@example.com","a\nb"\n' + "".join(
            f"reader{number}@example.com,x\nbad{number},y\n" for number in range(10)
        )
        row = checked(table, daily)
        row.agree()
        steps = run(row.pk)
        next(steps)
        next(steps)
        steps.close()  # as a worker that dies between two batches
        row.refresh_from_db()
        assert 0 < row.bytes_done < row.size
        assert list(run(row.pk)) == []  # its lease runs
        SubscriberImport.objects.update(lease_until=timezone.now())

        for _ in run(row.pk):
            pass

        row.refresh_from_db()
        assert (row.state, counts(row)) == ("done", {"added": 11, "refused": 10})
        assert [problem.line for problem in row.problems.all()] == list(range(5, 24, 2))

    def test_of_two_workers_one_moves_it(self, daily: MailingList, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(importing, "BATCH", 1)
        row = checked(TABLE, daily)
        row.agree()
        first = run(row.pk)
        next(first)
        SubscriberImport.objects.update(lease_until=timezone.now())

        for _ in run(row.pk):
            pass
        assert list(first) == []

        row.refresh_from_db()
        assert (row.state, counts(row), row.lines_done) == ("done", {"added": 2}, 3)
        assert DeskEvent.objects.filter(verb="import").count() == 1

    def test_it_takes_the_file_away_when_it_is_done(
        self, daily: MailingList, django_capture_on_commit_callbacks: object
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            row = checked(TABLE, daily)
            path = Path(row.file.path)
            assert path.stat().st_mode & 0o077 == 0
            row.agree()
            for _ in run(row.pk):
                pass

        row.refresh_from_db()
        assert (row.file.name, path.exists()) == ("", False)

    def test_it_forgets_a_file_that_nobody_imports(self, daily: MailingList) -> None:
        row = checked(TABLE, daily)
        path = Path(row.file.path)
        SubscriberImport.objects.update(at=timezone.now() - timedelta(days=8))

        forget_reports(0)

        row.refresh_from_db()
        assert (row.state, path.exists()) == ("dropped", False)

    def test_it_says_when_the_file_is_gone(self, daily: MailingList) -> None:
        row = brought(TABLE, daily)
        Path(row.file.path).unlink()

        assert list(run(row.pk)) == []

        row.refresh_from_db()
        assert (row.state, bool(row.fault)) == ("failed", True)
