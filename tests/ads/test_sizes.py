"""Which image stands in which box, and what a campaign is told when none does."""

from __future__ import annotations

import pytest

from ads.choosing import Rule
from ads.deciding import decide, simulate
from ads.models import Creative
from ads.sizes import Rooms, fits, fitting, largest
from tests.ads.factories import NOON, BookingFactory, CampaignFactory, CreativeFactory, CreativeImageFactory, box

END = Rooms((300, 250), (728, 90))
SIDE = Rooms((300, 250), (300, 600))


def test_it_shows_the_largest_that_fits() -> None:
    assert largest([(320, 50), (300, 250), (336, 280)], (320, 260)) == (300, 250)
    assert largest([(300, 600), (336, 280)], (300, 599)) is None
    assert largest([], (1000, 1000)) is None


def test_it_needs_one_for_each_screen() -> None:
    assert fitting([(300, 250), (728, 90)], END) == END
    assert fitting([(300, 250)], END) is None
    assert fitting([(728, 90)], END) is None
    assert fits([(300, 250)], {1: END, 2: SIDE}) == {2}


def with_images(*sizes: tuple[int, int], scheme: str = "light", **campaign: object) -> Creative:
    creative = CreativeFactory(
        campaign=CampaignFactory(creative=None, **campaign), square=None, strip=None, name="مادة"
    )
    for width, height in sizes:
        CreativeImageFactory(creative=creative, width=width, height=height, scheme=scheme)
    return creative


@pytest.mark.django_db
@pytest.mark.parametrize("sizes", [[], [(300, 250)], [(728, 90)], [(320, 50)]])
def test_it_offers_nothing_that_does_not_fit(sizes: list[tuple[int, int]]) -> None:
    with_images(*sizes)

    assert decide(["article-end"], now=NOON) == []
    assert [one.rule for one in simulate(["article-end"], at=NOON).dropped] == [Rule.NO_IMAGE]


@pytest.mark.django_db
def test_it_does_not_count_dark_images() -> None:
    with_images((300, 250), (728, 90), scheme="dark")

    assert decide(["article-end"], now=NOON) == []
    assert [one.rule for one in simulate(["article-end"], at=NOON).dropped] == [Rule.NO_IMAGE]


@pytest.mark.django_db
def test_it_offers_what_fits() -> None:
    creative = with_images((300, 250), (728, 90))

    assert [one.creative for one in decide(["article-end", "home-end"], now=NOON)] == [creative.pk]
    assert list(simulate(["article-end", "home-end"], at=NOON).chosen) == [box().pk]


@pytest.mark.django_db
def test_it_is_told_of_a_booked_box_that_would_stay_empty() -> None:
    creative = with_images((300, 250), kind="sponsorship", state="draft")
    BookingFactory(campaign=creative.campaign)
    lacks = "ليس في «مادة» صورة فاتحة تسعها على الهاتف والشاشة الواسعة: «نهاية المقال»."

    assert creative.campaign.missing() == [lacks]
    assert not creative.campaign.launch()

    CreativeImageFactory(creative=creative, width=728, height=90)
    assert creative.campaign.missing() == []


@pytest.mark.django_db
def test_it_is_told_of_a_chosen_box_and_of_a_creative_that_fits_nowhere() -> None:
    campaign = with_images((970, 90)).campaign

    assert campaign.missing() == ["ليس في «مادة» صورة فاتحة تسعها أي مساحة."]
    campaign.placements.add(box("side"))
    assert campaign.missing()[0].endswith("«العمود الجانبي».")
