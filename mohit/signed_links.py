"""Links in mails that show who may press their button: short, signed, for one purpose, for a time.

A link holds the key of a row and that row's `version`, no address and no name. Change the version in the row and every
link given out before is dead. GET and HEAD show a page with one button and change nothing, for scanners of mail follow
every link; POST does it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property, wraps

from django.core.signing import BadSignature, TimestampSigner, b62_decode, b62_encode
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse

from mohit.addresses import absolute
from mohit.public_forms import public_form_page
from mohit.responses import PRIVATE

LONGEST_TOKEN = 200
HEADERS = {
    "Cache-Control": PRIVATE,
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",  # the address is the key: no page after this one may learn it
}


class WrongLink(Exception):
    """Forged, for another purpose, too old, or of a row that has changed: to the reader it is all the same."""


@dataclass(frozen=True)
class Purpose:
    """What a link is for: `"comments.mute"`. One link does nothing else than its purpose."""

    name: str
    lifetime: timedelta

    @cached_property
    def signer(self) -> TimestampSigner:
        return TimestampSigner(salt=f"mohit.signed_links.{self.name}", sep=".")

    def token(self, pk: int, version: int = 0) -> str:
        """Some 60 letters that may stand in a path: key, version, moment and signature."""
        return self.signer.sign(f"{b62_encode(pk)}.{b62_encode(version)}")

    def read(self, token: str) -> tuple[int, int]:
        """(key, version) of an unbroken token; the caller compares the version with the row's."""
        try:
            if len(token) > LONGEST_TOKEN:
                raise BadSignature
            pk, _, version = self.signer.unsign(token, max_age=self.lifetime).partition(".")
            return b62_decode(pk), b62_decode(version)
        except (BadSignature, ValueError, OverflowError):
            raise WrongLink from None

    def address(self, view: str, pk: int, version: int = 0) -> str:
        """The whole address of `view` with a new token."""
        return absolute(reverse(view, args=[self.token(pk, version)]))


LinkView = Callable[..., HttpResponse]


def link_page(purpose: Purpose, *, any_body: bool = False) -> Callable[[LinkView], Callable[..., HttpResponse]]:
    """Make `view(request, pk, version, …)` the page of the links of `purpose`; its path holds `<str:token>`.

    The token is the right to do it, so neither cookie nor origin is asked for. The view raises WrongLink when the row
    is gone or its version is another, and changes something on POST alone.
    """

    def decorate(view: LinkView) -> Callable[..., HttpResponse]:
        @wraps(view)
        def wrapped(request: HttpRequest, token: str, **named: object) -> HttpResponse:
            try:
                response = view(request, *purpose.read(token), **named)
            except WrongLink:
                response = wrong_link()
            for name, value in HEADERS.items():
                response.headers[name] = value
            return response

        return public_form_page(wrapped, by_link=True, any_body=any_body)

    return decorate


def wrong_link() -> HttpResponse:
    """The same answer for every link that does not hold, whatever is wrong with it."""
    return HttpResponse(render_to_string("links/wrong.html"), status=404)


def button_page(
    title: str,
    words: str,
    button: str,
    *,
    choice: str = "",
    choices: Sequence[tuple[str, str]] = (),
    quote: str = "",
) -> HttpResponse:
    """A page that asks for one press. It sends `choice`, or the one picked among `choices`: (value, words) each."""
    facts = {"title": title, "words": words, "button": button, "choice": choice, "choices": choices, "quote": quote}
    return HttpResponse(render_to_string("links/button.html", facts))


def done_page(title: str, words: str, *, address: str = "/", way: str = "الصفحة الرئيسية") -> HttpResponse:
    """What the press has done; the same when it is pressed twice. `way`: where to go from here."""
    facts = {"title": title, "words": words, "address": address, "way": way}
    return HttpResponse(render_to_string("links/done.html", facts))
