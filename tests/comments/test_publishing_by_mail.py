"""Trust by confirmed address: whoever owns it publishes what was written under it, by a press in a mail."""

from __future__ import annotations

import pytest
from django.test import Client

from comments.letters import send_due
from comments.models import Comment, Decision, Mailbox, Notice, Policy
from tests.comments.correspondents import NADIA, confirmed, link, write
from tests.factories import ArticleFactory, UserFactory
from tests.mail_server import Script

pytestmark = pytest.mark.django_db


@pytest.fixture
def trusted() -> Mailbox:
    """Nadia's address: confirmed, with three comments that readers see; the policy asks for three."""
    Policy.objects.update(trusted_after=3)
    for _ in range(3):
        write(NADIA, approved=True)
    return confirmed(NADIA)


def fresh(**facts: object) -> Comment:
    return write(NADIA, ArticleFactory(published=True), text="كلام جديد كتبته للتو", **facts)


def test_it_is_off_by_default(mail_server: Script) -> None:
    for _ in range(5):
        write(NADIA, approved=True)
    confirmed(NADIA)
    fresh()

    assert send_due() == {}
    assert not Notice.objects.exists()


def test_a_comment_under_somebodys_address_waits_until_they_press(
    mail_server: Script, client: Client, trusted: Mailbox
) -> None:
    comment = fresh()
    assert send_due()["sent"] == 1
    (mail,) = mail_server.taken
    assert mail.message["Subject"] == "انشر تعليقك"
    assert "كلام جديد كتبته للتو" in mail.text
    path = link(mail, "/comments/publish/")

    for method in (client.get, client.head):
        assert method(path).status_code == 200
    comment.refresh_from_db()
    assert comment.status == "pending"

    assert "تعليقك منشور" in client.post(path, {"choice": "publish"}).content.decode()
    comment.refresh_from_db()
    assert comment.status == "approved"
    (decision,) = comment.decisions.all()
    assert (decision.verb, decision.by, decision.note) == (Decision.Verb.APPROVE, None, "نشره صاحبه من بريده")
    assert client.post(path, {"choice": "publish"}).status_code == 200
    assert comment.decisions.count() == 1


def test_whoever_did_not_write_it_says_so(mail_server: Script, client: Client, trusted: Mailbox) -> None:
    comment = fresh()
    send_due()
    client.post(link(mail_server.taken[0], "/comments/publish/"), {"choice": "not_mine"})

    comment.refresh_from_db()
    assert comment.status == "rejected"


def test_a_moderator_who_was_first_is_right(mail_server: Script, client: Client, trusted: Mailbox) -> None:
    comment = fresh()
    send_due()
    comment.reject(UserFactory())
    path = link(mail_server.taken[0], "/comments/publish/")

    for answer in (client.get(path), client.post(path, {"choice": "publish"})):
        assert "قرر المشرفون" in answer.content.decode()
    comment.refresh_from_db()
    assert comment.status == "rejected"


def make_unconfirmed(mailbox: Mailbox) -> None:
    mailbox.doubt()


def make_quiet(mailbox: Mailbox) -> None:
    mailbox.mute()


def make_new(mailbox: Mailbox) -> None:
    Comment.objects.approved().first().reject(UserFactory())


def make_suspicious(mailbox: Mailbox) -> None:
    Comment.objects.waiting().update(points=10)


def make_decided(mailbox: Mailbox) -> None:
    Comment.objects.waiting().get().mark_spam(UserFactory())


@pytest.mark.parametrize("make", [make_unconfirmed, make_quiet, make_new, make_suspicious, make_decided])
def test_it_waits_in_the_queue_as_usual(mail_server: Script, trusted: Mailbox, make: object) -> None:
    fresh()
    make(trusted)

    assert send_due() == {"dropped": 1}
    assert mail_server.taken == []


def test_one_address_gets_few_of_these(mail_server: Script, trusted: Mailbox) -> None:
    for number in range(14):
        fresh(source=f"192.0.2.{number}")
    send_due()

    assert len(mail_server.taken) == 10


def test_the_link_is_for_that_comment_alone(mail_server: Script, client: Client, trusted: Mailbox) -> None:
    first, second = fresh(), fresh()
    send_due()
    client.post(link(mail_server.taken[0], "/comments/publish/"), {"choice": "publish"})

    states = sorted(Comment.objects.filter(pk__in=[first.pk, second.pk]).values_list("status", flat=True))
    assert states == ["approved", "pending"]
