"""Letters to the editors of the newsletter: what a schedule left to them."""

from __future__ import annotations

from contextlib import suppress

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
    """Write to one editor about one turn of a list."""
    digest = Digest.objects.select_related("mailing_list").filter(pk=digest_pk).first()
    if digest and (user := reachable(editor_pk)):
        hand_over(letter(digest, user))


def tell_of_held(issue_pk: int, editor_pk: int) -> None:
    """Write to one editor about an issue that did not start; nothing when a colleague has decided meanwhile."""
    issue = Issue.objects.select_related("mailing_list").filter(pk=issue_pk, state=Issue.State.HELD).first()
    if issue and (user := reachable(editor_pk)):
        hand_over(letter_of_held(issue, user))


def reachable(pk: int) -> User | None:
    return User.objects.filter(pk=pk, is_active=True).exclude(email="").first()


def hand_over(letter: Letter) -> None:
    """A mail server that refuses for good is not asked again; MailLater is raised, and the job comes again."""
    with suppress(MailRefused, MailUncertain):
        letter.send()


def letter_of_held(issue: Issue, user: User) -> Letter:
    held = issue.events.filter(after=Issue.State.HELD).first()
    return Letter(
        to=user.email,
        subject=f"عدد من «{issue.mailing_list.name}» أوقف وينتظر قرارك",
        template="newsletter/letters/held.html",
        context={
            "issue": issue,
            "mailing_list": issue.mailing_list,
            "reason": held.note if held else "",
            "address": absolute(reverse("admin:newsletter_issue_send", args=[issue.pk])),
        },
        key=f"newsletter.held {held.pk if held else issue.pk} {user.pk}",
    )


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
