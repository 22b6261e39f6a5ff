"""`POST /placements/<nonce>/rendered/` and `/viewable/`: counted once, and what is not is answered alike."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.ads.reader import click, counts, labels, live, nonce, post, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(client: Client) -> str:
    live()
    return nonce(client)


def test_it_counts_what_came_of_an_offer(client: Client, offer: str) -> None:
    assert report(client, "rendered", offer) == 204
    assert counts() == (1, 1, 0, 0)
    assert report(client, "viewable", offer) == 204
    assert counts() == (1, 1, 1, 0)
    click(client, offer)
    assert counts() == (1, 1, 1, 1)
    assert labels() == {}


def test_it_answers_a_second_report_alike(client: Client, offer: str) -> None:
    assert [report(client, "rendered", offer) for _ in range(3)] == [204, 204, 204]
    assert counts() == (1, 1, 0, 0)
    assert labels() == {("rendered", "duplicate"): 2}


def test_it_labels_what_comes_out_of_order_or_from_another_box(client: Client, offer: str) -> None:
    assert report(client, "viewable", offer) == 204
    assert report(client, "rendered", offer, box="side") == 204
    assert report(client, "rendered", offer, box="nowhere") == 204
    assert counts() == (1, 0, 0, 0)
    assert labels() == {("viewable", "order"): 1, ("rendered", "mismatch"): 2}


def test_it_makes_one_query(client: Client, offer: str, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):
        report(client, "rendered", offer)
    with django_assert_num_queries(1):
        report(client, "viewable", offer)
    with django_assert_num_queries(1):
        click(client, offer)


@pytest.mark.parametrize("event", ["rendered", "viewable"])
def test_it_is_kept_by_nobody(client: Client, offer: str, event: str) -> None:
    response = post(client, f"/placements/{offer}/{event}/", {"box": "article-end"})

    assert response.headers["Cache-Control"] == "private, no-store"
    assert not response.content
    assert not response.cookies
    assert client.get(f"/placements/{offer}/{event}/").status_code == 405


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", {}, {"box": 1}, {"box": None}, {"box": "a\0"}, {"box": "\ud800"}, {"box": ["side"]}]
)
def test_it_counts_nothing_of_what_it_cannot_read(client: Client, offer: str, body: object) -> None:
    assert post(client, f"/placements/{offer}/rendered/", body).status_code == 400
    assert (counts(), labels()) == ((1, 0, 0, 0), {})


def test_it_answers_pages_of_ours_alone(client: Client, offer: str) -> None:
    assert report(client, "rendered", offer, sec_fetch_site="cross-site") == 403
    assert (counts(), labels()) == ((1, 0, 0, 0), {})


@pytest.mark.parametrize("forged", ["1.AAAAAAAAAAAAAAAA", "decision", "x", "%00", "1%0d%0a", "١.AAAAAAAAAAAAAAAA"])
def test_it_does_not_know_what_is_not_signed(client: Client, offer: str, forged: str) -> None:
    assert report(client, "rendered", forged) == 404
    assert (counts(), labels()) == ((1, 0, 0, 0), {})
