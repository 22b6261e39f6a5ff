"""Advertisers, campaigns and creatives with Arabic content; times round NOON."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import factory

from ads.models import Advertiser, Booking, Campaign, Creative, CreativeImage, Placement

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


def box(name: str = "article-end") -> Placement:
    return Placement.objects.get(name=name)


class AdvertiserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Advertiser

    name = factory.Sequence(lambda n: f"شركة الواحة {n}")


class CampaignFactory(factory.django.DjangoModelFactory):
    """Active, with a creative, ten days before NOON to ten days after it; a house campaign unless `kind` says more."""

    class Meta:
        model = Campaign
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"حملة {n}")
    kind = Campaign.Kind.HOUSE
    state = Campaign.State.ACTIVE
    starts_at = NOON - timedelta(days=10)
    ends_at = NOON + timedelta(days=10)
    advertiser = factory.Maybe(
        factory.LazyAttribute(lambda row: row.kind != "house"), factory.SubFactory(AdvertiserFactory)
    )
    goal = factory.LazyAttribute(lambda row: 1_000 if row.kind == "standard" else None)
    price = factory.LazyAttribute(lambda row: 100 if row.kind == "price" else None)
    creative = factory.RelatedFactory("tests.ads.factories.CreativeFactory", "campaign")


class CreativeFactory(factory.django.DjangoModelFactory):
    """With an image for each of our boxes, on the telephone and on the wide screen: two sizes fit all of them."""

    class Meta:
        model = Creative
        skip_postgeneration_save = True

    campaign = factory.SubFactory(CampaignFactory, creative=None)
    name = factory.Sequence(lambda n: f"مادة {n}")
    target = "https://example.com/offer?x=1#top"
    alt = "عرض نهاية السنة"
    square = factory.RelatedFactory("tests.ads.factories.CreativeImageFactory", "creative", width=300, height=250)
    strip = factory.RelatedFactory("tests.ads.factories.CreativeImageFactory", "creative", width=320, height=50)


class CreativeImageFactory(factory.django.DjangoModelFactory):
    """A row without its file."""

    class Meta:
        model = CreativeImage

    creative = factory.SubFactory(CreativeFactory, square=None, strip=None)
    width = 300
    height = 250
    file = factory.Sequence(lambda n: f"panels/{n % 4096:03x}/{n:032x}.webp")
    bytes = 12_000


class BookingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Booking

    campaign = factory.SubFactory(CampaignFactory, kind="sponsorship")
    placement = factory.LazyFunction(box)
    starts_at = NOON - timedelta(days=1)
    ends_at = NOON + timedelta(days=1)
