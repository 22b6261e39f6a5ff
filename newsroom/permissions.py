"""Who may manage the members of the newsroom. The admin asks here and nowhere else."""

from __future__ import annotations

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
