"""Placements, what advertisers booked for them, what was offered to readers, and the counters of what came of it."""

from ads.models.advertiser import Advertiser
from ads.models.booking import Booking
from ads.models.campaign import Campaign, CampaignEvent
from ads.models.counter import Counter, InvalidCount, Tally
from ads.models.creative import Creative
from ads.models.image import CreativeImage
from ads.models.notice import Notice, the_notice
from ads.models.offer import Horizon, Offer
from ads.models.placement import Placement
from ads.models.served import Served

__all__ = [
    "Advertiser",
    "Booking",
    "Campaign",
    "CampaignEvent",
    "Counter",
    "Creative",
    "CreativeImage",
    "Horizon",
    "InvalidCount",
    "Notice",
    "Offer",
    "Placement",
    "Served",
    "Tally",
    "the_notice",
]
