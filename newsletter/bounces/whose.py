"""Which mail of ours a report is about. Nothing that is not signed by us says it.

First the address that the report came to, which is of one mail alone (newsletter/return_paths.py). Where a server has
lost it, the headers of our mail that came back: the reader's own link and, of this reader's mails, the Message-ID.
"""

from __future__ import annotations

import re
from email.message import Message
from typing import NamedTuple

from mohit.mail import message_id
from mohit.signed_links import WrongLink
from newsletter.bounces.reading import Reading, text_of
from newsletter.links import READER
from newsletter.models import Delivery, Subscriber
from newsletter.return_paths import read_return_path

ADDRESSES = re.compile(r"[^\s<>,;:\"()]+\+[^\s<>,;:\"()@]+@[^\s<>,;:\"()]+")
MOST_ADDRESSES = 30
LINK = re.compile(r"/newsletter/leave/([\w.:-]{20,200})/")
LATEST = 400  # mails of one reader that are tried


def delivery_of(reading: Reading, envelope: str = "") -> Delivery | None:
    """The row of the ledger, with its subscriber; `envelope` is the address that the mail server handed it to."""
    addresses = [envelope] if envelope else []
    for value in reading.came_to:
        addresses += ADDRESSES.findall(value)
    for address in dict.fromkeys(addresses[:MOST_ADDRESSES]):
        pk = read_return_path(address)
        if pk is not None and pk < 2**63:
            return Delivery.objects.select_related("subscriber").filter(pk=pk).first()
    return returned_mail(reading.returned)


def returned_mail(headers: Message) -> Delivery | None:
    number = text_of(headers["Message-ID"]).strip()
    subscriber = reader_of(" ".join(text_of(value) for value in headers.get_all("List-Unsubscribe", [])[:3]))
    if subscriber is None or not number:
        return None
    rows = subscriber.deliveries.order_by("-pk").values_list("pk", "issue_id")[:LATEST]
    for pk, issue in rows:
        if message_id(f"newsletter {issue} {subscriber.pk}") == number:
            return Delivery.objects.select_related("subscriber").get(pk=pk)
    return None


def reader_of(text: str) -> Subscriber | None:
    """Whose signed link stands in a text."""
    found = LINK.search("".join(text.split()))
    return reader_by(found[1]) if found else None


def reader_by(token: str) -> Subscriber | None:
    try:
        pk, version = READER.read(token)
    except WrongLink:
        return None
    if pk >= 2**63 or version >= 2**15:
        return None
    return Subscriber.objects.filter(pk=pk, token_version=version).exclude(state=Subscriber.State.ERASED).first()


class Request(NamedTuple):
    """A mail that the reader's program wrote: «leave <list> <token>» (RFC 2369, the second way of List-Unsubscribe)."""

    subscriber: Subscriber
    slug: str


def request_to_leave(subject: str) -> Request | None:
    words = subject.split()
    if len(words) != 3 or words[0].lower() != "leave":
        return None
    subscriber = reader_by(words[2])
    return Request(subscriber, words[1]) if subscriber else None
