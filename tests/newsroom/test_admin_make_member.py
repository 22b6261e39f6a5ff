"""`manage.py make_member` and the function behind it."""

from __future__ import annotations

from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.test import Client

from newsroom import roles
from newsroom.members import make_member
from newsroom.models import User
from newsroom.passwords import ALPHABET, readable_password

pytestmark = pytest.mark.django_db


def said(*words: str) -> str:
    out = StringIO()
    call_command("make_member", *words, stdout=out)
    return out.getvalue()


def test_it_makes_a_member_who_can_enter_and_prints_the_password_once() -> None:
    output = said("salma", "--role", roles.JOURNALIST)
    user = User.objects.get(username="salma")
    assert (user.is_staff, user.is_superuser) == (True, False)
    assert [group.name for group in user.groups.all()] == [roles.JOURNALIST]
    password = output.split()[-1]
    assert output.count(password) == 1
    assert Client().login(username="salma", password=password)


def test_it_makes_a_superuser_when_asked() -> None:
    said("salma", "--role", roles.MANAGER, "--superuser")
    assert User.objects.get(username="salma").is_superuser


@pytest.mark.parametrize("words", [("salma", "--role", "ملك"), ("taken",)])
def test_it_refuses_an_unknown_role_and_a_taken_name(words: tuple[str, ...]) -> None:
    make_member("taken", roles.EDITOR)
    with pytest.raises(CommandError):
        said(*words)
    assert User.objects.count() == 1


def test_it_says_so_when_the_roles_are_missing() -> None:
    Group.objects.filter(name=roles.EDITOR).delete()
    with pytest.raises(CommandError, match="migrate"):
        said("salma")
    assert not User.objects.exists()


def test_it_makes_nobody_twice() -> None:
    make_member("salma", roles.EDITOR)
    with pytest.raises(IntegrityError):
        make_member("salma", roles.JOURNALIST)


def test_it_makes_passwords_that_can_be_read_aloud() -> None:
    passwords = {readable_password() for _ in range(200)}
    assert len(passwords) == 200
    assert all(len(password) == 19 and set(password) <= {*ALPHABET, "-"} for password in passwords)
    assert not set(ALPHABET) & set("0o1li5s2zuv")
