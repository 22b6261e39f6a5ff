"""The issues whose books are closed, for whoever had words in them (mohit.mailings)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from mohit.mailings import Mailing, occasion
from newsletter.models import Issue

KIND = "newsletter"


def closed_issues(moment: datetime, holding: str) -> Iterator[Mailing]:
    """Sent, or cancelled after some had it. What is uncertain is not counted as taken."""
    issues = Issue.objects.filter(finished_at__gte=moment).filter(html__contains=holding).order_by("pk")
    for issue in issues.only("subject", "html", "sent", "finished_at"):
        yield Mailing(occasion(KIND, issue.pk), issue.subject, issue.html, issue.sent, issue.finished_at)
