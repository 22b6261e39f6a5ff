"""Who sends a request, judged by its headers alone: our own page, a robot, a page that nobody looks at yet.

None of it can be trusted against somebody who forges headers; it keeps out those who do not try.
"""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

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


def is_foreign(request: HttpRequest) -> bool:
    """Whether a page of another origin sent it. A request that does not tell is neither ours nor foreign.

    `Sec-Fetch-Site: none` is a person's own doing: a form that a browser sends again when it restores its windows.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site not in ("same-origin", "none")
    return request.headers.get("Origin", "null") != "null" and not is_same_origin(request)


def is_robot(request: HttpRequest) -> bool:
    agent = request.headers.get("User-Agent", "")
    return not agent.startswith(BROWSER) or bool(ROBOT.search(agent))


def is_speculative(request: HttpRequest) -> bool:
    """Fetched before anybody asked to see it."""
    purpose = request.headers.get("Sec-Purpose") or request.headers.get("Purpose") or ""
    return "prefetch" in purpose or "prerender" in purpose or "preview" in purpose


def source_of(request: HttpRequest) -> str:
    """The network address it comes from, of IPv6 its first half; never to be stored (architecture.md).

    X-Forwarded-For is read from its end, where the nearest proxy writes, and for as long as TRUSTED_PROXIES say it.
    """
    address = plain(request.META.get("REMOTE_ADDR", ""))
    said = request.headers.get("X-Forwarded-For", "").split(",")
    while said and is_trusted_proxy(address) and (before := parsed(said.pop().strip())):
        address = str(before)
    found = parsed(address)
    if not isinstance(found, IPv6Address):
        return address
    return str(int(found) >> (128 - IPV6_HOME))


def plain(address: str) -> str:
    found = parsed(address)
    return str(found) if found else address


def parsed(address: str) -> IPv4Address | IPv6Address | None:
    """None of what is no address. An IPv4 address that is written as an IPv6 one is what it is."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def is_trusted_proxy(address: str) -> bool:
    """Whether TRUSTED_PROXIES holds it; what comes through a Unix socket has no address and is this machine."""
    found = parsed(address or "127.0.0.1")
    return found is not None and any(found in network for network in networks(tuple(settings.TRUSTED_PROXIES)))


@lru_cache(maxsize=4)
def networks(names: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(name) for name in names)
