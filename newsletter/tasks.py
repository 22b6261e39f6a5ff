"""What the worker does for the newsletter. No job carries an address or a name: the worker's log prints them."""

from __future__ import annotations

import logging
from pathlib import Path

from django.conf import settings
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from newsletter import confirming, digests, notices
from newsletter.bounces.mailboxes import NoMailbox, read_maildir
from newsletter.bounces.refusals import take_refusals
from newsletter.models import Report, Subscriber, SubscriberImport
from newsletter.sending import retention
from newsletter.sending.worker import Worker
from newsletter.subscriber_lists import asking, importing

logger = logging.getLogger(__name__)

PERIOD = 45  # seconds a run sends before it leaves the rest to the next: other jobs wait meanwhile
BOUNCES_A_MINUTE = 5_000


@app.periodic(cron="* * * * *")
@app.task(name="newsletter.send_issues", queueing_lock="newsletter.send_issues")
def send_issues(timestamp: int) -> None:
    """Start the issues that are due and send. For lists of many thousands run `manage.py send_issues` beside it."""
    Worker().run(once=True, seconds=PERIOD)


@app.task(name="newsletter.answer_sign_up", priority=10, retry=RetryStrategy(max_attempts=6, exponential_wait=4))
def answer_sign_up(pk: int) -> None:
    """Does nothing for a sign-up that is answered, so it may run twice. Before other jobs: a reader waits for it."""
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


@app.periodic(cron="* * * * *")
@app.task(name="newsletter.make_digests", queueing_lock="newsletter.make_digests")
def make_digests(timestamp: int) -> None:
    digests.make_digests()


@app.task(name="newsletter.tell_of_digest")
def tell_of_digest(digest_pk: int) -> None:
    """One job for each editor, so that a letter that fails is tried again without the others."""
    for editor_pk in notices.editors():
        tell_editor.defer(digest_pk=digest_pk, editor_pk=editor_pk)


@app.task(name="newsletter.tell_editor", retry=RetryStrategy(max_attempts=5, exponential_wait=60))
def tell_editor(digest_pk: int, editor_pk: int) -> None:
    notices.tell(digest_pk, editor_pk)


@app.periodic(cron="37 4 * * *")
@app.task(name="newsletter.forget_old_deliveries", queueing_lock="newsletter.forget_old_deliveries")
def forget_old_deliveries(timestamp: int) -> None:
    retention.forget_old_deliveries()


@app.task(name="newsletter.tell_of_held_issue")
def tell_of_held_issue(issue_pk: int) -> None:
    for editor_pk in notices.editors():
        tell_editor_of_held_issue.defer(issue_pk=issue_pk, editor_pk=editor_pk)


@app.task(name="newsletter.tell_editor_of_held_issue", retry=RetryStrategy(max_attempts=5, exponential_wait=60))
def tell_editor_of_held_issue(issue_pk: int, editor_pk: int) -> None:
    notices.tell_of_held(issue_pk, editor_pk)


@app.periodic(cron="* * * * *")
@app.task(name="newsletter.read_bounces", queueing_lock="newsletter.read_bounces")
def read_bounces(timestamp: int) -> None:
    """Looks into MAIL_RETURN_FOLDER, some thousands of mails at a time."""
    if not settings.MAIL_RETURN_FOLDER:
        return
    try:
        for _ in read_maildir(Path(settings.MAIL_RETURN_FOLDER), most=BOUNCES_A_MINUTE):
            pass
    except NoMailbox as error:
        logger.error("MAIL_RETURN_FOLDER: %s", error)


@app.periodic(cron="*/5 * * * *")
@app.task(name="newsletter.take_refusals", queueing_lock="newsletter.take_refusals")
def refusals_of_servers(timestamp: int) -> None:
    take_refusals()


@app.task(name="newsletter.import_subscribers")
def import_subscribers() -> None:
    """Reads the lists that wait, one after the other."""
    for pk in list(importing.waiting()):
        for _ in importing.run(pk):
            pass


@app.periodic(cron="* * * * *")
@app.task(name="newsletter.go_on_importing", queueing_lock="newsletter.go_on_importing")
def go_on_importing(timestamp: int) -> None:
    """Finds lists whose own job was lost, and those who came by a list and are still to be asked."""
    import_subscribers()
    asking.ask_some()


@app.periodic(cron="50 3 * * *")
@app.task(name="newsletter.forget_reports", queueing_lock="newsletter.forget_reports")
def forget_reports(timestamp: int) -> None:
    """Reports that decided nothing, and lists that nobody has imported."""
    Report.objects.forgettable().delete()
    for brought in SubscriberImport.objects.stale():
        brought.drop() or brought.forget_file()
    SubscriberImport.objects.forget_problems()
