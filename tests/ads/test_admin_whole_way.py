"""From an advertiser that nobody knew to what a reader is shown: every step by the form that an editor sends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from ads.models import Advertiser, Campaign, Creative
from newsroom import roles
from tests.ads.factories import box
from tests.ads.reader import ask
from tests.ads.test_admin_campaigns import sent as terms
from tests.ads.test_admin_creatives import png
from tests.ads.test_admin_creatives import sent as creative_form
from tests.conftest import member

pytestmark = pytest.mark.django_db

CAMPAIGNS = "/admin/ads/campaign/"
SCREENS = [(300, 250), (336, 280), (320, 50), (320, 100), (300, 600), (728, 90), (970, 90), (970, 250)]


def moments(start: str, end: str, prefix: str = "") -> dict[str, str]:
    return {
        f"{prefix}starts_at_0": start,
        f"{prefix}starts_at_1": "00:00",
        f"{prefix}ends_at_0": end,
        f"{prefix}ends_at_1": "00:00",
    }


def post(desk: Client, address: str, form: dict[str, object]) -> None:
    answer = desk.post(address, form)
    assert answer.status_code == 302, answer.context["errors"]


def test_a_sponsorship_goes_from_the_advertiser_to_the_reader(client: Client) -> None:
    desk = Client()
    desk.force_login(member("mubi", roles.PLACEMENT_MANAGER))
    today = timezone.localdate()
    flight = moments(f"{today - timedelta(days=1)}", f"{today + timedelta(days=9)}")

    post(desk, "/admin/ads/advertiser/add/", {"name": "مخابز الساحل", "industry": "food"})
    advertiser = Advertiser.objects.get()
    booking = {"placement": str(box().pk), "section": "", **flight}
    post(desk, f"{CAMPAIGNS}add/", terms((booking,), advertiser=advertiser.pk, **flight))
    campaign = Campaign.objects.get()
    images = [("light", "a.png", png(*size)) for size in SCREENS] + [("dark", "b.png", png(300, 250))]
    post(desk, "/admin/ads/creative/add/", creative_form(campaign, *images))
    assert ask(client) == {}  # a draft
    post(desk, f"{CAMPAIGNS}{campaign.pk}/do/launch/", {})

    shown = ask(client)["article-end"]

    campaign.refresh_from_db()
    creative = Creative.objects.get()
    assert campaign.state == Campaign.State.ACTIVE
    assert creative.images.count() == len(images)
    assert (shown["name"], shown["campaign"], shown["alt"]) == ("مخابز الساحل", campaign.pk, "معطف على مشجب")
    phone = shown["phone"]
    assert (phone["light"]["width"], phone["light"]["height"]) == (300, 250)
    assert phone["dark"]["src"] == creative.images.get(scheme="dark").file.url
    assert (shown["wide"]["light"]["width"], shown["wide"]["light"]["height"]) == (728, 90)
