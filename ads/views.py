"""What the script of a page asks and reports, where a click leads, and ads.txt.

Nobody is told whether he was counted: the answer is the same. Each view is one or two statements that are whole
transactions of their own, so that nobody waits for a hot row longer than a statement takes.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps

from django.db import DatabaseError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from ads.counting import count, target_of
from ads.deciding import decide
from ads.models import Notice
from ads.models.counter import Event
from ads.questions import read_box, read_question
from ads.sections import known
from ads.showing import shown
from ads.traffic import suspicion_of, suspicion_of_page
from mohit.responses import PRIVATE, public_page
from mohit.visitors import is_same_origin

log = logging.getLogger(__name__)
View = Callable[..., HttpResponse]


class ToAdvertiser(HttpResponseRedirect):
    """302. What the database may hold is https alone; here it is said once more."""

    allowed_schemes = ["https"]


def kept_by_nobody(*methods: str) -> Callable[[View], View]:
    """Mark a view as answering `methods` alone, outside any transaction, for this one request."""

    def decorator(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            allowed = request.method in methods
            response = view(request, *args, **kwargs) if allowed else HttpResponseNotAllowed(methods)
            response.headers["Cache-Control"] = PRIVATE
            return response

        # A page in a shared cache carries no token: who sends is judged by `is_same_origin`.
        return csrf_exempt(transaction.non_atomic_requests(wrapped))

    return decorator


@kept_by_nobody("POST")
def placement_decision(request: HttpRequest) -> HttpResponse:
    """What stands in the boxes of a page: one decision for all of them."""
    if not is_same_origin(request):
        return HttpResponse(status=403)
    asked = read_question(request)
    if asked is None:
        return HttpResponse(status=400)
    suspicion = suspicion_of_page(request)
    section = known.section(asked.section)
    offers = decide(asked.boxes, section, seen=asked.seen, is_sensitive=asked.is_sensitive, suspicion=suspicion)
    boxes = {offered.placement: shown(offered) for offered in offers}
    return JsonResponse({"boxes": boxes}, json_dumps_params={"ensure_ascii": False})


@kept_by_nobody("POST")
def placement_event(request: HttpRequest, nonce: str, event: Event) -> HttpResponse:
    """204 when it was counted, and when it was labelled."""
    if not is_same_origin(request):
        return HttpResponse(status=403)
    box = read_box(request)
    if box is None:
        return HttpResponse(status=400)
    outcome = count(event, nonce, placement=box, suspicion=suspicion_of(request))
    return HttpResponse(status=404 if outcome is None else 204)


@kept_by_nobody("GET", "HEAD")
def placement_go(request: HttpRequest, nonce: str) -> HttpResponse:
    """To the advertiser, counted or not. Where that is the database alone knows: the address holds no destination."""
    target = target_of(nonce) if request.method == "HEAD" else clicked(request, nonce)
    if target is None:
        raise Http404
    response = ToAdvertiser(target)
    # The advertiser learns from which site somebody came, not what he read there.
    response.headers["Referrer-Policy"] = "strict-origin"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def clicked(request: HttpRequest, nonce: str) -> str | None:
    """The target of the click. A reader gets there also when the database can read and not count."""
    try:
        outcome = count(Event.CLICKED, nonce, suspicion=suspicion_of(request))
    except DatabaseError:
        log.exception("A click was not counted.")
        return target_of(nonce)
    return outcome and outcome.target


@public_page
def ads_txt(request: HttpRequest) -> HttpResponse:
    """Who may sell the placements of this site (IAB Tech Lab, ads.txt 1.1)."""
    lines = Notice.objects.values_list("ads_txt", flat=True).first()
    if not lines:
        raise Http404
    return HttpResponse(f"{lines}\n", content_type="text/plain; charset=utf-8")
