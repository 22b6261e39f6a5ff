"""Where the link of a sponsorship in a mail leads."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.views.decorators.http import require_safe

from ads.models.offer import Reason
from ads.serving import press, target_of
from ads.sponsorship import read
from mohit.public_forms import Limit
from mohit.responses import PRIVATE
from mohit.visitors import is_robot, is_speculative, source_of

OFTEN = Limit("placements in mails", most=10, seconds=60)  # presses on one link from one network


@require_safe
def placement_mail_go(request: HttpRequest, key: str) -> HttpResponseRedirect:
    """On to the advertiser, counted or not. The address holds no destination, so it opens nobody else's."""
    baked = read(key)
    if baked is None:
        raise Http404("not ours")
    target = target_of(baked) if request.method == "HEAD" else press(baked, suspicion_of(request, key))
    if target is None:
        raise Http404("nobody's any more")
    headers = {"Cache-Control": PRIVATE, "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
    return HttpResponseRedirect(target, headers=headers)


def suspicion_of(request: HttpRequest, key: str) -> str:
    """Why it is no reader's press: programs that examine mail follow every link in it."""
    if not request.headers.get("User-Agent"):
        return Reason.NO_AGENT
    if is_robot(request):
        return Reason.ROBOT
    if is_speculative(request):
        return Reason.SPECULATIVE
    return Reason.RATE if OFTEN.take(f"{source_of(request)} {key}") else ""
