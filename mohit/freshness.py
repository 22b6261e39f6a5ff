"""Whether a reader's program has an answer already, decided before the answer is made (RFC 9110, section 13)."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date


def tag_of(*parts: object) -> str:
    """An entity tag for what depends on `parts`, plain values, and nothing else."""
    return f'"{sha256(repr(parts).encode()).hexdigest()[:32]}"'


def unchanged(request: HttpRequest, tag: str, moment: datetime | None) -> HttpResponse | None:
    """304 for who holds the answer with this `tag`, or the one of this very `moment`; 412 for who asks in vain.

    A moment is compared for equality, as nginx does, not for order: a story that becomes a draft takes the moment back.
    So the question of the moment is answered here, and taken out of the request before any middleware reads it.
    """
    since = request.META.pop("HTTP_IF_MODIFIED_SINCE", None)
    if since and moment and "HTTP_IF_NONE_MATCH" not in request.META and since == http_date(moment.timestamp()):
        return dated(HttpResponseNotModified(), tag, moment)
    answer = get_conditional_response(request, etag=tag)
    return dated(answer, tag, moment) if answer else None


def dated(response: HttpResponse, tag: str, moment: datetime | None) -> HttpResponse:
    """`response` with its tag, and the moment of its last change if that is known.

    The second that still runs is not told: it may see another change.
    """
    response.headers["ETag"] = tag
    if moment and timezone.now() - moment >= timedelta(seconds=1):
        response.headers["Last-Modified"] = http_date(moment.timestamp())
    return response
