"""The sponsorship that is baked into a mail or a page when it is made.

There is no reader yet and no decision for one: the booking of the moment says whose it is. Of several creatives one is
drawn by weight, the same for the same occasion, so that a mail is the same however often it is made.
"""

from __future__ import annotations

import random
import re
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.core.signing import b62_decode, b62_encode
from django.db.models import F, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from ads.models import Campaign, Creative, CreativeImage, Notice
from ads.sizes import largest
from mohit.addresses import absolute
from mohit.mailings import trial_of

PATH = "/placements/mail/"
SIGNATURE = 12  # bytes: 16 letters; as of a nonce (ads/nonces.py)
KEY = re.compile(r"([0-9A-Za-z]{1,11})\.([0-9A-Za-z]{1,11})\.([a-z]+-[0-9]{1,19})\.([\w-]{16})", re.ASCII)
ADDRESS = re.compile(rf"{PATH}([\w.-]{{1,80}})/go/", re.ASCII)
LARGEST = 2**63 - 1


class Baked(NamedTuple):
    """What a link says: which creative, in which placement, of which mailing. No reader, no destination."""

    creative: int
    placement: int
    occasion: str

    @property
    def key(self) -> str:
        """Its name in addresses: for every copy the same, and good as often as it is pressed."""
        said = f"{b62_encode(self.creative)}.{b62_encode(self.placement)}.{self.occasion}"
        return f"{said}.{signature(said)}"

    @property
    def address(self) -> str:
        return absolute(f"{PATH}{self.key}/go/")


def signature(said: str) -> str:
    digest = salted_hmac("ads.sponsorship", said, algorithm="sha256").digest()
    return urlsafe_b64encode(digest[:SIGNATURE]).decode()


def read(key: str) -> Baked | None:
    """None of what we did not sign, letter for letter."""
    found = KEY.fullmatch(key)
    if not found:
        return None
    baked = Baked(b62_decode(found[1]), b62_decode(found[2]), found[3])
    known = max(baked.creative, baked.placement) <= LARGEST and constant_time_compare(baked.key, key)
    return baked if known else None


def links_in(html: str) -> Iterator[Baked]:
    """Every link of ours in a mail, once."""
    for key in dict.fromkeys(ADDRESS.findall(html)):
        if baked := read(key):
            yield baked


@dataclass(frozen=True)
class Sponsorship:
    """What the mail shows: the label first."""

    label: str
    advertiser: str
    alt: str
    address: str
    image: str
    width: int
    height: int


def sponsorship(
    placement: str, section: str, occasion: str, at: datetime | None = None, *, is_trial: bool = False
) -> Sponsorship | None:
    """What is booked for this placement at that moment, default now; two queries, one when it is nothing.

    `section` is whatever the booking calls so: of the newsletter's placement the name of a list. A trial shows what
    will be sent, but for its link.
    """
    at = at or timezone.now()
    rows = list(booked(placement, section, at))
    shown = [(row, image) for row in rows if (image := largest_fitting(row))]
    if not shown:
        return None
    chance = random.Random(f"{placement} {section} {occasion}")  # noqa: S311 (a fair share, not a secret)
    row, image = chance.choices(shown, [one.weight for one, _ in shown])[0]
    return Sponsorship(
        label=row.label,
        advertiser=row.campaign.advertiser.name,
        alt=row.alt,
        address=Baked(row.pk, row.placement, trial_of(occasion) if is_trial else occasion).address,
        image=absolute(image.file.url),
        width=image.width,
        height=image.height,
    )


def booked(placement: str, section: str, at: datetime) -> QuerySet[Creative]:
    """The creatives of the one campaign that has it, with the room of the box and the label."""
    period = Q(campaign__bookings__starts_at__lte=at, campaign__bookings__ends_at__gt=at)
    booking = Q(campaign__bookings__placement__name=placement, campaign__bookings__placement__is_active=True)
    where = Q(campaign__bookings__section__in=["", section], campaign__bookings__released_at__isnull=True)
    rows = Creative.objects.filter(
        period & booking & where,
        campaign__kind=Campaign.Kind.SPONSORSHIP,
        campaign__state=Campaign.State.ACTIVE,
        campaign__starts_at__lte=at,
        campaign__ends_at__gt=at,
        is_active=True,
    ).exclude(campaign__excluded_sections__contains=[section])
    box = "campaign__bookings__placement"
    return (
        rows.annotate(
            placement=F(box),
            room_width=F(f"{box}__wide_width"),
            room_height=F(f"{box}__wide_height"),
            label=Subquery(Notice.objects.filter(pk=1).values("label")),
        )
        .select_related("campaign__advertiser")
        .prefetch_related("images")
        .order_by("pk")
    )


def largest_fitting(row: Creative) -> CreativeImage | None:
    """For a light sheet; a mail program that knows the dark turns the sheet round it, not the picture."""
    images = {(image.width, image.height): image for image in row.images.all() if image.scheme == "light"}
    return images.get(largest(images, (row.room_width, row.room_height)))
