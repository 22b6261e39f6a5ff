"""The cast of the tests: a journalist, an editor and a reader."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.db import DEFAULT_DB_ALIAS, connections

from newsroom import roles
from newsroom.models import User
from tests.factories import UserFactory
from tests.mail_server import mail_server

__all__ = ["mail_server"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """Keep what migrations made where the browser tests find it again.

    While Playwright's loop runs, Django's handler of connections hands out another connection than the one that made
    the database, and it is the connection that remembers those rows.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    rows = getattr(connection, "_test_serialized_contents", None)
    if rows is not None:
        type(connection)._test_serialized_contents = rows


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
