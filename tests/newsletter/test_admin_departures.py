"""The desk's list of reasons: read by the newsletter's manager, written by nobody there."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from newsletter.models import Departure, MailingList
from newsroom.models import User

pytestmark = pytest.mark.django_db

LIST = "/admin/newsletter/departure/"


def test_a_manager_reads_it(client: Client, manager: User, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    daily = MailingList.objects.get(slug="daily")
    for _ in range(3):
        Departure.objects.create(reason="too_many", mailing_list=daily)
    Departure.objects.create(reason="other")
    client.force_login(manager)
    client.get(LIST)

    with CaptureQueriesContext(connection) as few:
        html = client.get(LIST).content.decode()
    Departure.objects.bulk_create(Departure(reason="too_many", mailing_list=daily) for _ in range(40))
    with django_assert_num_queries(len(few)):
        client.get(LIST)

    assert html.count("النشرة اليومية") >= 3
    assert "القوائم كلها" in html
    row = Departure.objects.first()
    assert client.get(f"{LIST}{row.pk}/change/").status_code == 200
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(f"{LIST}{row.pk}/change/", {"reason": "other"}).status_code == 403
    assert client.post(f"{LIST}{row.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_journalist_does_not(client: Client, journalist: User) -> None:
    client.force_login(journalist)

    assert client.get(LIST).status_code == 403
