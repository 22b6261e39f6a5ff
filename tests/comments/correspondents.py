"""People who write comments with their addresses, and what they get by mail."""

from __future__ import annotations

import re

from django.db import transaction
from django.utils import timezone

from articles.models import Article
from comments.letters import owe_letters
from comments.models import Comment, Contact, Mailbox, the_policy
from mohit.email_addresses import equality_key
from tests.factories import CommentFactory
from tests.mail_server import Taken

NADIA, SALIM = "Nadia@example.org", "salim@example.net"


def write(
    email: str,
    article: Article | None = None,
    *,
    parent: Comment | None = None,
    wants_replies: bool = False,
    source: str = "192.0.2.1",
    **facts: object,
) -> Comment:
    """A comment as the form's view stores it."""
    place = {"article": parent.article} if parent else {"article": article} if article else {}
    with transaction.atomic():
        comment = CommentFactory(parent=parent, **place, **facts)
        Contact.objects.create(
            comment=comment,
            email=email,
            email_key=equality_key(email),
            source=source,
            agent="Firefox",
            submission=f"{comment.pk:064x}",
            wants_replies=wants_replies,
        )
        owe_letters(comment, the_policy(), wants_replies=wants_replies)
    return comment


def confirmed(email: str) -> Mailbox:
    mailbox = Mailbox.objects.of(email)
    Mailbox.objects.filter(pk=mailbox.pk).update(confirmed_at=timezone.now())
    mailbox.refresh_from_db()
    return mailbox


def links(mail: Taken) -> list[str]:
    """The paths of a mail's links, as the text part tells them."""
    return re.findall(r"^http://testserver(/\S*)$", mail.text, re.MULTILINE)


def link(mail: Taken, beginning: str) -> str:
    (found,) = [path for path in links(mail) if path.startswith(beginning)]
    return found
