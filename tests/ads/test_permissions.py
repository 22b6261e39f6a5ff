"""Who may do what to placements: every role, and a campaign in every state."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from ads import permissions
from ads.models import Campaign
from newsroom import roles
from tests.ads.factories import CampaignFactory
from tests.conftest import member
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

ON_THE_WHOLE = ["book", "change_placements", "change_notice", "see_reports", "share_reports"]
DEEDS = {
    "draft": {"edit", "delete", "launch", "end"},
    "active": {"edit", "pause", "end"},
    "paused": {"edit", "resume", "end"},
    "ended": set(),
}
ON_CAMPAIGNS = sorted(set().union(*DEEDS.values()))
KEEPERS = {roles.PLACEMENT_MANAGER, roles.MANAGER}


def may(user: object, deed: str, *args: object) -> bool:
    return getattr(permissions, f"may_{deed}")(user, *args)


@pytest.mark.parametrize("role", roles.ROLES)
def test_it_is_the_placement_managers_and_the_managers(role: str) -> None:
    user = member("udw", role)

    assert {deed for deed in ON_THE_WHOLE if may(user, deed)} == (set(ON_THE_WHOLE) if role in KEEPERS else set())


@pytest.mark.parametrize("state", Campaign.State.values)
@pytest.mark.parametrize("role", roles.ROLES)
def test_it_depends_on_the_state_of_the_campaign(role: str, state: str) -> None:
    user, campaign = member("udw", role), CampaignFactory(state=state)

    assert {deed for deed in ON_CAMPAIGNS if may(user, deed, campaign)} == (DEEDS[state] if role in KEEPERS else set())


def test_it_deletes_nothing_that_was_decided_about(manager: object) -> None:
    campaign = CampaignFactory()
    campaign.pause()
    Campaign.objects.filter(pk=campaign.pk).update(state="draft")
    campaign.refresh_from_db()

    assert not may(manager, "delete", campaign)


def test_it_is_nobodys_without_the_desk() -> None:
    former = member("former", roles.MANAGER)
    former.is_staff = False

    for stranger in (AnonymousUser(), UserFactory(), former):
        assert not any(may(stranger, deed) for deed in ON_THE_WHOLE)
        assert not any(may(stranger, deed, CampaignFactory(state="draft")) for deed in ON_CAMPAIGNS)


def test_it_lets_nobody_change_what_was_counted() -> None:
    user = member("udw", roles.PLACEMENT_MANAGER)

    assert user.has_perms(["ads.view_counter", "ads.view_invalidcount", "ads.view_campaignevent"])
    ledger = ["counter", "invalidcount", "campaignevent", "offer", "tally", "horizon", "served"]
    assert not [name for name in ledger for verb in ("add", "change", "delete") if user.has_perm(f"ads.{verb}_{name}")]
