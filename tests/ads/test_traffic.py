"""Invalid traffic: the same answer as a reader's, counted apart with its reason."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from ads import traffic
from ads.models import Offer
from mohit.public_forms import Limit
from newsroom.models import User
from newsroom.models.session import MemberSession
from newsroom.signin.sessions import SessionStore
from tests.ads.reader import AGENT, ask, click, counts, labels, live, nonce, report

pytestmark = pytest.mark.django_db

SUSPICIOUS = [
    ({"user_agent": None}, "no_agent"),
    ({"user_agent": "  "}, "no_agent"),
    ({"user_agent": "curl/8.0"}, "robot"),
    ({"user_agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"}, "robot"),
    ({"user_agent": f"{AGENT} HeadlessChrome/156"}, "robot"),
    ({"sec_purpose": "prefetch"}, "speculative"),
    ({"sec_purpose": "prefetch;prerender"}, "speculative"),
    ({"purpose": "preview"}, "speculative"),
]


@pytest.mark.parametrize(("headers", "reason"), SUSPICIOUS)
def test_it_gives_the_same_answer_and_counts_it_apart(client: Client, headers: dict, reason: str) -> None:
    campaign = live()

    (shown,) = ask(client, headers=headers).values()

    assert shown.keys() == ask(client)["article-end"].keys()
    assert shown["campaign"] == campaign.pk
    assert counts() == (1, 0, 0, 0)
    assert labels() == {("offered", reason): 1}


@pytest.mark.parametrize(("headers", "reason"), SUSPICIOUS)
def test_it_answers_such_reports_alike(client: Client, headers: dict, reason: str) -> None:
    live()
    offer = nonce(client)

    assert report(client, "rendered", offer, **headers) == 204
    assert click(client, offer, **headers).status_code == 302
    assert counts() == (1, 0, 0, 0)
    assert labels() == {("rendered", reason): 1, ("clicked", reason): 1}


def test_it_counts_nothing_more_of_what_was_offered_to_a_robot(client: Client) -> None:
    live()
    offer = ask(client, headers={"user_agent": "curl/8.0"})["article-end"]["nonce"]

    assert report(client, "rendered", offer) == 204  # with a browser's headers now
    assert counts() == (0, 0, 0, 0)
    assert labels() == {("offered", "robot"): 1, ("rendered", "robot"): 1}


# --- The newsroom's own views ----------------------------------------------------------------------------------------


def test_it_counts_a_member_apart_and_leaves_the_session_alone(client: Client, editor: User) -> None:
    live()
    client.force_login(editor)
    client.cookies[settings.SESSION_COOKIE_NAME].clear()
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    before = MemberSession.objects.values_list().get()

    (shown,) = ask(client).values()
    assert report(client, "rendered", shown["nonce"]) == 204
    response = click(client, shown["nonce"])

    assert counts() == (0, 0, 0, 0)
    assert labels() == {(event, "staff"): 1 for event in ("offered", "rendered", "clicked")}
    assert not response.cookies
    assert "Vary" not in response.headers
    assert MemberSession.objects.values_list().get() == before
    assert key


def test_it_costs_a_member_one_query_more(client: Client, editor: User, django_assert_num_queries: object) -> None:
    live()
    client.force_login(editor)
    ask(client)

    # The session; the candidates; the offers. The rate is not asked of whom it does not matter.
    with django_assert_num_queries(3):
        ask(client)


@pytest.mark.parametrize("key", ["x", "", "a\0b" * 11, "٣" * 32, "a" * 31 + "\n", "a" * 32, "a" * 4000, "\ud800" * 32])
def test_it_takes_a_reader_with_a_foreign_cookie_for_a_reader(client: Client, key: str) -> None:
    live()
    request = client.request().wsgi_request
    request.COOKIES[settings.SESSION_COOKIE_NAME] = key
    assert traffic.is_member(request) is False
    assert not MemberSession.objects.exists()


def test_it_takes_a_reader_with_an_empty_session_for_a_reader(client: Client) -> None:
    live()
    session = SessionStore()
    session["wish"] = "something"
    session.create()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key

    ask(client)

    assert counts() == (1, 0, 0, 0)


def test_it_knows_that_a_session_is_over(client: Client, editor: User) -> None:
    live()
    client.force_login(editor)
    MemberSession.objects.update(expire_date=timezone.now() - timedelta(seconds=1))

    ask(client)

    assert (counts(), labels()) == ((1, 0, 0, 0), {})


# --- How often -------------------------------------------------------------------------------------------------------


def from_network(address: str) -> dict[str, str]:
    return {"x_forwarded_for": address}


@pytest.fixture
def two_pages(monkeypatch: pytest.MonkeyPatch, settings: object) -> None:
    settings.TRUSTED_PROXIES = ["127.0.0.0/8"]
    monkeypatch.setattr(traffic, "RATE", Limit("tests", most=2, seconds=600))


@pytest.mark.usefixtures("two_pages")
def test_it_counts_so_many_pages_of_one_network(client: Client, django_assert_num_queries: object) -> None:
    live()
    asked = [ask(client, headers=from_network("192.0.2.1"))["article-end"] for _ in range(3)]
    with django_assert_num_queries(3):
        asked.append(ask(client, headers=from_network("192.0.2.1"))["article-end"])

    assert {len(facts) for facts in asked} == {len(asked[0])}
    assert (counts(), labels()) == ((2, 0, 0, 0), {("offered", "rate"): 2})

    report(client, "rendered", asked[0]["nonce"], **from_network("192.0.2.1"))  # is bounded by the decision
    report(client, "rendered", asked[3]["nonce"], **from_network("192.0.2.9"))
    ask(client, headers=from_network("192.0.2.2"))
    assert counts() == (3, 1, 0, 0)
    assert labels() == {("offered", "rate"): 2, ("rendered", "rate"): 1}


@pytest.mark.usefixtures("two_pages")
def test_it_takes_nothing_from_a_network_for_its_robots(client: Client) -> None:
    live()
    for _ in range(5):
        ask(client, headers={"user_agent": "curl/8.0"})

    ask(client)

    assert counts() == (1, 0, 0, 0)


def test_it_keeps_nothing_of_an_address(client: Client, settings: object) -> None:
    settings.TRUSTED_PROXIES = ["127.0.0.0/8"]
    live()
    ask(client, headers=from_network("198.51.100.77"))
    ask(client, headers=from_network("198.51.100.78"))

    first, second = Offer.objects.order_by("pk").values("section", "invalid", "creative", "placement")
    assert first == second
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(c::text, ' ') FROM mohit_limitcount c")
        assert "198.51.100" not in cursor.fetchone()[0]
