"""Who sends a request, judged by its headers."""

from __future__ import annotations

import pytest
from django.http import HttpRequest
from django.test import RequestFactory, override_settings

from mohit.visitors import is_foreign, is_robot, is_same_origin, is_speculative, source_of

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


@pytest.mark.parametrize(
    ("headers", "foreign"),
    [
        ({"sec_fetch_site": "cross-site"}, True),
        ({"sec_fetch_site": "cross-site", "origin": "http://testserver"}, True),
        ({"sec_fetch_site": "same-site"}, True),
        ({"origin": "https://elsewhere.example"}, True),
        ({"sec_fetch_site": "same-origin"}, False),
        ({"origin": "http://testserver"}, False),
        ({"sec_fetch_site": "none"}, False),
        ({"origin": "null"}, False),
        ({}, False),
    ],
)
def test_it_knows_pages_of_others(headers: dict[str, str], foreign: bool) -> None:
    assert is_foreign(request(**headers)) == foreign


def source(peer: str, said: str = "", proxies: str = "127.0.0.0/8 192.168.0.0/16 2001:db8:ffff::/48") -> str:
    """The source of a connection from `peer` that says `said`."""
    asked = request(x_forwarded_for=said) if said else request()
    asked.META["REMOTE_ADDR"] = peer
    with override_settings(TRUSTED_PROXIES=proxies.split()):
        return source_of(asked)


def test_it_believes_nobody_but_the_connection_without_a_proxy() -> None:
    assert source("198.51.100.1", "203.0.113.7") == "198.51.100.1"
    assert source("127.0.0.1", "203.0.113.7", proxies="") == "127.0.0.1"


def test_it_believes_a_trusted_proxy() -> None:
    assert source("127.0.0.1", "203.0.113.7") == "203.0.113.7"
    assert source("::ffff:127.0.0.1", "203.0.113.7") == "203.0.113.7"
    assert source("", "203.0.113.7") == "203.0.113.7"  # through a Unix socket


def test_it_takes_what_the_last_proxy_says_and_nothing_that_a_reader_wrote_before() -> None:
    assert source("127.0.0.1", "192.0.2.66, 203.0.113.7") == "203.0.113.7"
    assert source("127.0.0.1", "192.0.2.66, 203.0.113.7, 192.168.1.9") == "203.0.113.7"
    assert source("2001:db8:ffff::1", "192.0.2.66,203.0.113.7 , 127.0.0.1") == "203.0.113.7"


def test_it_stops_where_a_proxy_says_no_address() -> None:
    assert source("127.0.0.1", "203.0.113.7, unknown") == "127.0.0.1"
    assert source("127.0.0.1", "203.0.113.7, unknown, 192.168.1.9") == "192.168.1.9"
    assert source("127.0.0.1", "192.168.1.9, 192.168.1.8") == "192.168.1.9"  # a reader inside the house
    assert source("127.0.0.1") == "127.0.0.1"


def test_it_takes_a_household_for_one() -> None:
    first, second, other = (source("127.0.0.1", said) for said in ("2001:db8::1", "2001:db8::2", "2001:db8:0:1::1"))

    assert first == second != other
    assert source("127.0.0.1", "::ffff:203.0.113.7") == "203.0.113.7"
