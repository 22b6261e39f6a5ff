"""Who may send a public form, whatever it holds."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client
from django.test.utils import override_settings

from mohit.public_forms import proof
from tests.articles.markup import Markup

pytestmark = pytest.mark.urls("tests.public_forms.letterbox")

OURS = {"Sec-Fetch-Site": "same-origin"}
FIELDS = {"text": ' أول سطر\r\nوثان <b> & "ثالث"', "more": ["واحد", "اثنان"], "empty": ""}


@pytest.fixture
def reader() -> Client:
    return Client(enforce_csrf_checks=True)


def is_private(response: HttpResponse) -> bool:
    return response.headers["Cache-Control"] == "private, no-store" and not response.cookies


def test_it_takes_a_form_of_our_own_page_without_cookie_or_token(reader: Client) -> None:
    response = reader.post("/plain/", FIELDS, headers=OURS)

    assert response.status_code == 200
    assert response.content.decode() == FIELDS["text"]
    assert is_private(response)
    assert "Cookie" not in response.headers.get("Vary", "")


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}])
@pytest.mark.parametrize("address", ["/plain/", "/both/"])
def test_it_refuses_a_form_of_another_site(reader: Client, headers: dict[str, str], address: str) -> None:
    response = reader.post(address, FIELDS, headers=headers)

    assert response.status_code == 403
    assert "لم يأت هذا الطلب من صفحاتنا" in response.content.decode()
    assert is_private(response)


@pytest.mark.parametrize(
    ("address", "allowed"), [("/plain/", "POST"), ("/both/", "GET, HEAD, POST"), ("/link/", "GET, HEAD, POST")]
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_it_answers_no_other_method(reader: Client, method: str, address: str, allowed: str) -> None:
    response = reader.generic(method, address, headers=OURS)

    assert response.status_code == (200 if method in allowed else 405)
    if response.status_code == 405:
        assert response.headers["Allow"] == allowed


def test_a_page_that_also_takes_posts_is_as_public_as_any(reader: Client) -> None:
    assert reader.get("/both/").headers["Cache-Control"].startswith("public, ")
    assert reader.get("/both/").content == b"GET {}"
    assert is_private(reader.post("/both/", {"a": "b"}, headers=OURS))


def test_a_link_counts_wherever_it_comes_from(reader: Client) -> None:
    for headers in ({}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://mail.example"}, OURS):
        assert reader.post("/link/", {"List-Unsubscribe": "One-Click"}, headers=headers).content == b"POST"
    assert is_private(reader.get("/link/"))
    assert reader.get("/link/").headers["X-Robots-Tag"] == "noindex"


# --- Neither Sec-Fetch-Site nor Origin -----------------------------------------------------------------------------


def asked_to_confirm(response: HttpResponse) -> dict[str, list[str]]:
    """The fields of the form on the page that asks a person to confirm."""
    assert response.status_code == 409
    assert is_private(response)
    markup = Markup(response.content.decode())
    assert len(markup.all("button")) == 1
    fields: dict[str, list[str]] = {}
    for element in markup.all("input"):
        assert element["type"] == "hidden"
        fields.setdefault(element["name"], []).append(element["value"])
    return fields


@pytest.mark.parametrize("headers", [{}, {"Origin": "null"}, {"Sec-Fetch-Site": "none"}])
def test_it_asks_a_person_when_the_browser_says_nothing(reader: Client, headers: dict[str, str]) -> None:
    response = reader.post("/plain/", FIELDS, headers=headers)
    fields = asked_to_confirm(response)
    again = reader.post("/plain/", fields, headers=headers)

    assert fields["more"] == ["واحد", "اثنان"]
    assert Markup(response.content.decode()).one("form")["action"] == "/plain/"
    assert again.status_code == 200
    assert again.content.decode() == FIELDS["text"].replace("\r\n", "\n")


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_it_takes_the_confirmed_form_however_its_lines_end(reader: Client, line_end: str) -> None:
    fields = asked_to_confirm(reader.post("/plain/", FIELDS))
    fields["text"] = [fields["text"][0].replace("\n", line_end)]

    assert reader.post("/plain/", fields).status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        {"text": ["آخر"]},
        {"more": ["واحد"]},
        {"more": ["اثنان", "واحد"]},
        {"new": [""]},
        {"proof": ["seen:1:x"]},
        {"proof": []},
    ],
)
def test_a_proof_holds_for_its_form_alone(reader: Client, change: dict[str, list[str]]) -> None:
    fields = asked_to_confirm(reader.post("/plain/", FIELDS))

    asked_to_confirm(reader.post("/plain/", fields | change))


def test_a_proof_holds_for_its_address_its_network_and_an_hour(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    fields = asked_to_confirm(reader.post("/plain/", FIELDS))

    asked_to_confirm(reader.post("/both/", fields))
    asked_to_confirm(reader.post("/plain/?x=1", fields))
    asked_to_confirm(reader.post("/plain/", fields, REMOTE_ADDR="203.0.113.7"))
    with override_settings(SECRET_KEY="another"):
        asked_to_confirm(reader.post("/plain/", fields))
    monkeypatch.setattr(proof, "LIFETIME", -1)
    asked_to_confirm(reader.post("/plain/", fields))


def test_no_page_of_another_site_can_use_a_proof(reader: Client) -> None:
    fields = asked_to_confirm(reader.post("/plain/", FIELDS))

    assert reader.post("/plain/", fields, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_it_shows_what_a_person_typed_under_its_label(reader: Client) -> None:
    typed = {"name": "نادية", "text": "سطر\nثان", "details": "robot", "instance": "x", "unknown": "?"}
    response = reader.post("/letters/", typed)
    markup = Markup(response.content.decode())

    assert asked_to_confirm(response).keys() == {*typed, "proof"}
    assert [e.words for e in markup.all("dt")] == ["الاسم", "الرسالة"]
    assert [e.words for e in markup.all("dd")] == ["نادية", "سطر\nثان"]
