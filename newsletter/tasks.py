"""What the worker does for the newsletter. No job carries an address or a name: the worker's log prints them."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from newsletter import digests, notices


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
