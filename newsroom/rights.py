"""What an account may do, before and after a change: each difference is a row of the history."""

from __future__ import annotations

from typing import NamedTuple

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import Group
from django.db.models import Q

from newsroom import roles
from newsroom.models import User
from newsroom.signin.events import Kind, record


class Rights(NamedTuple):
    is_active: bool
    has_everything: bool
    roles: frozenset[str]


NOTHING = Rights(is_active=True, has_everything=False, roles=frozenset())  # of an account that is being made


def of(user: User) -> Rights:
    return Rights(user.is_active, user.is_superuser, frozenset(user.groups.values_list("name", flat=True)))


def record_changes(before: Rights, user: User, by: User | None) -> None:
    after = of(user)
    for role in sorted(after.roles - before.roles):
        record(Kind.ROLE_ADD, user, by=by, detail=role)
    for role in sorted(before.roles - after.roles):
        record(Kind.ROLE_REMOVE, user, by=by, detail=role)
    if after.is_active != before.is_active:
        record(Kind.ACTIVATE if after.is_active else Kind.STOP, user, by=by)
    if after.has_everything != before.has_everything:
        record(Kind.GRANT_ALL if after.has_everything else Kind.WITHDRAW_ALL, user, by=by)


def is_last_manager(user: User) -> bool:
    """Whether nobody else could open accounts. Takes the lock of the role: of two who resign at once one stays."""
    list(Group.objects.select_for_update().filter(name=roles.MANAGER))
    managers = User.objects.filter(Q(is_superuser=True) | Q(groups__name=roles.MANAGER), is_active=True, is_staff=True)
    # Whoever has not accepted an invitation yet cannot come in.
    able = managers.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return managers.filter(pk=user.pk).exists() and not able.exclude(pk=user.pk).exists()
