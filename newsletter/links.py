"""The personal links of the newsletter: what they open, and their addresses.

One token in each mail, for one reader: it opens the page of choices and leaves the list. Whoever raises
`Subscriber.token_version` voids every link mailed before.
"""

from __future__ import annotations

from datetime import timedelta

from mohit.addresses import absolute
from mohit.signed_links import Purpose
from newsletter.models import MailingList

READER = Purpose("newsletter.reader", timedelta(days=3_650))  # a mail of years ago must still let its reader leave
CONFIRM = Purpose("newsletter.confirm", timedelta(days=7))


def leave_address(mailing_list: MailingList, token: str) -> str:
    """Where one press, or the mail program's own button (RFC 8058), leaves the list."""
    return absolute(f"/newsletter/{mailing_list.slug}/leave/{token}/")


def choices_address(token: str) -> str:
    """The reader's page of lists to choose from."""
    return absolute(f"/newsletter/choices/{token}/")


def archive_address(mailing_list: MailingList) -> str:
    return absolute(f"/newsletter/{mailing_list.slug}/")
