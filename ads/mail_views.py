"""Where the link of a sponsorship in a mail leads."""

from __future__ import annotations

import logging

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse

from ads.models.offer import Reason
from ads.serving import press, target_of
from ads.sponsorship import Baked, read
from ads.traffic import suspicion_of
from ads.views import ToAdvertiser, kept_by_nobody
from mohit.mailings import trial_of
from mohit.public_forms import Limit
from mohit.visitors import source_of

log = logging.getLogger(__name__)

OFTEN = Limit("placements in mails", most=10, seconds=60)  # presses on one link from one network


@kept_by_nobody("GET", "HEAD")
def placement_mail_go(request: HttpRequest, key: str) -> HttpResponse:
    """On to the advertiser, counted or not. The address holds no destination, so it opens nobody else's."""
    baked = read(key)
    if baked is None:
        raise Http404("not ours")
    target = target_of(baked) if request.method == "HEAD" else pressed(request, baked)
    if target is None:
        raise Http404("nobody's any more")
    response = ToAdvertiser(target)
    response.headers["Referrer-Policy"] = "strict-origin"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def pressed(request: HttpRequest, baked: Baked) -> str | None:
    """Where it leads. A reader gets there also when the database can read and not count."""
    try:
        return press(baked, suspicion_of_press(request, baked))
    except DatabaseError:
        log.exception("A press was not counted.")
        return target_of(baked)


def suspicion_of_press(request: HttpRequest, baked: Baked) -> str:
    """Why it is no reader's press: programs that examine mail follow every link in it."""
    if suspicion := suspicion_of(request):
        return suspicion
    if baked.occasion == trial_of(baked.occasion):
        return Reason.STAFF  # in a trial, which goes to nobody else
    return Reason.RATE if OFTEN.take(f"{source_of(request)} {baked.key}") else ""
