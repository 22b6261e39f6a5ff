"""What we hold about one person, who is known by a mail address alone: to show it, to hand it out, to erase it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models, transaction
from django.db.models import Exists, OuterRef

from comments.models import Comment, Contact, Decision, Finding, Mailbox, Notice
from mohit import dates
from mohit.addresses import absolute
from mohit.arabic import normalise
from mohit.email_addresses import equality_key

NOBODY = "قارئ"  # the name of who wanted theirs erased
NO_TEXT = "حذف هذا التعليق بطلب من صاحبه."
BATCH = 500


@dataclass(frozen=True)
class Held:
    """One comment and its private half."""

    comment: Comment
    contact: Contact


def holds_nothing(mailbox: Mailbox) -> bool:
    """Whether there is no more of this person than that somebody has typed the address."""
    said = mailbox.confirmed_at or mailbox.muted_at or mailbox.mutes.exists()
    return not said and not contacts_of(mailbox.email_key).exists()


def contacts_of(email_key: str) -> models.QuerySet[Contact]:
    return Contact.objects.filter(email_key=email_key) if email_key else Contact.objects.none()


def held_about(email_key: str) -> Iterator[Held]:
    """Every comment written under an address, newest first."""
    rows = contacts_of(email_key).select_related("comment__article__section").order_by("-comment_id")
    for contact in rows.iterator(chunk_size=BATCH):
        yield Held(contact.comment, contact)


def export(email: str) -> dict[str, object]:
    """All of it, ready for JSON (GDPR, article 20); moments in ISO 8601."""
    key = equality_key(email)
    mailbox = Mailbox.objects.filter(email_key=key).first()
    return {
        "email": mailbox.email if mailbox else email,
        "mailbox": exported_mailbox(mailbox) if mailbox else None,
        "comments": [exported_comment(held) for held in held_about(key)],
    }


def exported_mailbox(mailbox: Mailbox) -> dict[str, object]:
    return {
        "created_at": dates.iso(mailbox.created_at),
        "confirmed_at": iso_or_none(mailbox.confirmed_at),
        "muted_at": iso_or_none(mailbox.muted_at),
        "muted_threads": [absolute(f"/comments/{mute.thread_id}/") for mute in mailbox.mutes.order_by("pk")],
        "letters": [
            {"kind": notice.kind, "state": notice.state, "at": dates.iso(notice.created_at)}
            for notice in mailbox.notices.order_by("pk")
        ],
    }


def exported_comment(held: Held) -> dict[str, object]:
    comment, contact = held.comment, held.contact
    return {
        "url": absolute(comment.get_absolute_url()),
        "article": {"headline": comment.article.headline, "url": absolute(comment.article.get_absolute_url())},
        "written_at": dates.iso(comment.created_at),
        "status": comment.status,
        "name": comment.author_name,
        "text": comment.text,
        "email": contact.email,
        "network_address": contact.source,
        "browser": contact.agent,
        "wants_replies": contact.wants_replies,
    }


def iso_or_none(moment: object) -> str | None:
    return dates.iso(moment) if moment else None


def erase(email: str, *, keep_text: bool, by: models.Model | None = None) -> int:
    """Forget a person: contacts and mailbox go, each name becomes «قارئ», with `keep_text=False` each text too.

    The comments keep their places, so the threads keep their shape. How many comments; run twice, it finds none.
    In batches, each of them whole: killed in between, it is called again.
    """
    key = equality_key(email)
    done = 0
    while erased := erase_batch(key, keep_text, by):
        done += erased
    Mailbox.objects.filter(email_key=key).delete()
    return done


@transaction.atomic
def erase_batch(key: str, keep_text: bool, by: models.Model | None) -> int:
    contacts = contacts_of(key).select_for_update(of=("self",), skip_locked=False).order_by("pk")[:BATCH]
    pks = [contact.pk for contact in contacts]
    # From the last written: a decision holds an answer and then reaches for those above it, to count.
    comments = list(Comment.objects.filter(pk__in=pks).select_for_update().order_by("-pk"))
    for comment in comments:
        comment.author_name = NOBODY
        if not keep_text:
            comment.text, comment.text_key = NO_TEXT, 0
        comment.search_key = normalise(f"{comment.author_name} {comment.text}")
        comment.save(update_fields=["author_name", "text", "text_key", "search_key"])
    if not keep_text:
        Finding.objects.filter(comment__in=pks).delete()  # they quote it
    Decision.objects.bulk_create(
        Decision(comment=comment, verb=Decision.Verb.ERASE, by=by, before=comment.status, after=comment.status)
        for comment in comments
    )
    Notice.objects.filter(comment__in=pks).exclude(kind=Notice.Kind.REPLY).delete()
    Contact.objects.filter(pk__in=pks).delete()
    return len(pks)


def nothing_more_held(mailboxes: models.QuerySet[Mailbox]) -> models.QuerySet[Mailbox]:
    """Of `mailboxes` those whose owner never said anything and under whose address no comment stands."""
    contacts = Contact.objects.filter(email_key=OuterRef("email_key"))
    return mailboxes.filter(~Exists(contacts), confirmed_at=None, muted_at=None, mutes=None)
