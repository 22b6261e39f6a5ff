"""Rows of the ledger are forgotten some time after their issue was closed; its figures stay in the issue."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from newsletter.models import Delivery, Issue

KEPT_DAYS = 90  # long after the last bounce, and long enough to answer who asks what was sent to him
BATCH = 10_000  # rows a statement


def forget_old_deliveries(at: datetime | None = None) -> int:
    """How many rows went. A daily issue to a million readers would else be 40 GB a year."""
    before = (at or timezone.now()) - timedelta(days=KEPT_DAYS)
    old = Issue.objects.filter(finished_at__lt=before, last_delivery__isnull=False).order_by("pk")
    forgotten = 0
    for issue in old.without_content():
        for first in range(issue.first_delivery, issue.last_delivery + 1, BATCH):
            rows = Delivery.objects.filter(pk__range=(first, first + BATCH - 1), issue=issue)
            forgotten += rows._raw_delete(rows.db)
        Issue.objects.filter(pk=issue.pk).update(first_delivery=None, last_delivery=None)
    return forgotten
