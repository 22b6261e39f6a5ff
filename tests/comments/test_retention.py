"""Addresses go when the policy's days are over."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from comments.models import Comment, Contact, Mailbox, Notice, Policy, Report
from comments.retention import erase_contacts
from tests.comments.correspondents import NADIA, SALIM, confirmed, write

pytestmark = pytest.mark.django_db
NOTHING = {"sources": 0, "emails": 0, "reports": 0, "letters": 0, "mailboxes": 0}


def aged(comment: Comment, days: int) -> Comment:
    Comment.objects.filter(pk=comment.pk).update(created_at=timezone.now() - timedelta(days=days))
    return comment


def addresses(comment: Comment) -> tuple[str, str, str, str, str | None]:
    contact = Contact.objects.get(pk=comment.pk)
    return (contact.email, contact.email_key, contact.source, contact.agent, contact.submission)


def test_it_forgets_networks_of_all_and_mail_of_those_turned_away() -> None:
    kept = {status: aged(write(NADIA, status=status, wants_replies=True), 91) for status in Comment.Status.values}
    assert erase_contacts()["sources"] == 4

    for status in ("pending", "approved"):
        assert addresses(kept[status]) == (NADIA, NADIA.lower(), "", "", None)
    for status in ("rejected", "spam"):
        assert addresses(kept[status]) == ("", "", "", "", None)
        assert not Contact.objects.get(pk=kept[status].pk).wants_replies


def test_it_keeps_what_is_younger_than_the_policy_says() -> None:
    comment = aged(write(NADIA, status="spam"), 89)
    before = addresses(comment)
    assert erase_contacts() == NOTHING
    assert addresses(comment) == before

    Policy.objects.update(keep_contacts_days=30)
    erase_contacts()
    assert addresses(comment) == ("", "", "", "", None)


def test_it_forgets_who_reported_but_not_the_report() -> None:
    comment = write(NADIA, approved=True)
    Report(comment=comment, reason="insult", source_key="a" * 32, created_at=timezone.now() - timedelta(days=91)).save()
    Report(comment=comment, reason="insult", source_key="b" * 32).save()

    assert erase_contacts()["reports"] == 1
    assert sorted(Report.objects.values_list("source_key", flat=True), key=str) == sorted([None, "b" * 32], key=str)


def test_it_forgets_addresses_that_said_nothing() -> None:
    old = timezone.now() - timedelta(days=91)
    Mailbox.objects.of("unknown@example.org")
    confirmed("confirmed@example.org")
    Mailbox.objects.of("muted@example.org").mute()
    Mailbox.objects.of(SALIM)
    write(SALIM)
    Mailbox.objects.update(created_at=old)
    Mailbox.objects.of("young@example.org")

    assert erase_contacts()["mailboxes"] == 1
    assert not Mailbox.objects.filter(email="unknown@example.org").exists()


def test_it_forgets_old_letters_but_not_that_a_reply_was_told() -> None:
    root = write(NADIA, approved=True, wants_replies=True)
    write(SALIM, parent=root, approved=True)
    old = timezone.now() - timedelta(days=91)
    Notice.objects.update(created_at=old, state="sent")
    waiting = write(NADIA, wants_replies=True)

    assert erase_contacts()["letters"] == 1
    assert set(Notice.objects.values_list("kind", "state")) == {("reply", "sent"), ("confirm", "waiting")}
    assert Notice.objects.get(kind="confirm").comment == waiting


def test_it_works_in_batches_and_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("comments.retention.BATCH", 2)
    for _ in range(5):
        aged(write(NADIA, status="spam"), 91)

    assert erase_contacts() == NOTHING | {"sources": 5, "emails": 5}
    assert erase_contacts() == NOTHING


def test_the_command_says_how_many() -> None:
    aged(write(NADIA, status="spam"), 91)
    out = StringIO()
    call_command("erase_contacts", stdout=out)

    assert "sources: 1\nemails: 1\n" in out.getvalue()


def test_a_job_does_it_every_night_and_sends_every_minute() -> None:
    from procrastinate.contrib.django import app

    crons = {task.name: periodic.cron for (task, _), periodic in zip_periodic(app)}
    assert crons["comments.erase_contacts"] == "23 4 * * *"
    assert crons["comments.send_letters"] == "* * * * *"


def zip_periodic(app: object) -> list[tuple[tuple[object, str], object]]:
    tasks = app.periodic_registry.periodic_tasks
    return [((periodic.task, key), periodic) for key, periodic in tasks.items()]
