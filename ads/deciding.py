"""One decision for all boxes of a page: what is booked, what is chosen, and the offers, in two queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import JSONObject
from django.utils import timezone

from ads.choosing import Booked, Candidate, Choice, Draw, Page, choose, draw
from ads.live import live_candidates
from ads.models import Booking, Campaign, Creative, CreativeImage, Placement, Tally
from ads.models.counter import SLOTS
from ads.nonces import nonce_of
from ads.sizes import Rooms, Size, fits
from mohit.prepared import planned

# The counters' rows are locked in one order, so that two decisions never wait for each other in a circle.
OFFER = """
    WITH asked AS (
        SELECT * FROM unnest(%(creatives)s::bigint[], %(placements)s::bigint[]) AS a (creative_id, placement_id)
    ), made AS (
        INSERT INTO ads_offer (creative_id, placement_id, section, hour, offered_at, invalid)
        SELECT creative_id, placement_id, %(section)s::text, %(hour)s::timestamptz, %(now)s::timestamptz,
               %(suspicion)s::text
          FROM asked
        RETURNING id, creative_id, placement_id, section, hour, mod(id, %(slots)s::int) AS slot, invalid
    ), counted AS (
        INSERT INTO ads_counter AS n
               (creative_id, placement_id, section, hour, slot, offered, rendered, viewable, clicked)
        SELECT creative_id, placement_id, section, hour, slot, 1, 0, 0, 0 FROM made
         WHERE invalid = '' ORDER BY creative_id, placement_id, slot
            ON CONFLICT (creative_id, placement_id, section, hour, slot) DO UPDATE SET offered = n.offered + 1
    ), labelled AS (
        INSERT INTO ads_invalidcount AS n (creative_id, placement_id, section, hour, slot, event, reason, count)
        SELECT creative_id, placement_id, section, hour, slot, 'offered', invalid, 1 FROM made
         WHERE invalid <> '' ORDER BY creative_id, placement_id, slot
            ON CONFLICT (creative_id, placement_id, section, hour, slot, event, reason)
            DO UPDATE SET count = n.count + 1
    )
    SELECT placement_id, made.id, p.name, r.alt, c.frequency_cap, coalesce(a.name, ''),
           (SELECT coalesce(json_agg(json_build_array(scheme, width, height, file)), '[]')
              FROM ads_creativeimage i WHERE i.creative_id = r.id),
           p.phone_width, p.phone_height, p.wide_width, p.wide_height
      FROM made
      JOIN ads_placement p ON p.id = placement_id
      JOIN ads_creative r ON r.id = creative_id
      JOIN ads_campaign c ON c.id = r.campaign_id
      LEFT JOIN ads_advertiser a ON a.id = c.advertiser_id
