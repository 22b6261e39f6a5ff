"""Headers that every answer carries."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_it_sends_one_policy_in_one_order(client: Client) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]

    assert policy.split("; ") == sorted(policy.split("; "))
    assert "unsafe-inline" not in policy
    assert "'nonce-" not in policy


@pytest.mark.parametrize("address", ["/", "/feed/", "/feed/rss/", "/sitemap.xml", "/latest/", "/robots.txt", "/1/"])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_it_says_which_methods_a_public_page_knows(address: str, method: str) -> None:
    answer = Client(enforce_csrf_checks=True).generic(method, address)

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD"
    assert "public" not in answer.headers.get("Cache-Control", "")
    assert not answer.cookies


def test_it_compresses_public_pages_to_the_same_bytes(client: Client) -> None:
    answers = [client.get("/", headers={"accept-encoding": "gzip"}) for _ in range(3)]

    assert {answer.headers["Content-Encoding"] for answer in answers} == {"gzip"}
    assert len({answer.content for answer in answers}) == 1


def test_it_says_on_every_public_answer_what_it_varies_by(client: Client) -> None:
    fresh = client.get("/")
    known = client.get("/", headers={"if-none-match": fresh.headers["ETag"]})

    assert known.status_code == 304
    assert known.headers["Vary"] == fresh.headers["Vary"] == "Accept-Encoding"


def test_it_leaves_private_pages_uncompressed(client: Client) -> None:
    answer = client.get("/admin/login/", headers={"accept-encoding": "gzip"})

    assert answer.status_code == 200
    assert "Content-Encoding" not in answer.headers


def test_it_hands_out_a_nonce_where_a_page_uses_one() -> None:
    from django.http import HttpResponse
    from django.test import RequestFactory

    from mohit.responses import ContentPolicyMiddleware

    def view(request):
        return HttpResponse(str(request.csp_nonce))

    answer = ContentPolicyMiddleware(view)(RequestFactory().get("/"))

    assert f"'nonce-{answer.content.decode()}'" in answer.headers["Content-Security-Policy"]
