"""What a campaign's verbs do in each state, and that of two people at once one acts."""

from __future__ import annotations

import pytest

from ads.models import Booking, Campaign, CampaignEvent
from newsroom.models import User
from tests.ads.at_once import at_once
from tests.ads.factories import BookingFactory, CampaignFactory, CreativeFactory

pytestmark = pytest.mark.django_db

AFTER = {
    ("draft", "launch"): "active",
    ("draft", "end"): "ended",
    ("active", "pause"): "paused",
    ("active", "end"): "ended",
    ("paused", "resume"): "active",
    ("paused", "end"): "ended",
}


@pytest.mark.parametrize("verb", ["launch", "pause", "resume", "end"])
@pytest.mark.parametrize("state", Campaign.State.values)
def test_it_moves_as_its_state_allows(state: str, verb: str, manager: User) -> None:
    campaign = CampaignFactory(state=state)

    done = getattr(campaign, verb)(manager)

    after = AFTER.get((state, verb), state)
    campaign.refresh_from_db()
    assert (done, campaign.state) == ((state, verb) in AFTER, after)
    history = list(CampaignEvent.objects.values_list("verb", "by", "before", "after"))
    assert history == ([(verb, manager.pk, state, after)] if done else [])


def test_it_keeps_the_reason() -> None:
    campaign = CampaignFactory()

    campaign.pause(note=" بطلب من المعلن ")

    assert campaign.events.get().note == "بطلب من المعلن"


def test_it_is_not_launched_without_a_creative() -> None:
    campaign = CampaignFactory(state="draft", creative=None)
    CreativeFactory(campaign=campaign, is_active=False)

    assert campaign.missing() == ["ليس لها مادة إعلانية مفعلة."]
    assert not campaign.launch()
    assert campaign.state == "draft"


def test_it_is_no_sponsorship_without_a_booking() -> None:
    campaign = CampaignFactory(state="draft", kind="sponsorship")

    assert campaign.missing() == ["ليس لها حجز."]
    assert not campaign.launch()

    BookingFactory(campaign=campaign)
    assert campaign.launch()


def test_it_frees_nothing_when_it_had_ended() -> None:
    booking = BookingFactory(campaign__state="ended")

    assert not booking.campaign.end()
    assert Booking.objects.get().released_at is None


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_it_is_paused_by_one_of_ten_at_once() -> None:
    pk = CampaignFactory().pk

    done = at_once(10, lambda number: Campaign.objects.get(pk=pk).pause())

    assert sum(done) == 1
    assert CampaignEvent.objects.count() == 1
