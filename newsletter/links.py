"""The links in the newsletter's mails. Each holds the subscriber's key and `token_version`, no address and no name.

The sender puts them into the headers and the footer of every mail:

- `leave_address(pk, version, list)`: List-Unsubscribe, with `List-Unsubscribe-Post: List-Unsubscribe=One-Click`
- `preferences_address(pk, version)`: every list, leaving all of them, one's own data, erasure
"""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from mohit.addresses import absolute
from mohit.signed_links import Purpose

# How long a press confirms is a question of the row (`Subscriber.may_confirm`); older links ask for a new mail.
CONFIRM = Purpose("newsletter.confirm", timedelta(days=365))
PREFERENCES = Purpose("newsletter.preferences", timedelta(days=400))
LEAVE = Purpose("newsletter.leave", timedelta(days=3_650))  # the oldest mail in a mailbox must lead out


def confirm_address(subscriber: int, version: int) -> str:
    return CONFIRM.address("newsletter_confirm", subscriber, version)


def preferences_path(subscriber: int, version: int) -> str:
    return reverse("newsletter_preferences", args=[PREFERENCES.token(subscriber, version)])


def preferences_address(subscriber: int, version: int) -> str:
    return absolute(preferences_path(subscriber, version))


def leave_address(subscriber: int, version: int, mailing_list: int | None = None) -> str:
    """The page, and the one-click receiver (RFC 8058), that ends one list; without a list, all of them."""
    token = LEAVE.token(subscriber, version)
    if mailing_list is None:
        return absolute(reverse("newsletter_leave", args=[token]))
    return absolute(reverse("newsletter_leave_list", args=[token, mailing_list]))
