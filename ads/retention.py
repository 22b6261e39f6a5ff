"""Offers are the proof of the counters for a month. Then they go, in batches, and the counters stay."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from ads.deciding import hour_of
from ads.models import Horizon

KEPT = timedelta(days=30)
BATCH = 5_000  # rows of one transaction
FORGET = "DELETE FROM ads_offer WHERE id IN (SELECT id FROM ads_offer WHERE hour < %s LIMIT %s)"


def forget_offers(now: datetime | None = None, batch: int = BATCH) -> int:
    """Delete the offers of the hours that are over a month past; how many. It may be cut short and run again."""
    before = hour_of((now or timezone.now()) - KEPT)
    Horizon.objects.filter(kept_from__lt=before).update(kept_from=before)
    forgotten = 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute(FORGET, [before, batch])
            forgotten += cursor.rowcount
            if cursor.rowcount < batch:
                return forgotten
