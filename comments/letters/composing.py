"""What a letter says, and whether it is still to be said: judged by the worker, right before it goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from articles.models import Article
from comments.links import CONFIRM, DATA, MUTE, MUTE_THREAD, PUBLISH
from comments.models import Comment, Contact, Mailbox, Notice, the_policy
from comments.person import holds_nothing
from mohit.addresses import absolute
from mohit.email_addresses import domain_of
from mohit.mail import Letter
from mohit.mail.headers import site_domain
from mohit.public_forms import Limit

HOUR, DAY = 3600, 86_400
EXCERPT = 400  # letters of a comment in a mail
PATIENCE = timedelta(days=7)  # in which an address may be confirmed and still hear of replies from before
LOOK_AGAIN = timedelta(hours=6)

# Of the first mail to an address that nobody has confirmed: what a stranger could have us send to others.
from_source = Limit("comments.confirm.source", most=10, seconds=DAY)
to_domain = Limit("comments.confirm.domain", most=200, seconds=HOUR)
to_address = Limit("comments.confirm.address", most=1, seconds=12 * HOUR)
# Of those that a confirmed one gets.
replies_to_mailbox = Limit("comments.reply.mailbox", most=20, seconds=HOUR)
publish_to_mailbox = Limit("comments.publish.mailbox", most=10, seconds=DAY)
data_to_address = Limit("comments.data.address", most=3, seconds=DAY)


@dataclass(frozen=True)
class Ready:
    """A letter to be sent now, and whose it is."""

    letter: Letter
    mailbox: Mailbox


# Ready, or the moment to look again, or None: nobody wants it any more.
Composed = Ready | datetime | None


def compose(notice: Notice) -> Composed:
    return COMPOSERS[notice.kind](notice)


def confirmation(notice: Notice) -> Composed:
    """Carries nothing that somebody typed: who types a stranger's address can have nothing said to them."""
    contact = contact_of(notice.comment_id)
    if not contact or notice.comment.status == Comment.Status.SPAM:
        return None
    mailbox = Mailbox.objects.of(contact.email)
    if mailbox.confirmed_at or mailbox.muted_at:
        return None
    if wait := from_source.take(contact.source) or to_domain.take(domain_of(contact.email_key)):
        # Many telephones share a source: whoever comes last is asked later.
        later = timezone.now() + timedelta(seconds=wait)
        return later if later < notice.created_at + PATIENCE else None
    if to_address.take(contact.email_key):
        return None
    links = {"confirm": CONFIRM.address("comments_confirm", mailbox.pk, mailbox.version)}
    return Ready(letter(notice, mailbox, "أكد عنوان بريدك", "confirm", links), mailbox)


def reply(notice: Notice) -> Composed:
    """To the writer of the comment above, if that address is confirmed and does not want to be left alone."""
    answer = Comment.objects.select_related("parent").get(pk=notice.comment_id)
    article = Article.objects.published().filter(pk=answer.article_id).first()
    contact = contact_of(answer.parent_id)
    if not (article and answer.is_public and answer.parent.is_public and contact and contact.wants_replies):
        return None
    own = contact_of(answer.pk)
    mailbox = Mailbox.objects.filter(email_key=contact.email_key).first()
    if own and own.email_key == contact.email_key:
        return None
    if not mailbox or not mailbox.confirmed_at:
        return timezone.now() + LOOK_AGAIN if timezone.now() < notice.created_at + PATIENCE else None
    if mailbox.muted_at or mailbox.mutes.filter(thread=answer.thread_id).exists():
        return None
    if wait := replies_to_mailbox.take(str(mailbox.pk)):
        return timezone.now() + timedelta(seconds=wait)
    links = {
        "reply": absolute(answer.get_absolute_url()),
        "mute_thread": MUTE_THREAD.address("comments_mute_thread", notice.pk, mailbox.version),
    }
    facts = links | {"answer": answer, "own": answer.parent, "article": article}
    return Ready(letter(notice, mailbox, "رد جديد على تعليقك", "reply", facts), mailbox)


def publishing(notice: Notice) -> Composed:
    """Lets the owner of a trusted address publish what was written under it; nobody else sees this mail."""
    comment = notice.comment
    contact = contact_of(comment.pk)
    if not contact or comment.status != Comment.Status.PENDING:
        return None
    mailbox = Mailbox.objects.confirmed().unmuted().filter(email_key=contact.email_key).first()
    if not mailbox or not may_publish(mailbox, comment):
        return None
    article = Article.objects.published().filter(pk=comment.article_id).first()
    if not article or publish_to_mailbox.take(str(mailbox.pk)):
        return None
    facts = {
        "publish": PUBLISH.address("comments_publish", notice.pk, mailbox.version),
        "comment": comment,
        "article": article,
    }
    return Ready(letter(notice, mailbox, "انشر تعليقك", "publish", facts), mailbox)


def may_publish(mailbox: Mailbox, comment: Comment) -> bool:
    """Whether its owner is trusted with this comment: enough that came under the address are approved."""
    policy = the_policy()
    if not policy.trusted_after or comment.points >= policy.hold_points:
        return False
    approved = Contact.objects.filter(email_key=mailbox.email_key, comment__status="approved")
    return approved.count() >= policy.trusted_after


def data(notice: Notice) -> Composed:
    """An address of which we hold nothing gets no mail, and is not kept."""
    mailbox = notice.mailbox
    if holds_nothing(mailbox):
        mailbox.delete()
        return None
    if data_to_address.take(mailbox.email_key):
        return None
    links = {"data": DATA.address("comments_person", mailbox.pk, mailbox.version)}
    return Ready(letter(notice, mailbox, "بياناتك لدينا", "data", links), mailbox)


COMPOSERS: dict[str, Callable[[Notice], Composed]] = {
    Notice.Kind.CONFIRM: confirmation,
    Notice.Kind.REPLY: reply,
    Notice.Kind.PUBLISH: publishing,
    Notice.Kind.DATA: data,
}


def contact_of(comment_pk: int | None) -> Contact | None:
    return Contact.objects.filter(comment=comment_pk).exclude(email_key="").first()


def letter(notice: Notice, mailbox: Mailbox, subject: str, name: str, facts: dict[str, object]) -> Letter:
    """With the headers by which a mail program itself offers to end these mails (RFC 2369, RFC 8058)."""
    mute = MUTE.address("comments_mute", mailbox.pk, mailbox.version)
    return Letter(
        to=mailbox.email,
        subject=subject,
        template=f"comments/mail/{name}.html",
        context={"mute": mute, "excerpt": EXCERPT, **facts},
        key=f"comments.notice {notice.pk}",
        headers={
            "List-Id": f"<comments.{site_domain()}>",
            "List-Unsubscribe": f"<{mute}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
