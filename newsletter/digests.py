"""Digests: issues that lists with a schedule make themselves, one in each period."""

from __future__ import annotations

import logging
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone

from newsletter.filling import fill, stories_for
from newsletter.models import Digest, Issue, IssueEvent, MailingList
from newsletter.periods import claim_period
from newsletter.preflight import errors_of

log = logging.getLogger(__name__)

LONGEST_SUBJECT = 150
Outcome = Digest.Outcome

FOR_APPROVAL = "أعد في موعده، وينتظر موافقتك"
MISSED = "فات موعده بأكثر من المهلة، فلم يرسل وحده"


def make_digests(at: datetime | None = None) -> list[Digest]:
    """Make what is due and was not made; the digests that this call claimed. Any number of workers may call it."""
    at = at or timezone.now()
    lists = MailingList.objects.digests().filter(subscriptions__state="active").distinct()
    claimed = [make_or_log(mailing_list, at) for mailing_list in lists]
    return [digest for digest in claimed if digest]


def make_or_log(mailing_list: MailingList, at: datetime) -> Digest | None:
    """One list that cannot be filled keeps no other from its readers; its turn stays open for the next minute."""
    try:
        return make_digest(mailing_list, at)
    except Exception:
        log.exception("The digest of list %s could not be made.", mailing_list.pk)
        return None


def make_digest(mailing_list: MailingList, at: datetime) -> Digest | None:
    """The digest of the list's present turn, if this call is the one that makes it.

    The claim, the issue and the order to tell the editors are one transaction: a second worker waits for the first and
    then finds the turn taken, and one that dies leaves nothing behind.
    """
    with transaction.atomic():
        digest = claim_period(mailing_list, at)
        if digest is None:
            return None
        digest.found = len(stories_for(mailing_list, at))
        if digest.found < mailing_list.fewest_stories:
            digest.outcome = Outcome.TOO_FEW
        digest.save(update_fields=["found", "outcome"])
        issue = None if digest.outcome == Outcome.TOO_FEW else issue_of(digest)
        if issue is None or issue.state == Issue.State.HELD:
            transaction.on_commit(partial(tell_editors, digest.pk))
    return digest


def issue_of(digest: Digest) -> Issue:
    """The issue of a turn, scheduled for now or held for an editor."""
    mailing_list = digest.mailing_list
    issue = Issue.objects.create(mailing_list=mailing_list, period=digest.period)
    IssueEvent.objects.create(issue=issue, verb=IssueEvent.Verb.CREATE, after=issue.state)
    fill(issue, digest.at)
    name_by_its_stories(issue)
    if digest.outcome == Outcome.MISSED:
        issue.hold(MISSED)
    elif faults := errors_of(issue):
        issue.hold(faults[0].words)
    elif mailing_list.sends_by_itself:
        issue.schedule(digest.due_at)
    else:
        issue.hold(FOR_APPROVAL)
    return issue


def name_by_its_stories(issue: Issue) -> None:
    """The first headline is the subject, the next two are the line after it."""
    headlines = [row.headline or row.article.headline for row in issue.placings.select_related("article")[:3]]
    issue.subject = cut(headlines[0]) if headlines else ""
    issue.preheader = cut(" · ".join(headlines[1:]))
    issue.save(update_fields=["subject", "preheader", "saved_at"])


def cut(text: str) -> str:
    if len(text) <= LONGEST_SUBJECT:
        return text
    return text[: LONGEST_SUBJECT - 1].rpartition(" ")[0].rstrip("،؛:.,;") + "…"


def tell_editors(pk: int) -> None:
    from newsletter.tasks import tell_of_digest  # the tasks call this module

    tell_of_digest.defer(digest_pk=pk)
