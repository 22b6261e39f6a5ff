"""Addresses as people copy them: what the spellings of one address have in common."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote

from mohit.arabic import address_letters

LONGEST = 600  # letters of an address that is kept or looked up


# What a messenger or a sentence leaves at the end of a pasted address: its full stop, bracket, quotation mark.
_GLUED = re.compile(r"""[\s/.,،;؛:!?؟()\[\]{}<>«»"'`“”‘’…*|\\]+\Z""")
_BROKEN = re.compile("\ufffd|%[0-9A-Fa-f]?\\Z|[\x00-\x1f\x7f-\x9f]")
# The site before a path: with its scheme, or a bare name that ends in no kind of file.
_SITE = re.compile(
    r"(?:[a-z][a-z0-9+.-]*:)?//[^/?#]*"
    r"|[\w-]+(?:\.[\w-]+)*\.(?!html?\b|php\b|aspx?\b)[a-z]{2,}(?=[/?#:]|$)",
    re.IGNORECASE,
)
# Last segments that name the page before them.
SAME_PAGE = frozenset({"index.html", "index.htm", "index.php", "amp"})
# Parameters that say where a reader comes from, never what is asked for.
_OF_THE_WAY = re.compile(r"utm_\w+|[a-z]{0,3}clid|gbraid|wbraid|igsh|igshid|mc_cid|mc_eid|ref|ref_src|amp", re.ASCII)


_PARTING = re.compile("[%?#&=+]")


class Address(NamedTuple):
    """An address without its site: decoded segments of the path, and the parameters that choose the page."""

    segments: tuple[str, ...]
    query: tuple[tuple[str, str], ...] = ()

    @property
    def path(self) -> str:
        return "".join(f"/{segment}" for segment in self.segments) or "/"

    @property
    def key(self) -> str:
        """What the address is looked up by. Read as an address it is itself, whatever signs its names hold."""
        question = "&".join(f"{plain(name)}={plain(value)}" for name, value in self.query)
        return f"{plain(self.path)}?{question}" if question else plain(self.path)

    def without_query(self) -> Address:
        return Address(self.segments)

    def without_feed(self) -> tuple[Address, str]:
        """(the address of the page whose feed this is, what follows it): `/x/feed/atom/` is `/x` and `feed/atom/`."""
        for tail in (("feed",), ("feed", "atom")):
            if len(self.segments) > len(tail) and self.segments[-len(tail) :] == tail:
                return Address(self.segments[: -len(tail)]), f"{'/'.join(tail)}/"
        return self, ""


def plain(name: str) -> str:
    """`name` with the signs that part an address written by number: C%23 is no C with a place in the page."""
    return _PARTING.sub(lambda sign: f"%{ord(sign[0]):02X}", name)


def read_address(path: str, query: str = "") -> Address:
    """The address of a path and its query string, however it was copied.

    Percent-encoded or not, in either case of the hex digits, cut within a letter, composed or not, with tatweel or
    tashkeel; with slashes too many or none at the end, `index.html`, invisible signs or a sentence's full stop.
    """
    text = _BROKEN.sub("", unquote(path))
    if "%" in text:  # encoded twice on its way
        text = unquote(text)
    text = _GLUED.sub("", _letters(text))
    segments = [segment.strip() for segment in text.split("/")]
    kept = [segment for segment in segments if segment]
    while kept and kept[-1] in SAME_PAGE:
        kept.pop()
    return Address(tuple(kept), _choosing(query))


def read_whole_address(text: str) -> Address:
    """The address in a line of a list: `https://old.example/2021/05/12/…/`, `/?p=123`, `old.example/x#comments`."""
    path, _, query = _without_site(text.strip()).partition("#")[0].partition("?")
    return read_address(path, query)


def host_of(text: str) -> str:
    """The name of the site in an address, in small letters and without a port; empty for a path."""
    site = _SITE.match(text.strip())
    return site[0].rpartition("//")[2].rpartition("@")[2].partition(":")[0].lower() if site else ""


def _without_site(text: str) -> str:
    site = _SITE.match(text)
    return text[site.end() :] if site else text


def way_of(query: str) -> str:
    """The part of a query string that says where a reader comes from, as it stands."""
    return "&".join(pair for pair in query.split("&") if _OF_THE_WAY.fullmatch(pair.partition("=")[0]))


def _choosing(query: str) -> tuple[tuple[str, str], ...]:
    pairs = parse_qsl(query[:LONGEST], keep_blank_values=True, errors="ignore")
    return tuple(sorted((name, _letters(value)) for name, value in pairs if not _OF_THE_WAY.fullmatch(name)))


def _letters(text: str) -> str:
    return address_letters(_BROKEN.sub("", text))
