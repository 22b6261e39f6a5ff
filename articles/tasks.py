"""What the worker does for the stories, beside readers and editors."""

from __future__ import annotations

from procrastinate.contrib.django import app

from articles import likeness, reads
from articles.search.tasks import catch_up_search, count_words, refresh_search

__all__ = [
    "catch_up_search",
    "count_words",
    "forget_old_hours",
    "learn_words",
    "refresh_search",
    "relate_saved_stories",
]


@app.periodic(cron="17 * * * *")
@app.task(name="articles.forget_old_hours", queueing_lock="articles.forget_old_hours")
def forget_old_hours(timestamp: int) -> None:
    reads.forget_old_hours()


@app.periodic(cron="* * * * *")
@app.task(name="articles.relate_saved_stories", queueing_lock="articles.relate_saved_stories")
def relate_saved_stories(timestamp: int) -> None:
    likeness.read_saved()


@app.periodic(cron="41 3 * * *")
@app.task(name="articles.learn_words", queueing_lock="articles.learn_words")
def learn_words(timestamp: int) -> None:
    likeness.learn_words()
