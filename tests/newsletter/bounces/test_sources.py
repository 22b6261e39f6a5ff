"""Where bounces come from: a pipe, a Maildir, an mbox, the ledger itself."""

from __future__ import annotations

import io
import mailbox
import os
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from newsletter.bounces import mailboxes
from newsletter.bounces.intake import take
from newsletter.bounces.mailboxes import read_maildir, read_mbox
from newsletter.bounces.refusals import take_refusals
from newsletter.models import Delivery, Issue, Report, Subscriber, Suppression
from newsletter.return_paths import return_path
from newsletter.sending.retention import forget_old_deliveries
from newsletter.tasks import read_bounces
from newsroom.models import User
from tests.newsletter.bounces.mail import came_back, sent, with_a_mailbox
from tests.newsletter.factories import DeliveryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(with_a_mailbox.__name__)]

__all__ = ["with_a_mailbox"]

SHAPES = ["postfix-unknown-user", "exim-old-text", "qmail", "complaint-arf"]


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    box = mailbox.Maildir(tmp_path / "Maildir", create=True)
    for name in SHAPES:
        box.add(came_back(name, sent(f"{name}@example.com")))
    return tmp_path / "Maildir"


@pytest.fixture
def mbox(tmp_path: Path) -> Path:
    path = tmp_path / "bounces.mbox"
    box = mailbox.mbox(path, create=True)
    for name in SHAPES:
        box.add(came_back(name, sent(f"{name}@example.com")))
    box.close()
    return path


def states() -> set[str]:
    return set(Subscriber.objects.values_list("state", flat=True))


def kept(path: Path) -> int:
    box = mailbox.mbox(path)
    count = len(box)
    box.close()
    return count


def pipe(monkeypatch: pytest.MonkeyPatch, content: bytes, *options: str) -> str:
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    call_command("read_bounces", *options, stdout=out)
    return out.getvalue()


