"""A proof that the person who sends a form has seen what it holds.

A browser that says neither `Sec-Fetch-Site` nor `Origin` may have been sent by anybody's page. It gets a page with
everything that it sent and one button; the page carries this proof. It is bound to the address, to every field and to
the network that asked, so that another page can neither make one nor fetch one for its visitors.
"""

from __future__ import annotations

import json
from hashlib import sha256

from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest

from mohit.visitors import source_of

FIELD = "proof"  # its name in the form
LIFETIME = 3600  # seconds


def proof_of(request: HttpRequest) -> str:
    return signer(request).sign("seen")


def is_proven(request: HttpRequest) -> bool:
    try:
        signer(request).unsign(request.POST.get(FIELD, ""), max_age=LIFETIME)
    except BadSignature:
        return False
    return True


def signer(request: HttpRequest) -> TimestampSigner:
    """Signs for this address, network and form alone; what it signs is not told by the signature."""
    bound = json.dumps([request.get_full_path(), source_of(request), sorted(typed_fields(request).items())])
    return TimestampSigner(salt=f"mohit.public_forms.proof {sha256(bound.encode()).hexdigest()}")


def typed_fields(request: HttpRequest) -> dict[str, list[str]]:
    """Every field but the proof. Line ends are told alike: browsers write them anew each time they send them."""
    return {
        name: ["\n".join(value.replace("\r\n", "\n").split("\r")) for value in values]
        for name, values in request.POST.lists()
        if name != FIELD
    }
