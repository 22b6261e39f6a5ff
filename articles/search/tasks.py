"""What the worker does for the search."""

from __future__ import annotations

from time import monotonic

from procrastinate.contrib.django import app

from articles.search import index, vocabulary

PERIOD = 45  # seconds a run works before it leaves the rest to the next


@app.periodic(cron="* * * * *")
@app.task(name="articles.catch_up_search", queueing_lock="articles.catch_up_search")
def catch_up_search(timestamp: int) -> None:
    """Index what changed behind the desk's back: a renamed author, a bulk change, a picture's caption."""
    catch_up_for_a_while()


@app.task(name="articles.refresh_search", queueing_lock="articles.refresh_search")
def refresh_search() -> None:
    """Index anew what was written under other rules; the runs of every minute finish what takes long."""
    index.mark_stale()
    catch_up_for_a_while()


@app.periodic(cron="23 3 * * *")
@app.task(name="articles.count_words", queueing_lock="articles.count_words")
def count_words(timestamp: int) -> None:
    """Once a night: find what a new version of Mohit would index otherwise, and count the words of the site."""
    index.mark_stale()
    vocabulary.count()


def catch_up_for_a_while() -> None:
    started = monotonic()
    for _ in index.catch_up():
        if monotonic() - started > PERIOD:
            return
