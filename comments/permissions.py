"""Who may do what to comments. Views, admin and templates ask here and nowhere else."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser, AnonymousUser

Someone = AbstractUser | AnonymousUser

MODERATE = "comments.moderate_comment"
SEE_CONTACT = "comments.view_contact"
CHANGE_POLICY = "comments.change_policy"
SEE_WORDS = "comments.view_listedword"
CHANGE_WORDS = "comments.change_listedword"


def may_moderate(user: Someone) -> bool:
    """Enter the desk and decide about comments."""
    return _holds(user, MODERATE)


def may_see_contact(user: Someone) -> bool:
    """See from which addresses a comment came, and act on all that came from there."""
    return _holds(user, SEE_CONTACT) and may_moderate(user)


def may_change_policy(user: Someone) -> bool:
    """Set the rules of the house: when comments close, what is held, how long addresses are kept."""
    return _holds(user, CHANGE_POLICY)


def may_see_words(user: Someone) -> bool:
    """Read the word lists and try texts on them."""
    return _holds(user, SEE_WORDS)


def may_change_words(user: Someone) -> bool:
    """Say which words hold a comment."""
    return _holds(user, CHANGE_WORDS)


def _holds(user: Someone, permission: str) -> bool:
    return user.is_active and user.is_staff and user.has_perm(permission)