"""


@dataclass(frozen=True)
class Offered:
    """What one box shows, and the nonce by which it reports.

    `cap`: how often one reader sees the campaign in a day at most, if there is such a bound. `advertiser` is empty for
    the house's own. `images`: scheme, width, height and file of each; `phone` and `wide` are the rooms of the box. All
    in CSS pixels.
    """

    placement: str
    creative: int
    campaign: int
    nonce: str
    alt: str
    cap: int | None
    advertiser: str
    images: Sequence[tuple[str, int, int, str]]
    phone: Size
    wide: Size


def decide(
    boxes: Sequence[str],
    section: str = "",
    *,
    now: datetime | None = None,
    seen: frozenset[int] = frozenset(),
    is_sensitive: bool = False,
    suspicion: str = "",
    draw: Draw = draw,
) -> list[Offered]:
    """Offers for those of `boxes` for which there is something; the others stay unsold.

    `boxes` are names of placements in their order on the page, `seen` the campaigns that the reader's own storage
    excludes. `suspicion`, a Reason, says that the request is no reader's: the answer is the same, and it is counted in
    the other column. Call it outside a transaction: the hot rows are locked until it ends.
    """
    page = Page(section, now or timezone.now(), is_sensitive, seen)
    names, live = live_candidates(boxes, page)
    chosen = choose(list(names), live, page, draw, is_explained=False).chosen
    if not chosen:
        return []
    made = _offer(chosen, page, suspicion)
    return [made[box] for box in chosen]


def simulate(boxes: Sequence[str], section: str = "", *, at: datetime, is_sensitive: bool = False) -> Choice:
    """What a page would show at `at`, and the rule that dropped each other creative. Ended campaigns are left out."""
    page = Page(section, at, is_sensitive)
    every = Creative.objects.exclude(campaign__state=Campaign.State.ENDED)
    return choose(list(open_boxes(boxes)), candidates(at, every), page)


def open_boxes(boxes: Sequence[str]) -> dict[int, str]:
    """The names of those that are open, by primary key, in the order of the page."""
    found = Placement.objects.filter(name__in=boxes, is_active=True, is_baked=False).values_list("name", "pk")
    keys = dict(found.order_by())
    return {keys[name]: name for name in boxes if name in keys}


def candidates(at: datetime, creatives: QuerySet[Creative] | None = None) -> list[Candidate]:
    """The creatives, else those of all live campaigns, with what the choice depends on: two queries."""
    if creatives is None:
        creatives = Creative.objects.filter(is_active=True, campaign__in=Campaign.objects.live(at))
    today = timezone.localdate(at)
    tallies = Tally.objects.filter(campaign=OuterRef("campaign")).order_by().values("campaign")
    placements = Campaign.placements.through.objects.filter(campaign=OuterRef("campaign")).values("placement")
    bookings = Booking.objects.filter(campaign=OuterRef("campaign"), released_at__isnull=True, ends_at__gt=at).values(
        booked=JSONObject(placement="placement", section="section", starts_at="starts_at", ends_at="ends_at")
    )
    images = CreativeImage.objects.filter(creative=OuterRef("pk"), scheme=CreativeImage.Scheme.LIGHT).order_by()
    rows = creatives.order_by("pk").values_list(
        "pk",
        "campaign",
        "campaign__kind",
        "campaign__starts_at",
        "campaign__ends_at",
        "campaign__state",
        "is_active",
        "campaign__advertiser",
        "campaign__advertiser__industry",
        "campaign__goal",
        "campaign__daily_cap",
        "campaign__price",
        "campaign__weight",
        "weight",
        "campaign__sections",
        "campaign__excluded_sections",
        "campaign__is_sensitive_allowed",
        Subquery(tallies.values(sum=Sum("total"))),
        Subquery(tallies.filter(day=today).values(sum=Sum("of_day"))),
        ArraySubquery(placements),
        ArraySubquery(bookings),
        ArraySubquery(images.values(size=JSONObject(width="width", height="height"))),
    )
    rooms = {box.pk: box.rooms for box in Placement.objects.all()}
    return [_candidate(row, rooms) for row in rows]


def _candidate(row: Sequence, rooms: Mapping[int, Rooms]) -> Candidate:
    (creative, campaign, kind, starts_at, ends_at, state, is_active, advertiser, industry, goal, daily_cap) = row[:11]
    (price, weight, creative_weight, sections, excluded, is_sensitive_allowed, total, today, placed) = row[11:20]
    return Candidate(
        creative=creative,
        campaign=campaign,
        kind=kind,
        starts_at=starts_at,
        ends_at=ends_at,
        state=state,
        is_active=is_active,
        advertiser=advertiser,
        industry=industry or "",
        goal=goal,
        daily_cap=daily_cap,
        delivered=total or 0,
        delivered_today=today or 0,
        price=price or 0,
        weight=weight,
        creative_weight=creative_weight,
        placements=frozenset(placed),
        sections=frozenset(sections),
        excluded_sections=frozenset(excluded),
        is_sensitive_allowed=is_sensitive_allowed,
        bookings=tuple(map(_booked, row[20])),
        fits=fits(((size["width"], size["height"]) for size in row[21]), rooms),
    )


def _booked(facts: dict) -> Booked:
    starts_at, ends_at = (datetime.fromisoformat(facts[name]) for name in ("starts_at", "ends_at"))
    return Booked(facts["placement"], facts["section"], starts_at, ends_at)


def _offer(chosen: dict[int, Candidate], page: Page, suspicion: str) -> dict[int, Offered]:
    """The new offer of each placement."""
    values = {
        "creatives": [one.creative for one in chosen.values()],
        "placements": list(chosen),
        "section": page.section,
        "hour": hour_of(page.at),
        "now": page.at,
        "suspicion": suspicion,
        "slots": SLOTS,
    }
    return {row[0]: _offered(chosen[row[0]], *row[1:]) for row in planned(OFFER, values)}


def _offered(
    one: Candidate, offer: int, name: str, alt: str, cap: int | None, advertiser: str, images: list, *rooms: int
) -> Offered:
    phone, wide = rooms[:2], rooms[2:]
    return Offered(name, one.creative, one.campaign, nonce_of(offer), alt, cap, advertiser, images, phone, wide)


def hour_of(at: datetime) -> datetime:
    """The full hour, of UTC: where time zones differ by full hours days are made of whole ones."""
    return at - timedelta(minutes=at.minute, seconds=at.second, microseconds=at.microsecond)
