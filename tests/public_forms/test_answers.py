"""From the form to the answer: done, wrong, too often."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.articles.markup import Markup
from tests.public_forms import letterbox

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.public_forms.letterbox")]

TYPED = {"name": "نادية", "email": "nadia@example.com", "kind": "blame", "text": "سلام\nعليكم"}


def send(**typed: str) -> HttpResponse:
    return Client().post("/letters/", {**TYPED, **typed}, headers={"Sec-Fetch-Site": "same-origin"})


def typed_again(response: HttpResponse) -> dict[str, str]:
    markup = Markup(response.content.decode())
    inputs = {e["name"]: e["value"] for e in markup.all("input") if e.get("value") and e.get("type") != "radio"}
    del inputs["form"]  # the newsletter's, in the footer
    (chosen,) = [e["value"] for e in markup.all("input") if "checked" in e.attributes and e["name"] == "kind"]
    return {**inputs, "kind": chosen, "text": markup.one("textarea").words.removeprefix("\n")}


def test_it_sends_the_reader_back_to_the_page_at_the_price_of_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(1):  # the limit
        response = send()

    assert response.status_code == 303
    assert response.headers["Location"] == "/letter/#letter-sent"
    assert response.headers["Cache-Control"] == "private, no-store"


def test_it_keeps_what_was_typed_when_something_is_wrong() -> None:
    response = send(email="nadia@")

    assert response.status_code == 422
    assert response.headers["Cache-Control"] == "private, no-store"
    assert typed_again(response) == {**TYPED, "email": "nadia@"}
    assert not response.cookies


def test_it_keeps_what_was_typed_when_it_is_too_often() -> None:
    assert [send().status_code for _ in range(letterbox.limit.most)] == [303, 303, 303]
    response = send()

    assert response.status_code == 429
    assert 0 < int(response.headers["Retry-After"]) <= 2 * letterbox.limit.seconds
    assert response.headers["Cache-Control"] == "private, no-store"
    assert typed_again(response) == TYPED
    assert "وصلنا منك الكثير في وقت قصير" in response.content.decode()


def test_a_form_that_is_wrong_is_not_counted() -> None:
    for _ in range(5):
        send(email="")

    assert send().status_code == 303
