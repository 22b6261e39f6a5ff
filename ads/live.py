"""What may be shown at this moment on one page: one query, for the decision that every page asks for.

It leaves out what `ads.choosing` would drop by a rule of the page that the database can ask cheaply, and nothing else:
whatever it lets through is asked there again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from ads.choosing import Booked, Candidate, Kind, Page
from ads.sizes import Rooms, Size, fits
from mohit.prepared import planned

# Each fact of a candidate, by its name. The sections have been asked, and are not sent: a thousand lists take a while.
FACTS = {
    "creative": "r.id",
    "campaign": "c.id",
    "kind": "c.kind",
    "starts_at": "c.starts_at",
    "ends_at": "c.ends_at",
    "state": "c.state",
    "is_active": "r.is_active",
    "advertiser": "c.advertiser_id",
    "industry": "coalesce(a.industry, '')",
    "goal": "c.goal",
    "daily_cap": "c.daily_cap",
    "delivered": "coalesce(delivered.total, 0)",
    "delivered_today": "coalesce(delivered.today, 0)",
    "price": "c.price",
    "weight": "c.weight",
    "creative_weight": "r.weight",
    "placements": "placed.keys",
    "sections": "NULL",
    "excluded_sections": "NULL",
    "is_sensitive_allowed": "c.is_sensitive_allowed",
    "bookings": "booked.facts",
    "fits": "pictured.sizes",
}
# The boxes are read with the first row: without a row there is nothing to put into them.
LIVE = """
    WITH live AS MATERIALIZED (
        SELECT * FROM ads_campaign
         WHERE state = 'active' AND starts_at <= %(at)s::timestamptz
           AND (ends_at IS NULL OR ends_at > %(at)s::timestamptz)
           AND (kind = 'sponsorship' OR sections = '{}' OR %(section)s::text = ANY(sections))
           AND %(section)s::text <> ALL(excluded_sections)
           AND (is_sensitive_allowed OR NOT %(is_sensitive)s::boolean)
           AND id <> ALL(%(seen)s::bigint[])
    ), delivered AS (
        SELECT campaign_id, sum(t.total) AS total, sum(of_day) FILTER (WHERE day = %(today)s::date) AS today
          FROM live JOIN ads_tally t ON t.campaign_id = live.id GROUP BY campaign_id
    ), placed AS (
        SELECT campaign_id, array_agg(placement_id) AS keys
          FROM live JOIN ads_campaign_placements p ON p.campaign_id = live.id GROUP BY campaign_id
    ), booked AS (
        SELECT campaign_id, json_agg(json_build_array(placement_id, section, b.starts_at, b.ends_at)) AS facts
          FROM live JOIN ads_booking b ON b.campaign_id = live.id
         WHERE released_at IS NULL AND b.starts_at <= %(at)s::timestamptz AND b.ends_at > %(at)s::timestamptz
         GROUP BY campaign_id
    ), pictured AS (
        SELECT creative_id, string_agg(width || 'x' || height, ' ' ORDER BY width, height) AS sizes
          FROM live
          JOIN ads_creative ON ads_creative.campaign_id = live.id
          JOIN ads_creativeimage i ON i.creative_id = ads_creative.id AND scheme = 'light'
         GROUP BY creative_id
    )
    SELECT :facts,
           (SELECT json_object_agg(
                       name, json_build_array(id, phone_width, phone_height, wide_width, wide_height))::text
              FROM ads_placement WHERE is_active AND NOT is_baked AND name = ANY(%(boxes)s::text[]))
      FROM live c
      JOIN ads_creative r ON r.campaign_id = c.id AND r.is_active
      LEFT JOIN ads_advertiser a ON a.id = c.advertiser_id
      LEFT JOIN delivered ON delivered.campaign_id = c.id
      JOIN pictured ON pictured.creative_id = r.id
      LEFT JOIN placed ON placed.campaign_id = c.id
      LEFT JOIN booked ON booked.campaign_id = c.id
     WHERE c.kind <> 'sponsorship' OR booked.facts IS NOT NULL
""".replace(":facts", ", ".join(FACTS[name] for name in Candidate._fields))
FITS = Candidate._fields.index("fits")


def live_candidates(boxes: Sequence[str], page: Page) -> tuple[dict[int, str], list[Candidate]]:
    """The names of those boxes that are open, by primary key and in the order of the page; and what may be in them."""
    values = {
        "boxes": list(boxes),
        "section": page.section,
        "at": page.at,
        "today": timezone.localdate(page.at),
        "is_sensitive": page.is_sensitive,
        "seen": list(page.seen),
    }
    rows = planned(LIVE, values) if boxes else []
    found = json.loads(rows[0][-1] or "{}") if rows else {}
    keys = {name: key for name, (key, *_) in found.items()}
    rooms = {key: Rooms((width, height), tuple(wide)) for key, width, height, *wide in found.values()}
    # Many creatives have the same sizes: what these fit is asked once.
    fitting = {sizes: fits(_sizes(sizes), rooms) for sizes in {row[FITS] for row in rows}}
    return {keys[name]: name for name in boxes if name in keys}, [_candidate(row, fitting[row[FITS]]) for row in rows]


def _sizes(text: str) -> list[Size]:
    """Of `300x250 320x50`."""
    return [tuple(map(int, size.split("x"))) for size in text.split()]


def _candidate(row: tuple, fitting: frozenset[int]) -> Candidate:
    one = Candidate(*row[:FITS], fitting)
    if one.kind == Kind.SPONSORSHIP:
        return one._replace(bookings=tuple(_booked(*facts) for facts in one.bookings))
    return one


def _booked(placement: int, section: str, starts_at: str, ends_at: str) -> Booked:
    return Booked(placement, section, datetime.fromisoformat(starts_at), datetime.fromisoformat(ends_at))
