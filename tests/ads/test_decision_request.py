"""`POST /placements/decision/`: one answer for all boxes of a page, and nothing counted of what is no question."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.db import connection
from django.test import Client

from ads.models import Campaign, Offer, Placement
from ads.nonces import nonce_of
from tests.ads.factories import AdvertiserFactory, CreativeImageFactory
from tests.ads.reader import DECISION, ask, counts, labels, live, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign() -> Campaign:
    return live(kind="price", advertiser=AdvertiserFactory(name="شركة الواحة"), frequency_cap=3)


def test_it_says_what_stands_in_a_box(client: Client, campaign: Campaign) -> None:
    shown = ask(client, "article-end", "side")

    assert list(shown) == ["article-end"]  # no campaign twice on a page
    facts = shown["article-end"]
    assert facts["nonce"] == nonce_of(Offer.objects.get().pk)
    assert facts["alt"] == "عرض نهاية السنة"
    assert (facts["name"], facts["campaign"], facts["cap"]) == ("شركة الواحة", campaign.pk, 3)
    assert counts() == (1, 0, 0, 0)
    assert Offer.objects.get().section == "culture"


def test_it_shows_the_largest_image_of_each_room_and_scheme(client: Client) -> None:
    creative = live(creative=None).creatives.create(name="مادة", target="https://example.com/", alt="عرض")
    files = {}
    for scheme, width, height in (
        ("light", 320, 50),
        ("light", 300, 250),
        ("dark", 300, 250),
        ("light", 728, 90),
        ("dark", 320, 50),
        ("light", 970, 250),
    ):
        row = CreativeImageFactory(creative=creative, scheme=scheme, width=width, height=height)
        files[scheme, width] = row.file.name

    facts = ask(client)["article-end"]  # 300 by 250, and 728 by 90

    assert facts["phone"] == {
        "light": {"src": f"/media/{files['light', 300]}", "width": 300, "height": 250},
        "dark": {"src": f"/media/{files['dark', 300]}", "width": 300, "height": 250},
    }
    assert facts["wide"] == {
        "light": {"src": f"/media/{files['light', 728]}", "width": 728, "height": 90},
        "dark": None,
    }


def test_it_names_no_advertiser_and_no_cap_where_there_is_none(client: Client) -> None:
    live()

    facts = ask(client)["article-end"]

    assert (facts["name"], facts["cap"]) == ("", None)


def test_it_makes_three_queries(client: Client, campaign: Campaign, django_assert_num_queries: object) -> None:
    for kind in ("house", "standard", "sponsorship"):
        live(kind=kind)
    ask(client)

    # The rate of the network; the boxes and the candidates; the offers.
    with django_assert_num_queries(3):
        ask(client, "article-end", "side", "article-middle")
    with django_assert_num_queries(3):
        ask(client, "article-end", seen=[campaign.pk], sensitive=False)


def test_it_is_kept_by_nobody_and_sets_no_cookie(client: Client, campaign: Campaign) -> None:
    response = post(client, DECISION, {"boxes": ["article-end"]})

    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Content-Type"] == "application/json"
    assert not response.cookies
    assert "Vary" not in response.headers


def test_it_needs_no_token(campaign: Campaign) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies["sessionid"] = client.cookies["csrftoken"] = "x"

    assert ask(client)


def test_it_hears_the_section_the_topic_and_what_was_seen(client: Client, campaign: Campaign) -> None:
    Campaign.objects.update(excluded_sections=["economy"])

    assert ask(client, seen=[campaign.pk]) == ask(client, sensitive=True) == ask(client, section="economy") == {}
    assert ask(client, section="ثقافة", seen=[campaign.pk + 1], sensitive=False)


def test_it_leaves_out_boxes_that_are_closed_or_none_of_ours(client: Client, campaign: Campaign) -> None:
    Placement.objects.filter(name="side").update(is_active=False)

    boxes = ["side", "nowhere", "مكان", "\ud800", "a\0b", "", "x" * 41, "article-end", "article-end"]

    assert list(ask(client, *boxes)) == ["article-end"]
    assert ask(client, "side") == ask(client, "nowhere") == {}
    assert counts() == (1, 0, 0, 0)


def test_it_answers_a_page_without_boxes(client: Client, campaign: Campaign) -> None:
    assert post(client, DECISION, {"boxes": []}).json() == {"boxes": {}}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"1",
        b'"boxes"',
        b"\xff\xfe",
        b"\0",
        b"[" * 4000,
        b'{"a":' * 800,
        b"9" * 4000,
        {},
        {"boxes": "article-end"},
        {"boxes": {"article-end": 1}},
        {"boxes": [1]},
        {"boxes": [None]},
        {"boxes": [["article-end"]]},
        {"boxes": ["article-end"] * 21},
        {"boxes": ["article-end"], "section": 1},
        {"boxes": ["article-end"], "section": None},
        {"boxes": ["article-end"], "section": "a\0b"},
        {"boxes": ["article-end"], "section": "a b"},
        {"boxes": ["article-end"], "section": "culture\n"},
        {"boxes": ["article-end"], "section": "\ud800"},
        {"boxes": ["article-end"], "section": "x" * 121},
        {"boxes": ["article-end"], "sensitive": 1},
        {"boxes": ["article-end"], "sensitive": "no"},
        {"boxes": ["article-end"], "seen": 1},
        {"boxes": ["article-end"], "seen": ["1"]},
        {"boxes": ["article-end"], "seen": [True]},
        {"boxes": ["article-end"], "seen": [1.5]},
        {"boxes": ["article-end"], "seen": [0]},
        {"boxes": ["article-end"], "seen": [-1]},
        {"boxes": ["article-end"], "seen": [2**63]},
        {"boxes": ["article-end"], "seen": [10**300]},
        {"boxes": ["article-end"], "seen": [1] * 201},
        {"boxes": ["article-end"], "padding": "x" * 4096},
    ],
    ids=lambda body: str(body)[:60],
)
def test_it_counts_nothing_of_what_it_cannot_read(client: Client, campaign: Campaign, body: object) -> None:
    response = post(client, DECISION, body)

    assert response.status_code == 400
    assert not response.content
    assert response.headers["Cache-Control"] == "private, no-store"
    assert (counts(), labels()) == ((0, 0, 0, 0), {})


@pytest.mark.parametrize("length", ["", "-1", "x", "²", "4097", "9" * 400, "999"])
def test_it_reads_no_body_of_another_length(client: Client, campaign: Campaign, length: str) -> None:
    body = b'{"boxes": ["article-end"]}'
    headers = {"sec-fetch-site": "same-origin", "user-agent": "Mozilla/5.0 Firefox/144.0"}

    sent = {"CONTENT_LENGTH": length, "wsgi.input": BytesIO(body)}
    response = client.generic("POST", DECISION, body, "application/json", headers=headers, **sent)

    assert response.status_code == 400
    assert not Offer.objects.exists()


def test_it_reads_no_more_than_it_may_whatever_the_first_digits_say(client: Client, campaign: Campaign) -> None:
    """Nine digits of it are the number one."""
    stream = BytesIO(b" " * 100_000)
    headers = {"sec-fetch-site": "same-origin", "user-agent": "Mozilla/5.0 Firefox/144.0"}

    sent = {"CONTENT_LENGTH": "000000001" + "000099999", "wsgi.input": stream}
    response = client.generic("POST", DECISION, b" ", "application/json", headers=headers, **sent)

    assert response.status_code == 400
    assert stream.tell() == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"sec_fetch_site": "none"},
        {"sec_fetch_site": None},
        {"sec_fetch_site": None, "origin": "https://evil.example"},
        {"sec_fetch_site": None, "origin": "null"},
    ],
)
def test_it_answers_pages_of_ours_alone(client: Client, campaign: Campaign, headers: dict) -> None:
    assert post(client, DECISION, {"boxes": ["article-end"]}, **headers).status_code == 403
    assert not Offer.objects.exists()


def test_it_knows_an_older_browser_by_its_origin(client: Client, campaign: Campaign) -> None:
    assert ask(client, headers={"sec_fetch_site": None, "origin": "http://testserver"})


@pytest.mark.parametrize("method", ["get", "head", "put", "delete", "options"])
def test_it_is_asked_by_post_alone(client: Client, campaign: Campaign, method: str) -> None:
    response = getattr(client, method)(DECISION)

    assert response.status_code == 405
    assert response.headers["Allow"] == "POST"
    assert response.headers["Cache-Control"] == "private, no-store"


def test_it_is_decided_outside_a_transaction() -> None:
    """A request that is one would hold the hot rows until its end."""
    assert connection.settings_dict["ATOMIC_REQUESTS"] is False
    from ads import views

    for view in (views.placement_decision, views.placement_event, views.placement_go):
        assert view._non_atomic_requests == {"default"}
