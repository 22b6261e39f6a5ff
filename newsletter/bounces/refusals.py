"""Addresses that the mail server refused while it was spoken to: no bounce follows, the ledger knows it already."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from newsletter.bounces.intake import record
from newsletter.bounces.kinds import judged
from newsletter.models import Delivery, Issue, Report

RECENT = timedelta(days=7)  # issues started in this time are looked at
MOST = 2_000  # rows at a time


def take_refusals(at: datetime | None = None, most: int = MOST) -> int:
    """Report the refused mails of recent issues; how many. A mail that was not refused for good is not among them."""
    since = (at or timezone.now()) - RECENT
    issues = list(Issue.objects.filter(started_at__gt=since).values_list("pk", flat=True))
    told = Report.objects.filter(delivery=OuterRef("pk"), source=Report.Source.LEDGER)
    rows = (
        Delivery.objects.filter(issue__in=issues, state=Delivery.State.FAILED, reason=Delivery.Reason.NONE)
        .exclude(enhanced_status="")
        .filter(~Exists(told))
        .select_related("subscriber")
        .order_by("pk")[:most]
    )
    for row in rows:
        record(row, judged(row.enhanced_status, "", row.reply_code), Report.Source.LEDGER)
    return len(rows)
