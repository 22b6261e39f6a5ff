"""The worker's answer to a sign-up: the subscriber is found or made, and the letter that fits is sent.

One transaction goes round the letter's hand-over. A worker that is killed in it leaves the sign-up as it was, and it is
answered again: two letters with one Message-ID are better than none.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from mohit.email_addresses import domain_of, equality_key
from mohit.mail import Letter, MailRefused, MailUncertain
from mohit.public_forms import Limit
from newsletter import links
from newsletter.models import MailingList, SignUp, Subscriber, Suppression
from newsletter.models.subscriber import PATIENCE

logger = logging.getLogger(__name__)

BETWEEN_LETTERS = timedelta(hours=6)  # to one address, whatever is asked for it
FORGOTTEN = timedelta(hours=2)  # after which a sign-up has lost its job
KEPT = timedelta(days=2)  # after which nobody waits for the letter any more
OF_DOMAIN = Limit("confirmation letters to a domain", most=600, seconds=3_600)


def answer(pk: int) -> int:
    """Answer the sign-up `pk`; 0, or the seconds to wait because its mail domain has had many letters.

    Raises MailLater, with nothing changed, when the mail server takes no mail now.
    """
    address = SignUp.objects.filter(pk=pk).values_list("address", flat=True).first()
    if address is None:
        return 0
    if wait := OF_DOMAIN.take(domain_of(address)):
        return wait
    with transaction.atomic():
        sign_up = SignUp.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
        if sign_up:
            take(sign_up)
            sign_up.delete()
    return 0


def take(sign_up: SignUp) -> None:
    lists = list(MailingList.objects.offered().filter(pk__in=sign_up.lists))
    key = equality_key(sign_up.address)
    if not lists or Suppression.objects.of([key]):
        return
    Subscriber.objects.get_or_create(address_key=key, defaults={"address": sign_up.address})
    subscriber = Subscriber.objects.select_for_update().get(address_key=key)
    is_new = subscriber.ask_for([row.pk for row in lists], sign_up.form, bytes(sign_up.source))
    now = timezone.now()
    if subscriber.asked_at and now - subscriber.asked_at < BETWEEN_LETTERS:
        return
    Subscriber.objects.filter(pk=subscriber.pk).update(asked_at=now)
    letter = confirmation(subscriber, lists, sign_up.pk) if is_new else reminder(subscriber, sign_up.pk)
    try:
        letter.send()
    except (MailRefused, MailUncertain) as trouble:
        logger.warning("The letter to subscriber %s: %s", subscriber.pk, trouble)


def confirmation(subscriber: Subscriber, lists: list[MailingList], number: int) -> Letter:
    """Nothing in it was typed by whoever filled in the form: a stranger must not write through us."""
    return Letter(
        subscriber.address,
        "أكد اشتراكك في النشرة الإخبارية",
        "newsletter/letters/confirmation.html",
        {
            "lists": lists,
            "link": links.confirm_address(subscriber),
            "days": PATIENCE.days,
        },
        key=f"newsletter.confirm {subscriber.pk} {number}",
    )


def reminder(subscriber: Subscriber, number: int) -> Letter:
    """For who has everything that was asked for."""
    subscriptions = subscriber.subscriptions.active().select_related("mailing_list")
    return Letter(
        subscriber.address,
        "أنت مشترك في نشرتنا الإخبارية",
        "newsletter/letters/reminder.html",
        {
            "lists": [row.mailing_list for row in subscriptions],
            "link": links.choices_address(links.token_of(subscriber)),
        },
        key=f"newsletter.reminder {subscriber.pk} {number}",
    )


def forgotten_sign_ups(at: datetime | None = None) -> list[int]:
    """Those that have lost their job; what is older than anybody waits is deleted, for it holds an address."""
    now = at or timezone.now()
    SignUp.objects.filter(at__lt=now - KEPT).delete()
    return list(SignUp.objects.filter(at__lt=now - FORGOTTEN).order_by("pk").values_list("pk", flat=True)[:100])
