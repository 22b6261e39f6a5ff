"""The form's box for replies: what follows, and that its answer tells nobody whether an address is known."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comments.letters import send_due
from comments.models import Comment, Contact, Mailbox, Notice, Policy
from tests.comments.correspondents import confirmed, link, write
from tests.factories import ArticleFactory, UserFactory
from tests.mail_server import Script

pytestmark = pytest.mark.django_db
OURS = {"sec-fetch-site": "same-origin", "user-agent": "Mozilla/5.0 (Test)"}


def send(client: Client, article: object, email: str, source: str = "192.0.2.1", **typed: object) -> object:
    words = {"author_name": "نادية بن يوسف", "email": email, "text": f"مقال مفيد، شكرا لكم {source}"}
    return client.post(f"/comments/on/{article.pk}/", {**words, **typed}, headers=OURS, REMOTE_ADDR=source)


def test_from_the_box_to_the_reply(mail_server: Script, client: Client) -> None:
    article = ArticleFactory(published=True)
    assert send(client, article, "Nadia@Example.org", wants_replies="on").status_code == 303
    comment = Comment.objects.get()
    send_due()
    client.post(link(mail_server.taken[0], "/comments/confirm/"))
    comment.approve(UserFactory())
    assert send(client, article, "salim@example.net", source="192.0.2.2", parent=comment.pk).status_code == 303
    Comment.objects.get(parent=comment).approve(UserFactory())
    send_due()

    assert [mail.message["Subject"] for mail in mail_server.taken] == ["أكد عنوان بريدك", "رد جديد على تعليقك"]
    assert mail_server.copies() == {"Nadia@example.org": 2}


def test_without_the_box_nobody_is_written_to(mail_server: Script, client: Client) -> None:
    send(client, ArticleFactory(published=True), "nadia@example.org")

    assert Contact.objects.get().wants_replies is False
    assert not Notice.objects.exists()


@pytest.mark.parametrize("trusted_after", [0, 1])
def test_the_answer_is_the_same_for_every_address(client: Client, trusted_after: int) -> None:
    Policy.objects.update(trusted_after=trusted_after)
    article = ArticleFactory(published=True)
    confirmed("known@example.org")
    write("known@example.org", approved=True)
    Mailbox.objects.of("muted@example.org").mute()
    send(client, article, "first@example.org", source="198.51.100.9")  # warm
    answers, statements = [], set()
    for number, email in enumerate(["known@example.org", "muted@example.org", "new@example.org"]):
        with CaptureQueriesContext(connection) as queries:
            answers.append(send(client, article, email, source=f"192.0.2.{number}", wants_replies="on"))
        statements.add(tuple(str(query["sql"]).partition(" ")[0] for query in queries))

    assert {answer.status_code for answer in answers} == {303}
    assert len({(answer.content, tuple(sorted(answer.headers.items()))) for answer in answers}) == 1
    assert len(statements) == 1
