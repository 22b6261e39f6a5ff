"""Letters to the editors of the newsletter: what a schedule left to them."""

from __future__ import annotations

from django.urls import reverse

from mohit.addresses import absolute
from mohit.mail import Letter, MailRefused, MailUncertain
from newsletter import permissions
from newsletter.models import Digest, Issue
from newsroom.models import User

SUBJECTS = {
    Digest.Outcome.TOO_FEW: "لا عدد من «{}»: قصص جديدة قليلة",
    Digest.Outcome.MISSED: "عدد من «{}» فات موعده وينتظر قرارك",
    Digest.Outcome.MADE: "عدد من «{}» ينتظر موافقتك",
}


def editors() -> list[int]:
    """The keys of those who may send issues and have an address."""
    rows = User.objects.filter(is_active=True, is_staff=True).exclude(email="").order_by("pk")
    return [user.pk for user in rows if permissions.may_send(user)]


def tell(digest_pk: int, editor_pk: int) -> None:
    """Write to one editor about one turn of a list. A mail server that refuses for good is not asked again."""
    digest = Digest.objects.select_related("mailing_list").filter(pk=digest_pk).first()
    user = User.objects.filter(pk=editor_pk, is_active=True).exclude(email="").first()
    if digest is None or user is None:
        return
    try:
        letter(digest, user).send()
    except (MailRefused, MailUncertain):
        return  # MailLater is raised, and the job comes again


def letter(digest: Digest, user: User) -> Letter:
    issue = Issue.objects.filter(mailing_list=digest.mailing_list, period=digest.period).first()
    held = issue.events.filter(after=Issue.State.HELD).first() if issue else None
    view, args = ("newsletter_issue_send", [issue.pk]) if issue else ("newsletter_digest_changelist", [])
    return Letter(
        to=user.email,
        subject=SUBJECTS[digest.outcome].format(digest.mailing_list.name),
        template="newsletter/letters/digest.html",
        context={
            "digest": digest,
            "mailing_list": digest.mailing_list,
            "issue": issue,
            "reason": held.note if held else "",
            "address": absolute(reverse(f"admin:{view}", args=args)),
        },
        key=f"newsletter.digest {digest.pk} {user.pk}",
    )
