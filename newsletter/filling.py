"""The rule that fills an issue: the newest or most read stories since the last issue that the list never had."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from articles.models import Article, HourOfReads
from newsletter.models import Issue, IssueStory, MailingList

# How far back the first issue of a list looks, and the oldest that any issue takes for news.
FIRST = {MailingList.Kind.DAILY: timedelta(days=1), MailingList.Kind.WEEKLY: timedelta(days=7)}
FURTHEST = timedelta(days=31)
State = Issue.State


def stories_for(mailing_list: MailingList, at: datetime | None = None, *, but: Issue | None = None) -> list[Article]:
    """The stories that the list's rule chooses at this moment, at most `most_stories`; `but` is the issue they are for.

    Only what readers see: nothing under embargo, withdrawn or unfinished.
    """
    at = at or timezone.now()
    since = last_issue_at(mailing_list, at, but)
    rows = Article.objects.published(at).filter(published_at__gt=since)
    sections = list(mailing_list.sections.values_list("pk", flat=True))
    if sections:
        rows = rows.filter(section__in=sections)
    rows = rows.exclude(pk__in=had(mailing_list)).select_related("section").defer("body")
    return list(ordered(rows, mailing_list, since)[: mailing_list.most_stories])


def ordered(rows: QuerySet[Article], mailing_list: MailingList, since: datetime) -> QuerySet[Article]:
    if mailing_list.filling != MailingList.Filling.MOST_READ:
        return rows.newest_first()
    hours = HourOfReads.objects.filter(article=OuterRef("pk"), hour__gt=since - timedelta(hours=1)).order_by()
    reads = hours.values("article").annotate(total=Sum("count")).values("total")
    return rows.annotate(reads=Coalesce(Subquery(reads), 0)).order_by("-reads", "-published_at", "-pk")


def had(mailing_list: MailingList) -> QuerySet:
    """The keys of the stories of the list's issues; one that was cancelled before anybody got it gives its back."""
    dropped = Q(issue__state=State.CANCELLED, issue__started_at__isnull=True)
    return IssueStory.objects.filter(issue__mailing_list=mailing_list).exclude(dropped).values("article_id")


def last_issue_at(mailing_list: MailingList, at: datetime, but: Issue | None = None) -> datetime:
    """Up to when the list's stories were looked for: when its last digest was filled, or another issue was sent.

    What came out while a digest waited for its editor belongs to the next one.
    """
    dropped = mailing_list.issues.filter(state=State.CANCELLED, started_at__isnull=True, period__isnull=False)
    digests = mailing_list.digests.filter(at__lt=at).exclude(period__in=dropped.values("period"))
    if but is not None and but.period:
        digests = digests.exclude(period=but.period)
    filled = digests.aggregate(
        last=Max("at", filter=~Q(outcome="too_few")), waited_since=Min("at", filter=Q(outcome="too_few"))
    )
    sent = mailing_list.issues.filter(period__isnull=True, started_at__lt=at).aggregate(at=Max("started_at"))["at"]
    first = (filled["waited_since"] or at) - FIRST.get(mailing_list.kind, FIRST[MailingList.Kind.WEEKLY])
    return max(max((moment for moment in (filled["last"], sent) if moment), default=first), at - FURTHEST)


@transaction.atomic
def fill(issue: Issue, at: datetime | None = None) -> int:
    """Add what the rule chooses after the stories that are there, up to the list's most; how many were added."""
    there = list(issue.placings.order_by("position", "pk").values_list("position", flat=True))
    room = issue.mailing_list.most_stories - len(there)
    chosen = stories_for(issue.mailing_list, at, but=issue)[: max(room, 0)]
    start = max(there) + 1 if there else 0
    IssueStory.objects.bulk_create(
        IssueStory(issue=issue, article=article, position=start + place) for place, article in enumerate(chosen)
    )
    return len(chosen)
