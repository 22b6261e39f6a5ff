"""A reader who looks at everything: each address that any answer names, and the whole answer with its headers."""

from __future__ import annotations

import gzip
import re
from collections import deque
from collections.abc import Callable, Iterable
from html import unescape
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.http.response import HttpResponseBase
from django.test import Client

# Whatever an answer calls an address: links, forms, pictures, feeds and sitemaps, JSON, a redirect.
NAMED = re.compile(r"""(?:href|src|action|url)=["']([^"']*)|<(?:loc|link|url)>([^<]*)<|"(https?:[^"]*)\"""")
FILES = ("/static/", "/media/", "/share/")  # share pictures are drawn letters of a headline
OURS = urlsplit(settings.SITE_URL).netloc
ENOUGH = 3_000  # pages; a site that never ends is a fault by itself

Look = Callable[[str, bytes], None]


def everything_of(response: HttpResponseBase) -> bytes:
    """Status line, headers, cookies and body as one text; a compressed body is opened."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if response.headers.get("Content-Encoding") == "gzip":
        body = gzip.decompress(body)
    head = "\n".join(f"{name}: {value}" for name, value in response.items())
    cookies = response.cookies.output()
    return f"{response.status_code} {response.reason_phrase}\n{head}\n{cookies}\n\n".encode() + body


def addresses_in(content: bytes, base: str) -> Iterable[str]:
    """The addresses of this site that `content` names, without fragments."""
    for groups in NAMED.findall(content.decode(errors="replace")):
        whole = urlsplit(urljoin(settings.SITE_URL + base, unescape(next(filter(None, groups), ""))))
        if whole.netloc == OURS and not whole.path.startswith(FILES):
            yield whole.path + (f"?{whole.query}" if whole.query else "")


def read_everything(client: Client, start: Iterable[str], look: Look) -> set[str]:
    """Visit all that can be reached from `start`; `look` sees each answer. Returns the addresses."""
    seen: set[str] = set()
    waiting = deque(start)
    while waiting:
        address = waiting.popleft()
        if address in seen or address.startswith("/admin/"):
            continue
        seen.add(address)
        assert len(seen) < ENOUGH, "the site does not end"
        response = client.get(address)
        content = everything_of(response)
        look(address, content)
        if response.headers.get("Location"):
            waiting.append(urlsplit(urljoin(address, response.headers["Location"])).path)
        waiting += addresses_in(content, address)
    return seen
