"""Roles that need two factors: whoever has none is led to them and does nothing else before."""

from __future__ import annotations

import pytest
from django.core.checks import Error
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsroom import permissions, roles
from newsroom.checks import check_two_factor_roles
from newsroom.models import User
from tests.conftest import member
from tests.factories import UserFactory
from tests.newsroom.signin.people import browser, code_of, sign_in, with_app, with_password

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def required(settings: object) -> None:
    settings.TWO_FACTOR_ROLES = [roles.MANAGER]


@pytest.mark.parametrize("role", roles.ROLES)
def test_it_needs_two_factors_of_the_named_roles(role: str) -> None:
    assert permissions.must_prove_twice(member("colleague", role)) is (role == roles.MANAGER)


def test_it_needs_them_of_superusers(settings: object) -> None:
    chief = UserFactory(is_superuser=True)
    assert permissions.must_prove_twice(chief)
    settings.TWO_FACTOR_ROLES = []
    assert not permissions.must_prove_twice(chief)


def test_it_leads_a_manager_to_the_set_up_and_nowhere_else(manager: User) -> None:
    with_password(manager)
    client = browser()
    sign_in(client, "mudir")
    for address in ("/admin/", "/admin/newsroom/user/", "/admin/articles/article/add/", "/admin/password_change/"):
        assert client.get(address)["Location"] == "/admin/account/", address
        assert client.post(address, {"x": "y"})["Location"] == "/admin/account/", address
    page = client.get("/admin/account/").content.decode()
    assert "بقيت خطوة واحدة قبل أن تعمل" in page
    assert client.get("/admin/account/app/").status_code == 200
    with_app(manager)
    assert client.get("/admin/")["Location"] == "/admin/login/second/"
    assert client.get("/admin/account/")["Location"].startswith("/admin/login/")


def test_it_opens_the_newsroom_once_both_are_shown(manager: User) -> None:
    with_password(manager)
    secret = with_app(manager)
    client = browser()
    sign_in(client, "mudir")
    client.post("/admin/login/second/", {"code": code_of(secret)})
    assert client.get("/admin/").status_code == 200


def test_it_asks_a_session_of_one_factor_for_the_second(manager: User) -> None:
    with_password(manager)
    client = browser()
    sign_in(client, "mudir")
    secret = with_app(manager)
    assert client.get("/admin/")["Location"] == "/admin/login/second/"
    client.post("/admin/login/second/", {"code": code_of(secret)})
    assert client.get("/admin/").status_code == 200


def test_it_lets_others_work_with_a_password(client: Client, journalist: User) -> None:
    client.force_login(journalist)
    assert client.get("/admin/").status_code == 200


def test_it_asks_nothing_of_the_database_where_no_role_needs_it(
    client: Client, manager: User, settings: object
) -> None:
    settings.TWO_FACTOR_ROLES = []
    client.force_login(manager)
    client.get("/admin/newsroom/page/")
    with CaptureQueriesContext(connection) as captured:
        client.get("/admin/newsroom/page/")
    assert not [query for query in captured if "authenticatorapp" in query["sql"] or "passkey" in query["sql"]]


def test_it_refuses_a_role_that_nobody_has(settings: object) -> None:
    assert check_two_factor_roles() == []
    settings.TWO_FACTOR_ROLES = ["مدير", "مدبر"]
    (error,) = check_two_factor_roles()
    assert isinstance(error, Error)
    assert "مدبر" in error.msg
    assert error.id == "newsroom.E001"
