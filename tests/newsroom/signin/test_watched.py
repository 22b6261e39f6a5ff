"""Changes of accounts and roles stand in the history, whoever made them and by whatever way."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test import Client

from newsroom import roles
from newsroom.members import make_member
from newsroom.models import SecurityEvent, User
from tests.conftest import member
from tests.factories import UserFactory
from tests.newsroom.signin.people import PASSWORD, browser, sign_in, with_password

# The triggers wait for the end of the transaction, so there has to be one.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

Kind = SecurityEvent.Kind


@pytest.fixture
def known(journalist: User) -> User:
    return with_password(journalist)


def since(act: Callable[[], object]) -> list[tuple[str, str, int | None]]:
    """(kind, detail, who did it) of what was written down while `act` ran."""
    before = set(SecurityEvent.objects.values_list("pk", flat=True))
    act()
    rows = SecurityEvent.objects.exclude(pk__in=before).order_by("pk")
    return list(rows.values_list("kind", "detail", "by"))


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_it_notes_a_superuser_made_by_command(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)

    def command() -> None:
        call_command("createsuperuser", "--noinput", username="rais", email="rais@example.org", verbosity=0)

    assert since(command) == [(Kind.CREATE, "", None), (Kind.GRANT_ALL, "", None)]


def test_it_notes_a_password_changed_by_command(known: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "django.contrib.auth.management.commands.changepassword.getpass.getpass", lambda **_: "rih-jabal-77"
    )

    def command() -> None:
        call_command("changepassword", known.username, verbosity=0)

    assert since(command) == [(Kind.PASSWORD, "", None)]


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("UPDATE newsroom_user SET email = 'other@example.org' WHERE id = %s", Kind.EMAIL),
        ("UPDATE newsroom_user SET password = 'x' WHERE id = %s", Kind.PASSWORD),
        ("UPDATE newsroom_user SET is_active = false WHERE id = %s", Kind.STOP),
        ("UPDATE newsroom_user SET is_superuser = true WHERE id = %s", Kind.GRANT_ALL),
    ],
)
def test_it_notes_what_is_done_past_django(known: User, statement: str, kind: str) -> None:
    assert since(lambda: sql(statement, known.pk)) == [(kind, "", None)]
    assert "@" not in "".join(SecurityEvent.objects.values_list("detail", flat=True))


def test_it_notes_roles_given_in_a_shell(known: User) -> None:
    editors = Group.objects.get(name=roles.EDITOR)
    assert since(lambda: known.groups.add(editors)) == [(Kind.ROLE_ADD, roles.EDITOR, None)]
    assert since(lambda: known.groups.remove(editors)) == [(Kind.ROLE_REMOVE, roles.EDITOR, None)]


def test_it_notes_nothing_of_what_protects_nothing(known: User) -> None:
    def act() -> None:
        known.name = "اسم آخر"
        known.save()
        sql("UPDATE newsroom_user SET last_login = now() WHERE id = %s", known.pk)

    assert since(act) == []


def test_it_writes_what_the_newsroom_does_once_and_by_whom(known: User, settings: object) -> None:
    boss = with_password(member("mudira", roles.MANAGER))
    settings.TWO_FACTOR_ROLES = []
    client = Client()
    client.force_login(boss)
    page = f"/admin/newsroom/user/{known.pk}/change/"
    groups = [Group.objects.get(name=role).pk for role in (roles.JOURNALIST, roles.EDITOR)]

    def change() -> None:
        values = {"username": known.username, "name": "س", "email": "new@example.org", "groups": groups}
        assert client.post(page, {**values, "is_active": "on"}).status_code == 302

    assert since(change) == [(Kind.EMAIL, "", boss.pk), (Kind.ROLE_ADD, roles.EDITOR, boss.pk)]

    def password() -> None:
        typed = {"password1": "rih-jabal-77", "password2": "rih-jabal-77"}
        assert client.post(f"/admin/newsroom/user/{known.pk}/password/", typed).status_code == 302

    assert since(password) == [(Kind.PASSWORD, "", boss.pk)]


def test_it_writes_a_members_own_new_password_once(known: User) -> None:
    client = browser()
    sign_in(client, known.username)
    typed = {"old_password": PASSWORD, "new_password1": "rih-jabal-77", "new_password2": "rih-jabal-77"}
    assert since(lambda: client.post("/admin/password_change/", typed)) == [(Kind.PASSWORD, "", known.pk)]


def test_it_writes_a_member_made_by_our_command_once(db: None) -> None:
    expected = [(Kind.CREATE, "", None), (Kind.ROLE_ADD, roles.MANAGER, None), (Kind.GRANT_ALL, "", None)]
    assert since(lambda: make_member("rais", roles.MANAGER, superuser=True)) == expected


def test_it_takes_a_stronger_hash_for_the_same_password(known: User, settings: object) -> None:
    old = known.password
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher", *settings.PASSWORD_HASHERS]
    assert since(lambda: User.objects.get(pk=known.pk).check_password(PASSWORD)) == []
    known.refresh_from_db()
    assert known.password != old


def test_it_notes_an_account_made_in_a_shell(db: None) -> None:
    assert since(lambda: UserFactory(username="khafi")) == [(Kind.CREATE, "", None)]
