"""`POST /reads/`: a page says that its story was read.

The body is the story's number and nothing else; the answer is empty. Neither says who read, and nothing about the
reader is kept: the address is only used to see, in memory and for ten minutes, that one place does not count for many.
"""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from articles.reads import count_read
from mohit.throttle import Throttle
from mohit.visitors import is_robot, is_same_origin, is_speculative, source_of

NUMBER = re.compile(rb"[1-9][0-9]{0,17}")
LONGEST = 18  # bytes

SPAN = 600  # seconds
# Behind one address live a family, an office, or some sixty telephones of a network that shares it among them.
of_one_story = Throttle(most=6, seconds=SPAN)
of_all_stories = Throttle(most=120, seconds=SPAN)


@cache_control(private=True, no_store=True)
@csrf_exempt  # judged by where it comes from: a page in a shared cache carries no token
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Who is not counted is not told so, unless no page of ours could have sent it."""
    if not is_same_origin(request):
        return HttpResponse(status=403)
    number = body(request)
    if number is None:
        return HttpResponse(status=400)
    if not is_robot(request) and not is_speculative(request) and is_within_bounds(request, number):
        count_read(number)
    return HttpResponse(status=204)


def body(request: HttpRequest) -> int | None:
    """The number that the body is; a longer body is not read."""
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length.isdecimal() or not 0 < int(length) <= LONGEST:
        return None
    sent = request.read(int(length))
    return int(sent) if NUMBER.fullmatch(sent) else None


def is_within_bounds(request: HttpRequest, number: int) -> bool:
    source = source_of(request)
    return of_one_story.allows(source, number) and of_all_stories.allows(source)