class TestPipe:
    def test_it_takes_one_mail_and_says_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        said = pipe(monkeypatch, came_back("gmail-unknown", sent()))

        assert (said, states()) == ("", {"bounced"})

    def test_it_takes_the_address_from_the_mail_server(self, monkeypatch: pytest.MonkeyPatch) -> None:
        delivery = sent()
        content = came_back("gmail-unknown", delivery, "bounces@news.example", token="0.0.forged.signature-nobody")

        pipe(monkeypatch, content, f"--recipient={return_path(delivery.pk)}")

        assert states() == {"bounced"}

    @pytest.mark.parametrize("content", [b"", b"\xff\x00" * 1_000, b"From: a@b\n\nx"])
    def test_it_accepts_anything(self, monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
        """A mail server would bounce what is refused, and a bounce of a bounce helps nobody."""
        assert pipe(monkeypatch, content) == ""

    def test_it_asks_for_the_mail_again_when_the_database_is_away(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def away(*_: object, **__: object) -> None:
            raise OperationalError

        monkeypatch.setattr("newsletter.management.commands.read_bounces.take", away)

        with pytest.raises(SystemExit) as ended:
            pipe(monkeypatch, b"x")
        assert ended.value.code == os.EX_TEMPFAIL


class TestMaildir:
    def test_it_takes_what_is_new_and_marks_it(self, maildir: Path) -> None:
        out = io.StringIO()
        call_command("read_bounces", f"--maildir={maildir}", stdout=out)

        assert out.getvalue().strip() == "4 read: 1 complaint, 3 hard."
        assert states() == {"bounced", "complained"}
        assert list((maildir / "new").iterdir()) == []
        assert all(path.name.endswith(":2,S") for path in (maildir / "cur").iterdir())
        assert list(read_maildir(maildir)) == []

    def test_it_reads_again_what_it_was_killed_over(self, maildir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        reading = read_maildir(maildir)
        next(reading)
        reading.close()  # dies between taking a mail and marking it
        assert len(list((maildir / "new").iterdir())) == len(SHAPES)

        assert len(list(read_maildir(maildir))) == len(SHAPES)
        assert Report.objects.count() == len(SHAPES)

    def test_it_takes_so_many_at_a_time(self, maildir: Path) -> None:
        assert len(list(read_maildir(maildir, most=3))) == 3
        assert len(list(read_maildir(maildir, most=3))) == 1

    def test_it_reads_no_other_file_by_a_link(self, maildir: Path, tmp_path: Path) -> None:
        secret = tmp_path / "secret"
        secret.write_bytes(came_back("gmail-unknown", sent()))
        (maildir / "new" / "0.link").symlink_to(secret)

        assert len(list(read_maildir(maildir))) == len(SHAPES)
        assert secret.exists()

    def test_it_looks_into_the_folder_of_the_settings(self, maildir: Path, settings: object) -> None:
        read_bounces(0)
        assert not Report.objects.exists()
        settings.MAIL_RETURN_FOLDER = str(maildir)

        read_bounces(0)

        assert Report.objects.count() == len(SHAPES)

    def test_it_goes_on_working_when_there_is_no_such_folder(
        self, tmp_path: Path, settings: object, caplog: pytest.LogCaptureFixture
    ) -> None:
        settings.MAIL_RETURN_FOLDER = str(tmp_path / "none")

        read_bounces(0)

        assert "MAIL_RETURN_FOLDER" in caplog.text
        with pytest.raises(CommandError):
            call_command("read_bounces", f"--maildir={tmp_path}")


class TestMbox:
    def test_it_takes_every_unread_mail_once(self, mbox: Path) -> None:
        out = io.StringIO()
        for _ in range(2):
            call_command("read_bounces", f"--mbox={mbox}", stdout=out)

        assert out.getvalue().splitlines() == ["4 read: 1 complaint, 3 hard.", "0 read."]
        assert kept(mbox) == len(SHAPES)
        assert states() == {"bounced", "complained"}

    def test_it_loses_nothing_when_it_is_killed(self, mbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        reading = read_mbox(mbox)
        next(reading)
        reading.close()
        assert kept(mbox) == len(SHAPES)

        assert len(list(read_mbox(mbox))) == len(SHAPES)
        assert Report.objects.count() == len(SHAPES)

    def test_it_keeps_what_came_in_meanwhile(self, mbox: Path) -> None:
        list(read_mbox(mbox))
        box = mailbox.mbox(mbox)
        box.add(came_back("gmail-unknown", sent("late@example.com")))
        box.close()

        assert list(read_mbox(mbox)) == ["hard"]

    def test_it_knows_what_is_no_mailbox(self, tmp_path: Path) -> None:
        with pytest.raises(mailboxes.NoMailbox):
            list(read_mbox(tmp_path / "none"))
        assert not (tmp_path / "none").exists()


class TestRefusals:
    def refused(self, address: str, code: int, status: str, **more: object) -> Delivery:
        delivery = DeliveryFactory(subscriber__address=address)
        now = timezone.now()
        Delivery.objects.filter(pk=delivery.pk).update(
            state=Delivery.State.FAILED, handed_at=now, final_at=now, reply_code=code, enhanced_status=status, **more
        )
        return delivery

    def test_it_gives_up_addresses_that_the_mail_server_refused(self) -> None:
        self.refused("gone@example.com", 550, "5.1.1")
        self.refused("full@example.com", 552, "5.2.2")
        self.refused("policy@example.com", 550, "5.7.1")
        self.refused("tired@example.com", 451, "4.1.1", reason=Delivery.Reason.GAVE_UP)
        self.refused("silent@example.com", 550, "")

        assert (take_refusals(), take_refusals()) == (3, 0)

        assert dict(Report.objects.values_list("subscriber__address", "kind")) == {
            "gone@example.com": "hard",
            "full@example.com": "soft",
            "policy@example.com": "policy",
        }
        assert Suppression.objects.of(["gone@example.com", "full@example.com"]) == {"gone@example.com"}

    def test_it_looks_no_further_back_than_a_week(self) -> None:
        delivery = self.refused("gone@example.com", 550, "5.1.1")

        assert take_refusals(delivery.issue.started_at + timezone.timedelta(days=8)) == 0


def test_it_forgets_what_decided_nothing() -> None:
    delivery = sent()
    now = timezone.now()
    for kind, days in [("hard", 900), ("soft", 400), ("reply", 100), ("delayed", 10)]:
        Report.objects.create(
            subscriber=delivery.subscriber,
            delivery=delivery,
            kind=kind,
            source="mail",
            at=now - timezone.timedelta(days),
        )

    Report.objects.forgettable().delete()

    assert set(Report.objects.values_list("kind", flat=True)) == {"hard", "delayed"}


def test_it_outlives_the_row_of_the_ledger(client: Client, manager: User) -> None:
    delivery = sent()
    take(came_back("postfix-unknown-user", delivery))
    since = timezone.now() - timezone.timedelta(days=91)
    Issue.objects.filter(pk=delivery.issue_id).update(
        first_delivery=delivery.pk,
        last_delivery=delivery.pk,
        planned=1,
        sent=1,
        state="sent",
        audience_frozen_at=since,
        finished_at=since,
    )

    assert forget_old_deliveries() == 1

    client.force_login(manager)
    for address in ("", f"{Report.objects.get().pk}/change/"):
        assert client.get(f"/admin/newsletter/report/{address}").status_code == 200
    assert take(came_back("postfix-unknown-user", delivery)) == "foreign"
