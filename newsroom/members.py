"""New members of the newsroom, for commands and for the first start."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.db import transaction

from newsroom import rights
from newsroom.models import User
from newsroom.passwords import readable_password
from newsroom.signin.events import Kind, record


def make_member(username: str, role: str, superuser: bool = False) -> str:
    """Create a member of staff with this role (a name of `newsroom.roles`) and return the fresh password.

    The password is stored nowhere in the clear. Raises Group.DoesNotExist for an unknown role and IntegrityError for a
    user name that is taken.
    """
    password = readable_password()
    with transaction.atomic():
        group = Group.objects.get(name=role)
        user = User.objects.create_user(username, password=password, is_staff=True, is_superuser=superuser)
        user.groups.add(group)
        record(Kind.CREATE, user)
        rights.record_changes(rights.NOTHING, user, by=None)
    return password
