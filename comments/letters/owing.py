"""What we owe to whom. That a reply is owed to the writer above it the database notes itself (migration 0004).

Nothing here asks whether an address is known: the request of a known and of an unknown one does the same work, and
the worker finds what becomes of it.
"""

from __future__ import annotations

from django.utils import timezone

from comments.models import Comment, Contact, Mailbox, Notice, Policy


def owe_letters(comment: Comment, policy: Policy, *, wants_replies: bool) -> None:
    """For a comment just stored, in its transaction: ask its address for a yes; let a trusted one publish it."""
    kinds = [Notice.Kind.CONFIRM] if wants_replies else []
    if policy.trusted_after and comment.status == Comment.Status.PENDING:
        kinds.append(Notice.Kind.PUBLISH)
    Notice.objects.bulk_create([Notice(kind=kind, comment=comment) for kind in kinds], ignore_conflicts=True)


def owe_data(email: str) -> None:
    """Somebody wants to know what we hold about this address: the answer goes there and nowhere else."""
    Notice.objects.create(kind=Notice.Kind.DATA, mailbox=Mailbox.objects.of(email))


def wake_replies(mailbox: Mailbox) -> int:
    """The mailbox is confirmed: replies that waited for that go now."""
    parents = Contact.objects.filter(email_key=mailbox.email_key, wants_replies=True).values("comment")
    waiting = Notice.objects.filter(kind=Notice.Kind.REPLY, state=Notice.State.WAITING, comment__parent__in=parents)
    return waiting.update(due_at=timezone.now())
