"""Who may manage the members of the newsroom, and who has to sign in twice. The admin asks here and nowhere else."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AbstractUser

from newsroom.models import User


def may_manage_members(user: AbstractUser) -> bool:
    return user.is_active and user.is_staff and user.has_perm("newsroom.change_user")


def may_manage(user: AbstractUser, member: User) -> bool:
    """Change somebody's account. Only a superuser touches a superuser's, else its password were there to take."""
    return may_manage_members(user) and (user.is_superuser or not member.is_superuser)


def may_run_the_site(user: AbstractUser) -> bool:
    """Hear of what is wrong with the machine, and have it put right."""
    return user.is_active and user.is_staff and user.has_perm("newsroom.change_identity")


def may_grant_everything(user: AbstractUser) -> bool:
    """Make somebody a superuser, or no longer one."""
    return user.is_active and user.is_staff and user.is_superuser


def may_read_security(user: AbstractUser) -> bool:
    """Read who came in, who was kept out and who changed whose rights."""
    return may_manage_members(user)


def may_reset_sign_in(user: AbstractUser, member: User) -> bool:
    """Take away what a member has lost, and end their sessions. One's own factors go on one's own page."""
    return may_manage(user, member) and user.pk != member.pk


def must_prove_twice(user: User) -> bool:
    """Whether a role of theirs needs two factors (settings.TWO_FACTOR_ROLES); who may do everything has all roles."""
    needing = settings.TWO_FACTOR_ROLES
    return bool(needing) and (user.is_superuser or not user.role_names.isdisjoint(needing))
