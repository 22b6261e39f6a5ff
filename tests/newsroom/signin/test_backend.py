"""Who sends a request is read once, with every right, and with no more than that."""

from __future__ import annotations

import pytest
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsroom import permissions, roles
from newsroom.models import User
from newsroom.signin.backend import MemberBackend
from tests.conftest import member
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def read(user: User) -> User | None:
    return MemberBackend().get_user(user.pk)


@pytest.mark.parametrize("role", roles.ROLES)
def test_it_gives_the_rights_that_django_gives(role: str) -> None:
    user = member("colleague", role)
    user.groups.add(Group.objects.get(name=roles.JOURNALIST))
    user.user_permissions.add(Permission.objects.get(codename="delete_author"))

    wanted = ModelBackend().get_all_permissions(User.objects.get(pk=user.pk))
    assert "articles.delete_author" in wanted
    assert read(user).get_all_permissions() == wanted


def test_it_gives_none_to_whom_has_no_role_and_nobody_to_whom_was_stopped() -> None:
    assert read(UserFactory()).get_all_permissions() == set()
    assert read(UserFactory(is_active=False)) is None
    assert MemberBackend().get_user(0) is None


def test_it_refuses_a_superuser_nothing() -> None:
    chief = read(UserFactory(is_superuser=True))
    assert chief.has_perm("articles.publish_article")
    assert "articles.publish_article" in chief.get_all_permissions()


def test_it_asks_once_for_all(settings: object) -> None:
    settings.TWO_FACTOR_ROLES = [roles.MANAGER]
    user = member("colleague", roles.EDITOR)
    with CaptureQueriesContext(connection) as captured:
        known = read(user)
        assert known.has_perm("articles.publish_article")
        assert known.has_module_perms("articles")
        assert not permissions.must_prove_twice(known)
    assert len(captured) == 1
