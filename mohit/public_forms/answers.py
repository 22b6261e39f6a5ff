"""Answers to a public form."""

from __future__ import annotations

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string

from mohit.dates import count
from mohit.responses import PRIVATE

MINUTE, HOUR = 60, 3600


class SeeOther(HttpResponseRedirect):
    """RFC 9110, section 15.4.4: what follows is a GET."""

    status_code = 303


def done(address: str, fragment: str = "") -> HttpResponse:
    """303 to the public page `address`, a path of ours, where the message with the id `fragment` shows (`:target`)."""
    if not address.startswith("/") or address.startswith(("//", "/\\")):
        raise ValueError(f"{address!r} is no path of this site.")
    return SeeOther(f"{address}#{fragment}" if fragment else address, headers={"Cache-Control": PRIVATE})


def invalid(request: HttpRequest, form: Form, template: str, **context: object) -> HttpResponse:
    """422: `template` with the form as it was typed, and what is wrong with it."""
    return _again(template, {"form": form, **context}, 422)


def limited(request: HttpRequest, form: Form, template: str, wait: int, **context: object) -> HttpResponse:
    """429: the same, to be sent again after `wait` seconds (RFC 6585, section 4). The form must have been validated."""
    form.add_error(
        None, f"وصلنا منك الكثير في وقت قصير. ما كتبته محفوظ في هذه الصفحة. أرسله من جديد بعد {duration(wait)}."
    )
    response = _again(template, {"form": form, "wait": wait, **context}, 429)
    response.headers["Retry-After"] = str(wait)
    return response


def _again(template: str, context: dict[str, object], status: int) -> HttpResponse:
    return HttpResponse(render_to_string(template, context), status=status, headers={"Cache-Control": PRIVATE})


def duration(seconds: int) -> str:
    """In whole minutes or hours, rounded up, as it stands after a preposition: `دقيقتين`, `3 ساعات`."""
    size, noun = (HOUR, "hour") if seconds > 90 * MINUTE else (MINUTE, "minute")
    amount = max(1, -(-seconds // size))
    words = count(amount, noun)
    return f"{words.removesuffix('ان')}ين" if amount == 2 else words
