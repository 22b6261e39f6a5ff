"""What happens while a reader waits for the answer to the sign-up form: it is written down, and that is all.

No subscriber is looked at here, so an address that is subscribed, pending, bounced or suppressed gets the same answer
after the same time as one that nobody knows. The difference travels by mail (newsletter/confirming.py).
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.http import HttpRequest

from mohit.email_addresses import equality_key
from mohit.public_forms import Limit
from mohit.visitors import source_of
from newsletter.fingerprints import fingerprint
from newsletter.forms import SignUpForm
from newsletter.models import SignUp, Subscriber
from newsletter.tasks import answer_sign_up

# An office signs up together; a list of other people's addresses does not get far.
OF_SOURCE = Limit("newsletter sign-ups", most=20, seconds=3_600)
OF_ADDRESS = Limit("newsletter sign-ups of an address", most=5, seconds=86_400)

AGAIN = "again-1"  # the button of a confirmation mail that came too late


def receive(request: HttpRequest, form: SignUpForm) -> int:
    """Take a valid form; 0, or the seconds to wait before its source may send another.

    What a robot filled in, or what was asked for one address all day long, is answered alike and goes nowhere.
    """
    if wait := OF_SOURCE.take(request):
        return wait
    address = form.cleaned_data["email"]
    if OF_ADDRESS.take(equality_key(address)) or form.is_trapped:
        return 0
    store(address, form.cleaned_data["lists"], form.name, source_fingerprint(request))
    return 0


def ask_again(request: HttpRequest, subscriber: Subscriber, lists: Iterable[int]) -> None:
    """Another confirmation mail for who held an old one."""
    if not OF_ADDRESS.take(subscriber.address_key):
        store(subscriber.address, list(lists), AGAIN, source_fingerprint(request))


def store(address: str, lists: list[int], form: str, source: bytes) -> None:
    with transaction.atomic():
        row = SignUp.objects.create(address=address, lists=lists, form=form, source=source)
        answer_sign_up.defer(pk=row.pk)


def source_fingerprint(request: HttpRequest) -> bytes:
    """Where a consent came from, for its proof."""
    return fingerprint("source", source_of(request))
