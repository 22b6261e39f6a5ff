"""Who may do what to placements and campaigns. Views, admin and templates ask here and nowhere else.

The placement manager does everything with advertisers, campaigns and creatives. What was counted and what was decided
is only looked at, by whoever it is.
"""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser, AnonymousUser

from ads.models import Campaign

State = Campaign.State
Someone = AbstractUser | AnonymousUser

BOOK = "ads.change_campaign"
LAUNCH = "ads.launch_campaign"
CHANGE_PLACEMENTS = "ads.change_placement"
CHANGE_NOTICE = "ads.change_notice"
SEE_REPORTS = "ads.view_counter"
CHANGE_ADVERTISER = "ads.change_advertiser"


def may_book(user: Someone) -> bool:
    """Take in an advertiser, start a campaign, look at all of them."""
    return _holds(user, BOOK)


def may_edit(user: Someone, campaign: Campaign) -> bool:
    """Change its terms, bookings and creatives: until it has ended."""
    return campaign.state != State.ENDED and may_book(user)


def may_delete(user: Someone, campaign: Campaign) -> bool:
    """Only a draft about which nothing was decided."""
    return campaign.state == State.DRAFT and may_book(user) and not campaign.events.exists()


def may_decide(user: Someone) -> bool:
    """Launch, pause, resume and end: in what state which of them, the others say."""
    return _holds(user, LAUNCH)


def may_launch(user: Someone, campaign: Campaign) -> bool:
    return campaign.state == State.DRAFT and _holds(user, LAUNCH)


def may_pause(user: Someone, campaign: Campaign) -> bool:
    return campaign.state == State.ACTIVE and _holds(user, LAUNCH)


def may_resume(user: Someone, campaign: Campaign) -> bool:
    return campaign.state == State.PAUSED and _holds(user, LAUNCH)


def may_end(user: Someone, campaign: Campaign) -> bool:
    return campaign.state != State.ENDED and _holds(user, LAUNCH)


def may_change_placements(user: Someone) -> bool:
    """Set the room of a box, close it, open it."""
    return _holds(user, CHANGE_PLACEMENTS)


def may_change_notice(user: Someone) -> bool:
    """Set the label, the message of an unsold box and ads.txt."""
    return _holds(user, CHANGE_NOTICE)


def may_see_reports(user: Someone) -> bool:
    return _holds(user, SEE_REPORTS)


def may_share_reports(user: Someone) -> bool:
    """Get the link that opens an advertiser's report to whoever has it, and void those that were given out."""
    return _holds(user, SEE_REPORTS) and _holds(user, CHANGE_ADVERTISER)


def _holds(user: Someone, permission: str) -> bool:
    return user.is_active and user.is_staff and user.has_perm(permission)
