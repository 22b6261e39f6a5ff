"""The pages that say that something is wrong: in Arabic, and without the database."""

from __future__ import annotations

import pytest
from django.db import connection
from django.http import HttpRequest
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from pytest_django import DjangoAssertNumQueries

from mohit.urls import handler400, handler403, handler404, handler500  # noqa: F401
from newsroom import views
from tests.articles.markup import Markup

PAGES = [
    (views.bad_request, 400, "لم نفهم هذا الطلب"),
    (views.permission_denied, 403, "هذه الصفحة ليست مفتوحة للجميع"),
    (views.page_not_found, 404, "لم نجد هذه الصفحة"),
    (views.server_error, 500, "حدث خلل عندنا"),
]


def broken(request: HttpRequest) -> None:
    raise RuntimeError("broken")


urlpatterns = [path("broken/", broken)]


@pytest.mark.parametrize(("view", "status", "headline"), PAGES)
def test_it_needs_no_database(view: object, status: int, headline: str, rf: RequestFactory) -> None:
    # Without the django_db mark a query would fail the test.
    response = view(rf.get("/"))
    markup = Markup(response.content.decode())

    assert response.status_code == status
    assert response.headers["Cache-Control"] == "no-store"
    assert markup.one("h1").words == headline
    assert markup.one("html").attributes == {"lang": "ar", "dir": "rtl"}
    assert [e["content"] for e in markup.all("meta") if e.get("name") == "robots"] == ["noindex"]
    assert "/" in [e["href"] for e in markup.all("a")]


@pytest.mark.django_db
def test_it_answers_an_unknown_address(client: Client) -> None:
    response = client.get("/nothing-is-here/")

    assert response.status_code == 404
    assert "لم نجد هذه الصفحة" in response.content.decode()


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.django_db
def test_a_crash_shows_it_without_a_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client = Client(raise_request_exception=False)
    with django_assert_num_queries(0, connection=connection):
        response = client.get("/broken/")

    assert response.status_code == 500
    assert "حدث خلل عندنا" in response.content.decode()


@pytest.mark.django_db
def test_it_refuses_a_form_without_its_token_in_arabic() -> None:
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "x", "password": "y"})

    assert response.status_code == 403
    assert "هذه الصفحة ليست مفتوحة للجميع" in response.content.decode()
    assert "CSRF" not in response.content.decode()
