"""Who may do what to comments. Views, admin and templates ask here and nowhere else."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser, AnonymousUser

Someone = AbstractUser | AnonymousUser

MODERATE = "comments.moderate_comment"
SEE_CONTACT = "comments.view_contact"
CHANGE_POLICY = "comments.change_policy"


def may_moderate(user: Someone) -> bool:
    """Enter the desk and decide about comments."""
    return _holds(user, MODERATE)


def may_see_contact(user: Someone) -> bool:
    """See from which addresses a comment came, and act on all that came from there."""
    return _holds(user, SEE_CONTACT) and may_moderate(user)


def may_change_policy(user: Someone) -> bool:
    """Set the rules of the house: when comments close, what is held, how long addresses are kept."""
    return _holds(user, CHANGE_POLICY)


def _holds(user: Someone, permission: str) -> bool:
    return user.is_active and user.is_staff and user.has_perm(permission)
