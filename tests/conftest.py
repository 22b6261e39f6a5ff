"""The cast of the tests: a journalist, an editor and a reader."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group

from newsroom import roles
from newsroom.models import User
from tests.factories import UserFactory


def member(username: str, role: str) -> User:
    user = UserFactory(username=username)
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def journalist(db: None) -> User:
    return member("sahafi", roles.JOURNALIST)


@pytest.fixture
def other_journalist(db: None) -> User:
    return member("zamil", roles.JOURNALIST)


@pytest.fixture
def editor(db: None) -> User:
    return member("muharrir", roles.EDITOR)


@pytest.fixture
def manager(db: None) -> User:
    return member("mudir", roles.MANAGER)
