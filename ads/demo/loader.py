"""The placements of the demo newspaper, from `campaigns.toml` beside this module.

Creatives are drawn and then go the way of an upload, so that they are what an advertiser's would be. What the campaigns
have delivered stands in hours before this one, and the horizon of offers is moved to this hour: of the offers of those
hours none was kept, as after a month on a real site, and the books stay provable.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from ads import images
from ads.deciding import hour_of
from ads.demo.drawing import draw
from ads.models import Advertiser, Booking, Campaign, Counter, Creative, CreativeImage, Horizon, InvalidCount, Placement
from ads.models.counter import SLOTS, Event
from ads.models.offer import Reason
from ads.reconciling import reconcile
from ads.uploads import encode

FILE = Path(__file__).parent / "campaigns.toml"
DAYS = 10  # whole days before today that have counters, of a campaign that ran so long

# How many of a day's thousand readers come in each hour, from midnight on, in the site's time.
HOURS = (14, 8, 5, 4, 5, 14, 34, 58, 66, 62, 54, 50, 56, 58, 48, 42, 40, 42, 48, 56, 68, 72, 58, 38)
WEEK = (1.0, 1.04, 1.02, 1.06, 0.82, 0.78, 0.94)  # Monday first; Friday and Saturday are the weekend
RENDERED, VIEWABLE, CLICKED = 0.96, 0.71, 0.006  # parts of: the offers, those rendered, those viewable
ROBOTS, TWICE = 0.04, 0.01  # parts of the offers, of the viewable


@transaction.atomic
def load(now: datetime | None = None) -> list[Campaign]:
    """The campaigns, all of them launched. `campaigns` must be empty, and no offer made."""
    now = now or timezone.now()
    boxes = {box.name: box for box in Placement.objects.all()}
    made = [campaign_of(facts, boxes, now) for facts in read()]
    Horizon.objects.update_or_create(pk=1, defaults={"kept_from": hour_of(now)})
    for facts, campaign in zip(read(), made, strict=True):
        count(facts, campaign.creatives.get(), boxes, now)
    reconcile()  # adds the tallies up
    return made


def read() -> list[dict]:
    return tomllib.loads(FILE.read_text())["campaign"]


def campaign_of(facts: dict, boxes: dict[str, Placement], now: datetime) -> Campaign:
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    given = ("name", "kind", "goal", "daily_cap", "price", "frequency_cap", "excluded_sections")
    campaign = Campaign.objects.create(
        advertiser=advertiser_of(facts),
        starts_at=today - timedelta(days=facts["from"]),
        ends_at=today + timedelta(days=facts["to"]) if "to" in facts else None,
        **{name: facts[name] for name in given if name in facts},
    )
    campaign.placements.set(boxes[name] for name in facts.get("placements", ()))
    for booking in facts.get("bookings", ()):
        Booking.objects.create(
            campaign=campaign,
            placement=boxes[booking["placement"]],
            section=booking["section"],
            starts_at=campaign.starts_at,
            ends_at=campaign.ends_at,
        )
    put_creative(campaign, facts["creative"])
    campaign.launch()
    return campaign


def advertiser_of(facts: dict) -> Advertiser | None:
    """None for the house."""
    if "advertiser" not in facts:
        return None
    return Advertiser.objects.get_or_create(name=facts["advertiser"], defaults={"industry": facts["industry"]})[0]


def put_creative(campaign: Campaign, facts: dict) -> None:
    creative = Creative.objects.create(campaign=campaign, **{name: facts[name] for name in ("name", "target", "alt")})
    for width, height in facts["sizes"]:
        for scheme in CreativeImage.Scheme.values:
            buffer = BytesIO()
            draw(facts, (width, height), scheme).save(buffer, "PNG", compress_level=1)
            images.put(creative, scheme, encode(ContentFile(buffer.getvalue(), "drawing.png"), scheme))


# --- What was delivered -------------------------------------------------------------------------------------------


def count(facts: dict, creative: Creative, boxes: dict[str, Placement], now: datetime) -> None:
    """Counters of the campaign's boxes, and what was labelled invalid beside them."""
    days, counters, invalid = min(facts["from"], DAYS), [], []
    for row in facts["counters"]:
        for hour, viewable in delivered(row["reach"], days, now):
            where = {
                "creative": creative,
                "placement": boxes[row["placement"]],
                "section": row["section"],
                "hour": hour,
                "slot": hour.hour % SLOTS,
            }
            rendered = round(viewable / VIEWABLE)
            offered = round(rendered / RENDERED)
            clicked = clicks(viewable, hour)
            counters.append(Counter(**where, offered=offered, rendered=rendered, viewable=viewable, clicked=clicked))
            labels = (
                (Event.OFFERED, Reason.ROBOT, offered * ROBOTS),
                (Event.VIEWABLE, Reason.DUPLICATE, viewable * TWICE),
            )
            invalid += [
                InvalidCount(**where, event=event, reason=reason, count=round(many))
                for event, reason, many in labels
                if round(many)
            ]
    Counter.objects.bulk_create(counters)
    InvalidCount.objects.bulk_create(invalid)


def delivered(reach: int, days: int, now: datetime) -> Iterator[tuple[datetime, int]]:
    """Hours that are over, from `days` days ago on, and how many viewable impressions each had."""
    hour = hour_of(timezone.localtime(now).replace(hour=0) - timedelta(days=days))
    while hour < hour_of(now):
        local = timezone.localtime(hour)
        viewable = round(reach * WEEK[local.weekday()] * HOURS[local.hour] / sum(HOURS))
        if viewable:
            yield hour, viewable
        hour += timedelta(hours=1)


def clicks(viewable: int, hour: datetime) -> int:
    """Whole clicks of an hour: the part that is left over falls to every so many hours."""
    part = viewable * CLICKED
    every = max(round(1 / part), 1) if part < 1 else 1
    return max(round(part), 1) if hour.timestamp() // 3600 % every == 0 else 0
