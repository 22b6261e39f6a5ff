"""Who sends a request, judged by its headers."""

from __future__ import annotations

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from mohit.visitors import is_robot, is_same_origin, is_speculative, source_of

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0"


def request(**headers: str) -> HttpRequest:
    return RequestFactory().post("/reads/", headers={name.replace("_", "-"): value for name, value in headers.items()})


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({"sec_fetch_site": "same-origin"}, True),
        ({"sec_fetch_site": "same-origin", "origin": "http://testserver"}, True),
        ({"origin": "http://testserver"}, True),
        ({"sec_fetch_site": "same-site", "origin": "http://testserver"}, False),
        ({"sec_fetch_site": "cross-site", "origin": "http://testserver"}, False),
        ({"sec_fetch_site": "none"}, False),
        ({"origin": "https://testserver"}, False),
        ({"origin": "http://testserver.example"}, False),
        ({"origin": "null"}, False),
        ({}, False),
    ],
)
def test_it_knows_our_own_pages(headers: dict[str, str], ours: bool) -> None:
    assert is_same_origin(request(**headers)) == ours


@pytest.mark.parametrize(
    ("agent", "robot"),
    [
        (FIREFOX, False),
        (
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141 Mobile Safari/537",
            False,
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 [FBAN/FBIOS;FBAV/480]", False),
        ("Mozilla/5.0 (Linux; Android 13; CUBOT X70) AppleWebKit/537.36 Chrome/141 Mobile Safari/537.36", False),
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", True),
        ("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0) Chrome/116 Safari/537.36", True),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/141.0.0.0 Safari/537.36", True),
        ("Mozilla/5.0 (Macintosh) AppleWebKit/605 Safari/605 Chrome-Lighthouse", True),
        ("curl/8.5.0", True),
        ("python-requests/2.32", True),
        ("", True),
    ],
)
def test_it_knows_robots_that_say_so(agent: str, robot: bool) -> None:
    assert is_robot(request(user_agent=agent)) == robot


@pytest.mark.parametrize(
    ("headers", "speculative"),
    [
        ({"sec_purpose": "prefetch"}, True),
        ({"sec_purpose": "prefetch;prerender"}, True),
        ({"purpose": "prefetch"}, True),
        ({"purpose": "preview"}, True),
        ({}, False),
    ],
)
def test_it_knows_what_nobody_looks_at_yet(headers: dict[str, str], speculative: bool) -> None:
    assert is_speculative(request(**headers)) == speculative


def test_it_believes_the_proxy_only_behind_one(settings: object) -> None:
    asked = request(x_forwarded_for="203.0.113.7")
    asked.META["REMOTE_ADDR"] = "127.0.0.1"

    settings.HTTPS = False
    assert source_of(asked) == "127.0.0.1"
    settings.HTTPS = True
    assert source_of(asked) == "203.0.113.7"


def test_it_takes_what_the_last_proxy_says(settings: object) -> None:
    settings.HTTPS = True
    assert source_of(request(x_forwarded_for="198.51.100.1, 203.0.113.7")) == "203.0.113.7"


def test_it_takes_a_household_for_one(settings: object) -> None:
    settings.HTTPS = True
    first, second, other = (
        source_of(request(x_forwarded_for=address)) for address in ("2001:db8::1", "2001:db8::2", "2001:db8:0:1::1")
    )
    assert first == second != other
    assert source_of(request(x_forwarded_for="::ffff:203.0.113.7")) == "203.0.113.7"
    assert source_of(request(x_forwarded_for="unknown")) == "unknown"
