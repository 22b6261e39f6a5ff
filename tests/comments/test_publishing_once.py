"""The link that publishes is good for the first decision alone."""

from __future__ import annotations

import pytest
from django.test import Client

from comments.letters import send_due
from comments.models import Comment, Decision, Mailbox, Policy
from tests.comments.correspondents import NADIA, confirmed, link, write
from tests.factories import ArticleFactory, UserFactory
from tests.mail_server import Script

pytestmark = pytest.mark.django_db


@pytest.fixture
def trusted() -> Mailbox:
    Policy.objects.update(trusted_after=1)
    write(NADIA, approved=True)
    return confirmed(NADIA)


@pytest.fixture
def comment(mail_server: Script, trusted: Mailbox) -> Comment:
    """Waiting, its owner's mail sent."""
    comment = write(NADIA, ArticleFactory(published=True), text="كلام كتبته للتو")
    assert send_due()["sent"] == 1
    return comment


@pytest.fixture
def path(mail_server: Script, comment: Comment) -> str:
    return link(mail_server.taken[0], "/comments/publish/")


def press(client: Client, path: str, comment: Comment) -> str:
    answer = client.post(path, {"choice": "publish"})
    assert answer.status_code == 200
    comment.refresh_from_db()
    return answer.content.decode()


def test_what_readers_reported_is_not_published_again_by_its_writer(
    client: Client, comment: Comment, path: str
) -> None:
    press(client, path, comment)
    assert comment.is_public
    comment.bring_back(None, note="3 بلاغات")

    answer = press(client, path, comment)

    assert comment.status == "pending"
    assert "تعليقك منشور" not in answer
    assert "هل هذا تعليقك" not in client.get(path).content.decode()


@pytest.mark.parametrize("verb", ["reject", "mark_spam"])
def test_what_a_moderator_put_back_into_the_queue_stays_there(
    client: Client, comment: Comment, path: str, verb: str
) -> None:
    moderator = UserFactory()
    getattr(comment, verb)(moderator)
    comment.restore(moderator)

    press(client, path, comment)

    assert comment.status == "pending"
    assert comment.decisions.filter(verb=Decision.Verb.APPROVE).count() == 0


@pytest.mark.parametrize("change", [{"trusted_after": 0}, {"trusted_after": 9}])
def test_trust_that_is_gone_publishes_nothing(client: Client, comment: Comment, path: str, change: dict) -> None:
    Policy.objects.update(**change)

    press(client, path, comment)

    assert comment.status == "pending"
