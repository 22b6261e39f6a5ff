"""The demo newspaper's placements."""

from __future__ import annotations

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db.models import Sum
from PIL import Image, ImageChops

from ads.deciding import hour_of
from ads.demo import drawing, loader
from ads.models import Advertiser, Booking, Campaign, Counter, CreativeImage, Horizon, InvalidCount, Tally
from ads.reconciling import reconcile
from ads.reports.delivery import deliveries
from ads.uploads import BUDGET
from tests.ads.factories import NOON, CampaignFactory


@pytest.fixture
def loaded(db: None) -> None:
    loader.load(NOON)


def test_it_launches_campaigns_of_all_kinds_with_images_as_an_upload_makes_them(loaded: None) -> None:
    """Light and dark; one test, for drawing them takes seconds."""
    assert set(Campaign.objects.values_list("kind", flat=True)) == set(Campaign.Kind.values)
    assert set(Campaign.objects.values_list("state", flat=True)) == {"active"}
    industries = list(Advertiser.objects.values_list("industry", flat=True))
    assert len(industries) == len(set(industries)) == 5
    booked = Booking.objects.values_list("placement__name", "section").order_by("placement__name")
    assert list(booked) == [("article-end", "economy"), ("newsletter", "")]

    images = list(CreativeImage.objects.all())
    assert len(images) == 2 * sum(len(facts["creative"]["sizes"]) for facts in loader.read())
    for image in images:
        assert image.density == 2
        assert image.bytes <= BUDGET
        with default_storage.open(image.file.name) as file, Image.open(file) as picture:
            assert (picture.format, picture.size) == ("WEBP", (image.width * 2, image.height * 2))


def test_what_was_delivered_is_proven_and_passes_no_goal_and_no_cap(loaded: None) -> None:
    totals = Counter.objects.aggregate(*map(Sum, ("offered", "rendered", "viewable", "clicked")))

    assert list(totals.values()) == sorted(totals.values(), reverse=True)
    assert totals["clicked__sum"] > 20
    assert InvalidCount.objects.exists()
    assert Counter.objects.filter(hour__gte=hour_of(NOON)).count() == 0
    assert Horizon.objects.get().kept_from == hour_of(NOON)
    assert Tally.objects.aggregate(all=Sum("total"))["all"] == totals["viewable__sum"]
    assert reconcile() == []
    for campaign in Campaign.objects.all():
        tallies = Tally.objects.filter(campaign=campaign).aggregate(total=Sum("total"), of_day=Sum("of_day"))
        assert (tallies["total"] or 0) <= (campaign.goal or 10**9)
        assert (tallies["of_day"] or 0) <= (campaign.daily_cap or 10**9)
        assert not Counter.objects.filter(creative__campaign=campaign, hour__lt=campaign.starts_at).exists()
    standard = deliveries(Campaign.objects.filter(kind="standard"), NOON)
    assert [one.words for one in standard] == ["على الوتيرة"] * 2


def test_the_same_words_are_drawn_alike() -> None:
    facts = loader.read()[0]["creative"]
    once, again = (drawing.draw(facts, (300, 250), "light").tobytes() for _ in range(2))
    assert once == again
    assert once != drawing.draw(facts, (300, 250), "dark").tobytes()


def test_letters_do_not_touch_the_edges() -> None:
    """What is drawn in the colour of letters stays eight pixels away from the creative's edge."""
    for facts in (campaign["creative"] for campaign in loader.read()):
        for width, height in facts["sizes"]:
            page = drawing.draw(facts, (width, height), "light")
            ink = Image.new("RGB", page.size, facts["light"][3])
            letters = Image.eval(_distance(page, ink), lambda far: 255 if far < 12 else 0)
            left, top, right, bottom = letters.getbbox()
            assert min(left, top) > 16
            assert page.width - right > 16
            assert page.height - bottom > 16


def _distance(page: Image.Image, other: Image.Image) -> Image.Image:
    red, green, blue = ImageChops.difference(page, other).split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


@pytest.mark.django_db
def test_the_command_runs_once_and_only_where_nothing_is_booked() -> None:
    call_command("load_demo_placements", verbosity=0)

    with pytest.raises(CommandError, match="حملات"):
        call_command("load_demo_placements")


@pytest.mark.django_db
def test_it_leaves_what_an_editor_booked() -> None:
    CampaignFactory()

    with pytest.raises(CommandError, match="حملات"):
        call_command("load_demo_placements")

    assert Campaign.objects.count() == 1
