"""`GET /placements/<nonce>/go/`: to the advertiser, whatever is counted; nowhere else, whoever asks."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.core.exceptions import DisallowedRedirect
from django.db import IntegrityError, connection, transaction
from django.test import Client

from ads.models import Creative, Offer
from ads.nonces import nonce_of
from ads.views import ToAdvertiser
from tests.ads.reader import click, counts, labels, live, nonce, report, with_headers

pytestmark = pytest.mark.django_db

TARGET = "https://example.com/offer?x=1#top"


@pytest.fixture
def seen(client: Client) -> str:
    """An offer that was rendered and seen."""
    live()
    offer = nonce(client)
    report(client, "rendered", offer)
    report(client, "viewable", offer)
    return offer


def test_it_leads_to_the_advertiser_and_counts(client: Client, seen: str) -> None:
    response = click(client, seen)

    assert response.status_code == 302
    assert response.headers["Location"] == TARGET
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Referrer-Policy"] == "strict-origin"
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert not response.cookies
    assert not response.content
    assert (counts(), labels()) == ((1, 1, 1, 1), {})


def test_it_leads_there_again_and_counts_once(client: Client, seen: str) -> None:
    assert [click(client, seen).headers["Location"] for _ in range(3)] == [TARGET] * 3
    assert (counts(), labels()) == ((1, 1, 1, 1), {("clicked", "duplicate"): 2})


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"user_agent": None}, "no_agent"),
        ({"user_agent": "curl/8.0"}, "robot"),
        ({"sec_purpose": "prefetch"}, "speculative"),
        ({"sec_fetch_mode": "no-cors"}, "speculative"),
        ({"sec_fetch_mode": "cors"}, "speculative"),
    ],
)
def test_it_leads_there_when_it_does_not_count(client: Client, seen: str, headers: dict, reason: str) -> None:
    assert click(client, seen, **headers).headers["Location"] == TARGET
    assert (counts(), labels()) == ((1, 1, 1, 0), {("clicked", reason): 1})

    assert click(client, seen).status_code == 302
    assert counts() == (1, 1, 1, 1)


def test_it_counts_no_head(client: Client, seen: str) -> None:
    response = client.head(f"/placements/{seen}/go/", headers=with_headers({}))

    assert (response.status_code, response.headers["Location"]) == (302, TARGET)
    assert response.headers["Cache-Control"] == "private, no-store"
    assert (counts(), labels()) == ((1, 1, 1, 0), {})


@pytest.mark.parametrize("method", ["post", "put", "delete", "options"])
def test_it_counts_no_other_method(client: Client, seen: str, method: str) -> None:
    assert getattr(client, method)(f"/placements/{seen}/go/").status_code == 405
    assert (counts(), labels()) == ((1, 1, 1, 0), {})


def tampered(seen: str) -> dict[str, str]:
    number, signature = seen.split(".")
    wide = "".join(chr(ord(letter) + 0xFEE0) if letter.isdigit() else letter for letter in seen)
    return {
        "another offer's": f"{int(number, 36) + 1}.{signature}",
        "another signature": f"{number}.{signature[:-1]}{'A' if signature[-1] != 'A' else 'B'}",
        "cut": seen[:-1],
        "longer": f"{seen}A",
        "no signature": number,
        "no number": f".{signature}",
        "leading zero": f"0{seen}",
        "small letters": f"{number}.{signature.swapcase()}",
        "//evil": "//evil.example",
        "evil after": f"{seen}//evil.example",
        "evil address": f"{seen}?to=https://evil.example",
        "javascript": "javascript:alert(1)",
        "data": "data:text/html,x",
        "line end": f"{seen}\n",
        "header": f"{seen}\r\nLocation: https://evil.example",
        "nul": f"{seen}\0",
        "wide digits": wide if wide != seen else f"\uff11.{signature}",
        "arabic digits": f"\u0661.{signature}",
        "zero width": f"{seen}\u200b",
        "marks": f"\u202e{seen}",
        "wide stop": seen.replace(".", "\uff0e"),
        "surrogate": "%ED%A0%80",
        "no utf-8": "%FF",
        "backslash": f"\\\\evil.example\\{seen}",
        "dots": f"../{seen}",
    }


def test_it_does_not_know_what_is_tampered_with(client: Client, seen: str) -> None:
    for name, forged in tampered(seen).items():
        path = forged if forged.startswith("%") else quote(forged, safe="")
        response = client.get(f"/placements/{path}/go/", headers=with_headers({}))

        assert response.status_code == 404, name
        assert "Location" not in response.headers, name
    assert (counts(), labels()) == ((1, 1, 1, 0), {})


def test_it_does_not_know_another_sites_offers(client: Client, seen: str, settings: object) -> None:
    settings.SECRET_KEY = "another newspaper's"
    foreign = nonce_of(Offer.objects.get().pk)
    settings.SECRET_KEY = "tests"

    assert click(client, foreign).status_code == 404
    assert click(client, nonce_of(Offer.objects.get().pk + 1)).status_code == 404
    assert (counts(), labels()) == ((1, 1, 1, 0), {})


def test_it_hears_no_destination(client: Client, seen: str) -> None:
    for query in ("to=https://evil.example", "next=//evil.example", "url=javascript:alert(1)"):
        response = client.get(f"/placements/{seen}/go/?{query}", headers=with_headers({}))

        assert response.headers["Location"] == TARGET


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "http://example.com/",
        "javascript:alert(1)",
        "data:text/html,x",
        "/admin/",
        "",
        "https://",
        "https:///evil.example",
        "https:/evil.example",
        " https://example.com/",
        "https://example.com/\r\nSet-Cookie: a=b",
        "https://example.com/\n",
        "https://example.com\\@evil.example/",
        "https://name@evil.example/",
        "https://exa mple.com/",
        "HTTPS://example.com/",
    ],
)
def test_the_database_holds_no_other_destination(target: str) -> None:
    live()
    with pytest.raises(IntegrityError, match="creative_leads_to_https"), transaction.atomic():
        Creative.objects.update(target=target)


@pytest.mark.parametrize("target", ["http://example.com/", "javascript:alert(1)", "data:text/html,x", "ftp://a.b/"])
def test_it_redirects_to_https_whatever_the_database_holds(target: str) -> None:
    with pytest.raises(DisallowedRedirect):
        ToAdvertiser(target)


@pytest.fixture
def no_counting() -> Iterator[None]:
    """A database that can be read and in which nothing can be counted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION tests_no_counting() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'no counting'; END $$;"
            "CREATE TRIGGER tests_no_counting BEFORE UPDATE ON ads_counter"
            " FOR EACH ROW EXECUTE FUNCTION tests_no_counting()"
        )
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER tests_no_counting ON ads_counter; DROP FUNCTION tests_no_counting")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_it_leads_there_when_the_database_cannot_count(
    client: Client, seen: str, no_counting: None, caplog: pytest.LogCaptureFixture
) -> None:
    response = click(client, seen)

    assert (response.status_code, response.headers["Location"]) == (302, TARGET)
    assert "A click was not counted." in caplog.text
    assert seen not in caplog.text
    assert (counts(), labels()) == ((1, 1, 1, 0), {})
