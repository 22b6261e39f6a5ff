"""The personal links of the newsletter: what they open, and their addresses.

One token in each mail, for one reader: it opens the page of choices and leaves the list. It holds the subscriber's key
and `token_version`, no address and no name; whoever raises the version voids every link mailed before.
"""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from mohit.addresses import absolute
from mohit.signed_links import Purpose
from newsletter.models import MailingList, Subscriber

READER = Purpose("newsletter.reader", timedelta(days=3_650))  # a mail of years ago must still let its reader leave
# How long its press confirms is a question of the row (`Subscriber.may_confirm`); later the page offers another mail.
CONFIRM = Purpose("newsletter.confirm", timedelta(days=365))


def token_of(subscriber: Subscriber) -> str:
    return READER.token(subscriber.pk, subscriber.token_version)


def leave_address(mailing_list: MailingList, token: str) -> str:
    """Where one press, or the mail program's own button (RFC 8058), leaves the list.

    By the list's key: its name in addresses may change, and the links in old mails must not break by it. Written out,
    because it stands in every mail: `reverse` takes longer than all the rest of one.
    """
    return absolute(f"/newsletter/leave/{token}/{mailing_list.pk}/")


def leave_all_path(token: str) -> str:
    return reverse("newsletter_leave", args=[token])


def choices_path(token: str) -> str:
    return reverse("newsletter_choices", args=[token])


def choices_address(token: str) -> str:
    """The reader's page of lists to choose from."""
    return absolute(choices_path(token))


def confirm_address(subscriber: Subscriber) -> str:
    return CONFIRM.address("newsletter_confirm", subscriber.pk, subscriber.token_version)


def archive_address(mailing_list: MailingList) -> str:
    return absolute(mailing_list.get_absolute_url())
