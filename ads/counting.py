"""Count what came of an offer, exactly once.

Each event is one statement: it marks the offer if it is not yet marked, and what it marked it counts. There is no
moment in between: of a hundred readers of one nonce at once, ninety-nine wait for the offer's row and then find it
marked; a process killed in the middle has done all of it or nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

from ads import nonces
from ads.models import Offer
from ads.models.counter import SLOTS, Event

# How long after the offer an event is still its consequence. A page may be read for long, a tab be left open overnight.
LIFETIME = {
    Event.RENDERED: timedelta(hours=1),
    Event.VIEWABLE: timedelta(hours=1),
    Event.CLICKED: timedelta(days=1),
}
BEFORE = {Event.RENDERED: "offered_at", Event.VIEWABLE: "rendered_at", Event.CLICKED: "viewable_at"}

# `offer` is as it was when the statement began, `marked` as it is now. So an offer that is not marked, and by what was
# seen at the beginning could have been, was marked by somebody else in between: a duplicate.
COUNT = """
    WITH offer AS MATERIALIZED (
        SELECT o.creative_id, o.placement_id, o.section, o.hour, mod(o.id, :slots) AS slot, o.invalid, o.offered_at,
               o.:before IS NOT NULL AS follows, o.:event_at IS NOT NULL AS done, c.campaign_id, c.target, p.name
          FROM ads_offer o
          JOIN ads_creative c ON c.id = o.creative_id
          JOIN ads_placement p ON p.id = o.placement_id
         WHERE o.id = %(offer)s
    ), marked AS (
        UPDATE ads_offer SET :event_at = %(now)s
         WHERE id = %(offer)s AND :event_at IS NULL AND :before IS NOT NULL AND invalid = '' AND offered_at > %(oldest)s
           AND %(suspicion)s = '' AND (%(placement)s = '' OR (SELECT name FROM offer) = %(placement)s)
        RETURNING id
    ), counted AS (
        UPDATE ads_counter n SET :event = n.:event + 1
          FROM offer, marked
         WHERE (n.creative_id, n.placement_id, n.section, n.hour, n.slot)
             = (offer.creative_id, offer.placement_id, offer.section, offer.hour, offer.slot)
        RETURNING n.id
    ), :tallied refused AS (
        SELECT *, CASE WHEN invalid <> '' THEN invalid
                       WHEN %(suspicion)s <> '' THEN %(suspicion)s
                       WHEN %(placement)s NOT IN ('', name) THEN 'mismatch'
                       WHEN done THEN 'duplicate'
                       WHEN offered_at <= %(oldest)s THEN 'stale'
                       WHEN NOT follows THEN 'order'
                       ELSE 'duplicate' END AS reason
          FROM offer WHERE NOT EXISTS (SELECT FROM marked)
    ), labelled AS (
        INSERT INTO ads_invalidcount AS n (creative_id, placement_id, section, hour, slot, event, reason, count)
        SELECT creative_id, placement_id, section, hour, slot, ':event', reason, 1 FROM refused
            ON CONFLICT (creative_id, placement_id, section, hour, slot, event, reason)
            DO UPDATE SET count = n.count + 1
    )
    SELECT target, coalesce((SELECT reason FROM refused), '') FROM offer
"""
# Viewable impressions are what goals and daily caps are counted in. A day is that of the offer.
TALLIED = """tallied AS (
        INSERT INTO ads_tally AS t (campaign_id, slot, total, day, of_day)
        SELECT campaign_id, slot, 1, (hour AT TIME ZONE %(zone)s)::date, 1 FROM offer, counted
            ON CONFLICT (campaign_id, slot) DO UPDATE SET
                total = t.total + 1,
                of_day = CASE WHEN t.day < excluded.day THEN 1 WHEN t.day = excluded.day THEN t.of_day + 1
                              ELSE t.of_day END,
                day = greatest(t.day, excluded.day)
    ),"""


def _statement(event: Event) -> str:
    words = {
        ":slots": str(SLOTS),
        ":before": BEFORE[event],
        ":tallied": TALLIED if event == Event.VIEWABLE else "",
        ":event": event.value,
    }
    statement = COUNT
    for name, value in words.items():
        statement = statement.replace(name, value)
    return statement


STATEMENTS = {event: _statement(event) for event in BEFORE}


@dataclass(frozen=True)
class Outcome:
    """What became of a report: `reason` says why it was not counted, empty when it was. `target`: where a click goes,
    counted or not."""

    target: str
    reason: str = ""

    @property
    def is_counted(self) -> bool:
        return not self.reason


def count(
    event: Event, nonce: str, *, placement: str = "", suspicion: str = "", now: datetime | None = None
) -> Outcome | None:
    """Count that the offer of `nonce` was rendered, seen or clicked. None, and nothing counted, when it is not ours.

    `placement` is the box that reports, if it says so. `suspicion` is a Reason for which the request is not counted.
    Call it outside a transaction: the hot rows are locked until it ends.
    """
    offer = nonces.read(nonce)
    if offer is None:
        return None
    now = now or timezone.now()
    values = {
        "offer": offer,
        "now": now,
        "oldest": now - LIFETIME[event],
        "placement": placement,
        "suspicion": suspicion,
        "zone": settings.TIME_ZONE,
    }
    with connection.cursor() as cursor:
        cursor.execute(STATEMENTS[event], values)
        row = cursor.fetchone()
    return Outcome(*row) if row else None


def target_of(nonce: str) -> str | None:
    """Where a click on the offer leads, without counting anything; None when it is not ours."""
    offer = nonces.read(nonce)
    if offer is None:
        return None
    return Offer.objects.filter(pk=offer).values_list("creative__target", flat=True).first()
