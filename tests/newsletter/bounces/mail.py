"""Mails that came back, as mail servers write them, about a mail that was sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from mohit.mail import message_id
from newsletter.links import READER, leave_address
from newsletter.models import Delivery
from newsletter.return_paths import return_path
from tests.newsletter.factories import DeliveryFactory, SubscriptionFactory

MAILS = Path(__file__).parent / "mails"
NAMES = sorted(path.stem for path in MAILS.glob("*.eml"))


def sent(address: str = "reader@example.com") -> Delivery:
    """One mail of a list to one reader, accepted by the mail server."""
    subscription = SubscriptionFactory(subscriber__address=address, subscriber__name="نادية")
    return sent_again(subscription.subscriber, subscription.mailing_list)


def sent_again(subscriber: object, mailing_list: object) -> Delivery:
    delivery = DeliveryFactory(subscriber=subscriber, issue__mailing_list=mailing_list)
    Delivery.objects.filter(pk=delivery.pk).update(
        state=Delivery.State.SENT, handed_at=delivery.issue.started_at, final_at=delivery.issue.started_at
    )
    delivery.refresh_from_db()
    return delivery


def came_back(name: str, delivery: Delivery, path: str | None = None, token: str | None = None) -> bytes:
    """The mail `name` about `delivery`; with another return path or another reader's link when they are given."""
    subscriber = delivery.subscriber
    token = token or READER.token(subscriber.pk, subscriber.token_version)
    values = {
        "RETURN-PATH": return_path(delivery.pk) if path is None else path,
        "READER": subscriber.address,
        "MESSAGE-ID": message_id(f"newsletter {delivery.issue_id} {subscriber.pk}"),
        "LEAVE-LINK": leave_address(delivery.issue.mailing_list, token),
    }
    text = (MAILS / f"{name}.eml").read_text()
    for mark, value in values.items():
        text = text.replace(mark, value)
    return text.encode()


@pytest.fixture
def with_a_mailbox(settings: object) -> None:
    settings.MAIL_RETURN = "bounces@news.example"
