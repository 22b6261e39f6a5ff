"""Count what stands in mails: copies that went out, and presses on the link."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Max, Min
from django.utils import timezone

from ads.deciding import hour_of
from ads.models import Booking, Creative, Served
from ads.sponsorship import PATH, Baked, links_in
from mohit import mailings

# Books of a mailing are dated a moment before they are there for others to read, and a machine's clock may be slow.
OVERLAP = timedelta(days=2)

TAKE = """
    INSERT INTO ads_served AS s (creative_id, placement_id, occasion, title, served, clicked, at)
    SELECT c.id, p.id, %(occasion)s, %(title)s, %(served)s, 0, %(closed_at)s
      FROM ads_creative c, ads_placement p WHERE c.id = %(creative)s AND p.id = %(placement)s
        ON CONFLICT (creative_id, placement_id, occasion)
        DO UPDATE SET served = excluded.served, title = excluded.title, at = excluded.at WHERE s.served IS NULL
"""
PRESS = """
    INSERT INTO ads_served AS s (creative_id, placement_id, occasion, title, clicked, at)
    SELECT c.id, p.id, %(occasion)s, '', 1, %(now)s
      FROM ads_creative c, ads_placement p WHERE c.id = %(creative)s AND p.id = %(placement)s
        ON CONFLICT (creative_id, placement_id, occasion) DO UPDATE SET clicked = s.clicked + 1
    RETURNING (SELECT target FROM ads_creative WHERE id = %(creative)s)
"""
LABEL = """
    INSERT INTO ads_invalidcount AS n (creative_id, placement_id, section, hour, slot, event, reason, count)
    SELECT c.id, p.id, '', %(hour)s, 0, 'clicked', %(suspicion)s, 1
      FROM ads_creative c, ads_placement p WHERE c.id = %(creative)s AND p.id = %(placement)s
        ON CONFLICT (creative_id, placement_id, section, hour, slot, event, reason) DO UPDATE SET count = n.count + 1
    RETURNING (SELECT target FROM ads_creative WHERE id = %(creative)s)
"""


def take_served(now: datetime | None = None) -> int:
    """Write down the copies of the mailings that were closed since the last time; of how many this call did.

    Each once, however often it is read, for what is written is not written again; killed at any moment, the next call
    goes on.
    """
    since = _since()
    if since is None or since > (now or timezone.now()):
        return 0
    taken = 0
    for mailing in mailings.closed_since(since, PATH):
        for baked in links_in(mailing.html):
            if baked.occasion == mailing.occasion:  # an issue may quote another one's link; no copy of it is counted
                taken += _take(baked, mailing)
    return taken


def _since() -> datetime | None:
    """No mailing holds a link before the first booking of a place in one."""
    first = Booking.objects.filter(placement__is_baked=True).aggregate(at=Min("starts_at"))["at"]
    last = Served.objects.filter(served__isnull=False).aggregate(at=Max("at"))["at"]
    return max(first, last - OVERLAP) if first and last else first


def _take(baked: Baked, mailing: mailings.Mailing) -> int:
    values = {
        **baked._asdict(),
        "title": mailing.title[:200],
        "served": mailing.served,
        "closed_at": mailing.closed_at,
    }
    with connection.cursor() as cursor:
        cursor.execute(TAKE, values)
        return cursor.rowcount


def press(baked: Baked, suspicion: str = "", now: datetime | None = None) -> str | None:
    """Count a press and say where it leads; None when the creative is gone. `suspicion`: a Reason not to count it.

    Call it outside a transaction: the mailing's row is locked until it ends.
    """
    now = now or timezone.now()
    values = {**baked._asdict(), "now": now, "hour": hour_of(now), "suspicion": suspicion}
    with connection.cursor() as cursor:
        cursor.execute(LABEL if suspicion else PRESS, values)
        row = cursor.fetchone()
    return row[0] if row else None


def target_of(baked: Baked) -> str | None:
    """Where it leads, of whoever only looks."""
    return Creative.objects.filter(pk=baked.creative).values_list("target", flat=True).first()
