"""Mails to those who came by a list without proof that they want it: slowly, so that a bad list does little harm."""

from __future__ import annotations

import logging

from django.db import transaction
from django.utils import timezone

from mohit.mail import MailLater, MailRefused, MailUncertain
from newsletter.confirming import confirmation
from newsletter.models import MailingList, Subscriber, Suppression

logger = logging.getLogger(__name__)

A_MINUTE = 120  # the worker asks so many each minute: 170,000 a day


def ask_some(most: int = A_MINUTE) -> int:
    """Ask the next ones; how many. Each is asked once: it is written down before the mail leaves."""
    asked = 0
    for pk in list(Subscriber.objects.to_ask().order_by("pk").values_list("pk", flat=True)[:most]):
        try:
            asked += ask(pk)
        except MailLater:
            break
    return asked


def ask(pk: int) -> bool:
    """Raises MailLater, with nothing changed, when the mail server takes no mail now."""
    with transaction.atomic():
        row = Subscriber.objects.to_ask().select_for_update(skip_locked=True).filter(pk=pk).first()
        if row is None:
            return False
        lists = list(MailingList.objects.active().filter(subscriptions__in=row.subscriptions.pending()))
        Subscriber.objects.filter(pk=pk).update(asked_at=timezone.now())
        if not lists or Suppression.objects.of([row.address_key]):
            return False
        try:
            confirmation(row, lists, 0).send()
        except (MailRefused, MailUncertain) as trouble:
            logger.warning("The letter to subscriber %s: %s", pk, trouble)
    return True
