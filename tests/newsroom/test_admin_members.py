"""The members' desk: who opens accounts, who may touch whose, and that nobody is ever deleted."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsroom import permissions, roles
from newsroom.admin import permission_in_arabic
from newsroom.models import User
from tests.conftest import member
from tests.factories import UserFactory
from tests.form_filler import controls, send

pytestmark = pytest.mark.django_db

LIST = "/admin/newsroom/user/"
ADD = "/admin/newsroom/user/add/"


def change(user: User) -> str:
    return f"/admin/newsroom/user/{user.pk}/change/"


def test_it_opens_an_account_that_can_work_at_once(client: Client, manager: User) -> None:
    client.force_login(manager)
    role = Group.objects.get(name=roles.JOURNALIST)
    send(
        client,
        ADD,
        "user_form",
        username="salma",
        name="سلمى حداد",
        email="salma@mohit.test",
        password1="qamar-bahr-41",
        password2="qamar-bahr-41",
        groups=[role.pk],
    )
    user = User.objects.get(username="salma")
    assert (user.is_staff, user.is_superuser, list(user.groups.all())) == (True, False, [role])
    assert Client().login(username="salma", password="qamar-bahr-41")


@pytest.mark.parametrize("role", [role for role in roles.ROLES if role != roles.MANAGER])
def test_it_is_closed_to_every_other_role(client: Client, role: str) -> None:
    colleague = member("colleague", role)
    client.force_login(colleague)
    for address in (LIST, ADD, change(colleague), f"{LIST}{colleague.pk}/password/", "/admin/auth/group/"):
        assert client.get(address).status_code == 403, address
        assert client.post(address, {"username": "x"}).status_code == 403, address


def test_it_keeps_a_manager_from_a_superusers_account(client: Client, manager: User) -> None:
    boss = UserFactory(username="boss", is_superuser=True)
    client.force_login(manager)
    assert client.post(change(boss), {"username": "taken"}).status_code == 403
    assert client.get(f"{LIST}{boss.pk}/password/").status_code == 403
    assert client.post(f"{LIST}{boss.pk}/password/", {"password1": "x"}).status_code == 403
    boss.refresh_from_db()
    assert boss.username == "boss"
    assert not permissions.may_manage(manager, boss)
    assert permissions.may_manage(boss, boss)


def test_it_lets_no_manager_grant_everything(client: Client, manager: User) -> None:
    client.force_login(manager)
    assert "is_superuser" not in client.get(change(manager)).content.decode()
    send(client, change(manager), "user_form", is_superuser="on", is_staff="on", user_permissions=["1"])
    manager.refresh_from_db()
    assert not manager.is_superuser
    assert not manager.user_permissions.exists()


def test_it_lets_a_superuser_grant_everything(client: Client) -> None:
    boss, colleague = UserFactory(username="boss", is_superuser=True), UserFactory(username="colleague")
    client.force_login(boss)
    send(client, change(colleague), "user_form", is_superuser="on")
    colleague.refresh_from_db()
    assert colleague.is_superuser


def test_it_changes_roles_and_stops_accounts(client: Client, manager: User, journalist: User) -> None:
    client.force_login(manager)
    editor = Group.objects.get(name=roles.EDITOR)
    send(client, change(journalist), "user_form", groups=[editor.pk], is_active=None)
    journalist.refresh_from_db()
    assert (list(journalist.groups.all()), journalist.is_active) == ([editor], False)


@pytest.mark.parametrize("superuser", [False, True])
def test_it_deletes_nobody(client: Client, manager: User, journalist: User, superuser: bool) -> None:
    User.objects.filter(pk=manager.pk).update(is_superuser=superuser)
    client.force_login(manager)
    address = f"{LIST}{journalist.pk}/delete/"
    assert client.get(address).status_code == 403
    assert client.post(address, {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=journalist.pk).exists()


def test_it_gives_a_new_password(client: Client, manager: User, journalist: User) -> None:
    client.force_login(manager)
    address = f"{LIST}{journalist.pk}/password/"
    page = client.get(address).content.decode()
    assert "usable_password" not in page
    assert "unset-password" not in page
    answer = client.post(address, {"password1": "sama-zarqa-77", "password2": "sama-zarqa-77", "set-password": "1"})
    assert answer.status_code == 302
    assert Client().login(username=journalist.username, password="sama-zarqa-77")


def test_it_never_shows_a_hash(client: Client, manager: User, journalist: User) -> None:
    journalist.set_password("sama-zarqa-77")
    journalist.save()
    client.force_login(manager)
    page = client.get(change(journalist)).content.decode()
    assert journalist.password not in page
    assert journalist.password.rsplit("$", 1)[1][:6] not in page
    assert "كلمة مرور جديدة" in page


def test_it_writes_names_of_accounts_left_to_right(client: Client, manager: User) -> None:
    client.force_login(manager)
    page = client.get(ADD).content.decode()
    for name in ("username", "email", "password1"):
        tag = page[page.rindex("<input", 0, page.index(f'name="{name}"')) :].partition(">")[0]
        assert 'dir="ltr"' in tag, name
    assert f'<bdi dir="ltr">{manager.username}</bdi>' in client.get(LIST).content.decode()


@pytest.mark.parametrize("words", ["سلمى", "سلمي حدّاد", "SALMA", "salma@mohit"])
def test_it_finds_members_in_any_spelling(client: Client, manager: User, words: str) -> None:
    found = UserFactory(username="salma", name="سلمى حداد", email="salma@mohit.test")
    client.force_login(manager)
    rows = client.get(LIST, {"q": words}).context["cl"].result_list
    assert list(rows) == [found]


def test_it_filters_by_role_and_account(client: Client, manager: User, journalist: User) -> None:
    stopped = UserFactory(username="stopped", is_active=False)
    client.force_login(manager)

    def listed(**query: str) -> list[User]:
        return list(client.get(LIST, query).context["cl"].result_list)

    assert listed(role=roles.JOURNALIST) == [journalist]
    assert listed(account="stopped") == [stopped]
    assert listed(account="active") == [manager, journalist]


def test_it_makes_the_same_queries_for_three_and_for_forty(client: Client, manager: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(LIST).status_code == 200
        return len(captured)

    client.force_login(manager)
    journalists = Group.objects.get(name=roles.JOURNALIST)
    for _ in range(3):
        UserFactory().groups.add(journalists)
    few = queries()
    for _ in range(37):
        UserFactory().groups.add(journalists)
    assert queries() == few


# --- Roles ------------------------------------------------------------------------------------------------------------


def test_it_shows_what_a_role_may_and_changes_none(client: Client, manager: User, editor: User) -> None:
    role = Group.objects.get(name=roles.EDITOR)
    client.force_login(manager)
    page = client.get(f"/admin/auth/group/{role.pk}/change/").content.decode()
    assert "نشر المقالات وسحبها" in page
    assert "المقالات: تعديل" in page
    assert f"<bdi>{editor.name}</bdi>" in page
    assert client.post(f"/admin/auth/group/{role.pk}/change/", {"name": "x"}).status_code == 403
    assert client.get("/admin/auth/group/add/").status_code == 403
    assert client.post(f"/admin/auth/group/{role.pk}/delete/", {"post": "yes"}).status_code == 403


def test_it_has_an_arabic_word_for_every_permission_of_every_role() -> None:
    for role in roles.ROLES:
        for permission in Group.objects.get(name=role).permissions.all():
            words = permission_in_arabic(permission)
            assert not any("a" <= letter.lower() <= "z" for letter in words), words


def test_it_sends_the_form_of_a_member_whole(client: Client, manager: User, journalist: User) -> None:
    client.force_login(manager)
    values = controls(client.get(change(journalist)).content.decode(), "user_form")
    assert values["username"] == journalist.username
    assert values["groups"] == str(Group.objects.get(name=roles.JOURNALIST).pk)
