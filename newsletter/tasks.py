"""What the worker does for the newsletter. No argument is an address or a name: jobs are printed into logs."""

from __future__ import annotations

import logging

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from newsletter import confirming
from newsletter.models import Subscriber

logger = logging.getLogger(__name__)


@app.task(name="newsletter.answer_sign_up", retry=RetryStrategy(max_attempts=6, exponential_wait=4))
def answer_sign_up(pk: int) -> None:
    """Does nothing for a sign-up that is answered, so it may run twice."""
    if wait := confirming.answer(pk):
        answer_sign_up.configure(schedule_in={"seconds": wait}).defer(pk=pk)


@app.periodic(cron="*/10 * * * *")
@app.task(name="newsletter.answer_forgotten_sign_ups", queueing_lock="newsletter.answer_forgotten_sign_ups")
def answer_forgotten_sign_ups(timestamp: int) -> None:
    """Finds sign-ups whose own job was lost. One that fails is logged and does not stop the others."""
    for pk in confirming.forgotten_sign_ups():
        try:
            confirming.answer(pk)
        except Exception:
            logger.exception("Sign-up %s could not be answered.", pk)


@app.periodic(cron="40 3 * * *")
@app.task(name="newsletter.forget_unconfirmed", queueing_lock="newsletter.forget_unconfirmed")
def forget_unconfirmed(timestamp: int) -> None:
    Subscriber.objects.unconfirmed().delete()
