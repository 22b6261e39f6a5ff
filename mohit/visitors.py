"""Who sends a request, judged by its headers alone: our own page, a robot, a page that nobody looks at yet.

None of it can be trusted against somebody who forges headers; it keeps out those who do not try.
"""

from __future__ import annotations

import re
from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest

# What robots that pretend to be browsers call themselves, and browsers without a person. CUBOT makes telephones.
ROBOT = re.compile(
    r"(?<!cu)bots?\b|compatible;|crawl|spider|slurp|scrap|archiv|headless|phantom|lighthouse|pagespeed|preview|"
    r"prerender|monitor|uptime|validator|facebookexternalhit|embedly|feedfetcher|puppeteer|playwright",
    re.IGNORECASE,
)
BROWSER = "Mozilla/"  # how every browser begins, and no library that fetches
IPV6_HOME = 64  # bits: one household or telephone has all addresses below


def is_same_origin(request: HttpRequest) -> bool:
    """Whether a page of this very origin sent it: `Sec-Fetch-Site`, or `Origin` of browsers older than that."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def is_robot(request: HttpRequest) -> bool:
    agent = request.headers.get("User-Agent", "")
    return not agent.startswith(BROWSER) or bool(ROBOT.search(agent))


def is_speculative(request: HttpRequest) -> bool:
    """Fetched before anybody asked to see it."""
    purpose = request.headers.get("Sec-Purpose") or request.headers.get("Purpose") or ""
    return "prefetch" in purpose or "prerender" in purpose or "preview" in purpose


def source_of(request: HttpRequest) -> str:
    """The network address it comes from, of IPv6 its first half; never to be stored (architecture.md).

    Behind the proxy that ends TLS it is what that proxy says; without one nobody is believed but the connection.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.HTTPS:
        address = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or address
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return address
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(int(parsed) >> (128 - IPV6_HOME))
