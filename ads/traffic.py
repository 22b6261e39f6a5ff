"""Which requests are no reader's, by what they say of themselves. They get the same answer and are counted apart.

None of it can be trusted against somebody who forges headers (mohit/visitors.py); whoever does is bounded by `RATE`.
"""

from __future__ import annotations

import re

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest

from ads.models.offer import Reason
from mohit.public_forms import Limit
from mohit.visitors import is_robot, is_speculative
from newsroom.signin.sessions import SessionStore

# Pages of one network that count, in any ten minutes: behind one address live a family, an office, or some sixty
# telephones. Counted by the database, because each process counting for itself would let through as many times more.
# What is kept of a network is a keyed hash that means nothing after its span, in a table that no backup of the log
# holds (mohit/public_forms/limits.py): no address, and nothing that joins it to an offer.
RATE = Limit("ads.decision", most=300, seconds=600)

SESSION = re.compile(r"[0-9a-z]{32}", re.ASCII)


def suspicion_of(request: HttpRequest) -> str:
    """The Reason for which it is no reader's; empty when it may be one. A member's request costs one query more."""
    if not request.headers.get("User-Agent", "").strip():
        return Reason.NO_AGENT
    if is_robot(request):
        return Reason.ROBOT
    if is_speculative(request) or is_fetched_unseen(request):
        return Reason.SPECULATIVE
    if is_member(request):
        return Reason.STAFF
    return ""


def suspicion_of_page(request: HttpRequest) -> str:
    """The same of a page that asks for a decision, of which there may be so many from one network.

    What comes after the decision is bounded by it: an offer counts once, and what was offered over the rate never.
    """
    return suspicion_of(request) or ("" if RATE.allows(request) else Reason.RATE)


def is_fetched_unseen(request: HttpRequest) -> bool:
    """Whether a browser fetches, as part of a page, what readers open by hand: a click that is an image's address."""
    return request.method == "GET" and request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"


def is_member(request: HttpRequest) -> bool:
    """Whether somebody of the newsroom is signed in. The session is looked at and neither changed nor prolonged."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    return bool(SESSION.fullmatch(key)) and SESSION_KEY in SessionStore(key)
