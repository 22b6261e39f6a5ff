"""Prove that the counters are the sums of the offers and the tallies the sums of the counters; mend what is not.

It may run while readers are counted. Each event is one transaction, so the one statement that looks for differences
sees both its sides or neither; and a wrong row is counted again under its lock, for which whoever is about to count
waits. Events that were labelled invalid leave no trace in offers: their column is not proven.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction

from ads.models.counter import SLOTS

KEY = ("creative_id", "placement_id", "section", "hour", "slot")

WRONG_COUNTERS = """
    WITH proof AS (
        SELECT creative_id, placement_id, section, hour, mod(id, %(slots)s) AS slot, count(*) AS offered,
               count(rendered_at) AS rendered, count(viewable_at) AS viewable, count(clicked_at) AS clicked
          FROM ads_offer
         WHERE invalid = '' AND hour >= (SELECT kept_from FROM ads_horizon)
         GROUP BY 1, 2, 3, 4, 5
    ), counter AS (
        SELECT * FROM ads_counter WHERE hour >= (SELECT kept_from FROM ads_horizon)
    )
    SELECT creative_id, placement_id, section, hour, slot
      FROM proof FULL JOIN counter USING (creative_id, placement_id, section, hour, slot)
     WHERE (proof.offered, proof.rendered, proof.viewable, proof.clicked)
           IS DISTINCT FROM (counter.offered, counter.rendered, counter.viewable, counter.clicked)
       AND (proof.offered IS NOT NULL OR counter.offered > 0)
     ORDER BY 1, 2, 3, 4, 5
"""
HOLD_COUNTER = """
    INSERT INTO ads_counter (creative_id, placement_id, section, hour, slot, offered, rendered, viewable, clicked)
    VALUES (%(creative_id)s, %(placement_id)s, %(section)s, %(hour)s, %(slot)s, 0, 0, 0, 0)
        ON CONFLICT (creative_id, placement_id, section, hour, slot) DO UPDATE SET slot = excluded.slot
    RETURNING offered, rendered, viewable, clicked
"""
MEND_COUNTER = """
    UPDATE ads_counter
       SET (offered, rendered, viewable, clicked) = (
               SELECT count(*), count(rendered_at), count(viewable_at), count(clicked_at) FROM ads_offer
                WHERE invalid = '' AND (creative_id, placement_id, section, hour, mod(id, %(slots)s))
                    = (%(creative_id)s, %(placement_id)s, %(section)s, %(hour)s, %(slot)s)
           )
     WHERE (creative_id, placement_id, section, hour, slot)
         = (%(creative_id)s, %(placement_id)s, %(section)s, %(hour)s, %(slot)s)
    RETURNING offered, rendered, viewable, clicked
"""

# What the tallies should say: for each campaign and slot all its viewable impressions, and those of its latest day.
PROOF = """
    WITH days AS (
        SELECT c.campaign_id, n.slot, (n.hour AT TIME ZONE %(zone)s)::date AS day, sum(n.viewable) AS viewable
          FROM ads_counter n JOIN ads_creative c ON c.id = n.creative_id
         WHERE n.viewable > 0 AND c.campaign_id = coalesce(%(campaign_id)s::bigint, c.campaign_id)
         GROUP BY 1, 2, 3
    ), proof AS (
        SELECT DISTINCT ON (campaign_id, slot) campaign_id, slot, day, viewable AS of_day,
               sum(viewable) OVER (PARTITION BY campaign_id, slot) AS total
          FROM days ORDER BY campaign_id, slot, day DESC
    )"""
WRONG_TALLIES = """:proof
    SELECT campaign_id, slot FROM proof FULL JOIN ads_tally t USING (campaign_id, slot)
     WHERE (proof.total, proof.day, proof.of_day) IS DISTINCT FROM (t.total, t.day, t.of_day)
       AND (proof.total IS NOT NULL OR t.total > 0)
     ORDER BY 1, 2
""".replace(":proof", PROOF)
HOLD_TALLY = """
    INSERT INTO ads_tally (campaign_id, slot, total, day, of_day)
    VALUES (%(campaign_id)s, %(slot)s, 0, '2000-01-01', 0)
        ON CONFLICT (campaign_id, slot) DO UPDATE SET slot = excluded.slot
    RETURNING total, of_day
"""
MEND_TALLY = """:proof
    UPDATE ads_tally t
       SET (total, day, of_day) = (
               SELECT coalesce(max(total), 0), coalesce(max(proof.day), t.day), coalesce(max(of_day), 0)
                 FROM proof WHERE (campaign_id, slot) = (%(campaign_id)s, %(slot)s)
           )
     WHERE (campaign_id, slot) = (%(campaign_id)s, %(slot)s)
    RETURNING total, of_day
""".replace(":proof", PROOF)


@dataclass(frozen=True)
class Mended:
    """A row that was wrong: of what, what it said and what is true."""

    row: str
    before: tuple[int, ...]
    after: tuple[int, ...]


def reconcile() -> list[Mended]:
    """Counters first, for the tallies are proven by them. What it mends is what differed; empty when all is proven."""
    return [*_reconcile_counters(), *_reconcile_tallies()]


def _reconcile_counters() -> Iterator[Mended]:
    for found in _rows(WRONG_COUNTERS, {"slots": SLOTS}):
        key = {**dict(zip(KEY, found, strict=True)), "slots": SLOTS}
        with transaction.atomic():
            before, after = _row(HOLD_COUNTER, key), _row(MEND_COUNTER, key)
        if before != after:
            yield Mended("counter {creative_id} {placement_id} {hour:%Y-%m-%dT%H} {slot}".format(**key), before, after)


def _reconcile_tallies() -> Iterator[Mended]:
    zone = {"zone": settings.TIME_ZONE}
    for campaign, slot in _rows(WRONG_TALLIES, {**zone, "campaign_id": None}):
        key = {"campaign_id": campaign, "slot": slot, **zone}
        with transaction.atomic():
            before, after = _row(HOLD_TALLY, key), _row(MEND_TALLY, key)
        yield Mended(f"tally {campaign} {slot}", before, after)


def _rows(statement: str, values: dict) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def _row(statement: str, values: dict) -> tuple[int, ...]:
    (row,) = _rows(statement, values)
    return row
