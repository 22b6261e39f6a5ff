"""How often somebody may try to come in.

- A browser that this account has signed in with before (`devices.known_device`) has a count of its own: whatever
  strangers do, the colleague at the usual desk comes in.
- Any other browser is counted three times: for the name from this network, for the name from all networks, for this
  network with all names. The first stops guessing, the second guessing from many networks, the third trying one
  password on every name.

The longest wait is one span, a quarter of an hour, then one more try is free every few minutes. Passkeys are not
counted by name: there is nothing to guess. A name that nobody has is counted like one that somebody has.
"""

from __future__ import annotations

from django.http import HttpRequest

from mohit.dates import count
from mohit.public_forms import Limit
from mohit.visitors import source_of
from newsroom.models.member import User
from newsroom.signin.devices import known_device

SPAN = 15 * 60  # seconds

by_device = Limit("signin.device", most=10, seconds=SPAN)
by_name_and_network = Limit("signin.name_and_network", most=5, seconds=SPAN)
by_name = Limit("signin.name", most=30, seconds=SPAN)
by_network = Limit("signin.network", most=60, seconds=SPAN)
codes_by_account = Limit("signin.codes", most=6, seconds=SPAN)
passkeys_by_network = Limit("signin.passkeys", most=60, seconds=SPAN)
confirmations_by_account = Limit("signin.confirmations", most=6, seconds=SPAN)


def wait_for_password(request: HttpRequest, username: str) -> int:
    """Count one try with a password; 0 when it may be made, else the seconds to wait."""
    name = username.casefold()
    if device := known_device(request, username):
        return by_device.take(f"{name} {device}")
    network = source_of(request)
    return by_network.take(network) or by_name_and_network.take(f"{name} {network}") or by_name.take(name)


def wait_for_code(request: HttpRequest, user: User) -> int:
    """The same for a code. It takes the password to get here, so strangers cannot use it up."""
    return codes_by_account.take(f"{user.pk} {known_device(request, user.get_username())}")


def wait_for_passkey(request: HttpRequest) -> int:
    return passkeys_by_network.take(request)


def wait_for_confirmation(user: User) -> int:
    return confirmations_by_account.take(str(user.pk))


def waiting_words(seconds: int) -> str:
    """«محاولات كثيرة. انتظر 12 دقيقة ثم حاول من جديد.»"""
    minutes = -(-seconds // 60)
    return f"محاولات كثيرة. انتظر {WAITS.get(minutes) or count(minutes, 'minute')} ثم حاول من جديد."


WAITS = {1: "دقيقة", 2: "دقيقتين"}  # in the accusative
