"""The cast of the tests: a journalist, an editor and a reader."""

from __future__ import annotations

from collections.abc import Callable
from time import sleep

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError
from django.db import DEFAULT_DB_ALIAS, connections
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from newsroom import roles
from newsroom.models import User
from tests.factories import UserFactory
from tests.first_rows import bring_back, first_rows
from tests.mail_server import mail_server

__all__ = ["mail_server"]


def patiently(empty: Callable[[TransactionTestCase], None]) -> Callable[[TransactionTestCase], None]:
    """Empty the tables again after a deadlock: a page that closes may have asked the server for something last."""

    def emptied(case: TransactionTestCase) -> None:
        for pause in (0.2, 0.5, 1.0):
            try:
                return empty(case)
            except CommandError:  # of `flush`; PostgreSQL ended it, and the request goes on to its end
                sleep(pause)
        return empty(case)

    return emptied


TransactionTestCase._fixture_teardown = patiently(TransactionTestCase._fixture_teardown)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Keep what migrations made where the browser tests find it again, and bring it back by our own, faster way.

    While Playwright's loop runs, Django's handler of connections hands out another connection than the one that made
    the database, and it is the connection that remembers those rows.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    if not hasattr(connection, "_test_serialized_contents"):
        return
    with django_db_blocker.unblock():
        type(connection)._test_serialized_contents = connection._test_serialized_contents = first_rows(connection)
    type(connection.creation).deserialize_db_from_string = lambda self, rows: bring_back(self.connection, rows)


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
