"""`rebuild_search`: indexes what the search does not know yet, or knows by old rules."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from articles.search import index, vocabulary
from mohit.progress import Progress


class Command(BaseCommand):
    help = (
        "Indexes the stories that are missing from the search or were indexed under other rules, and counts its words. "
        "May be stopped and started again at any time, and run several times at once: each story is indexed once."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="Every story anew, whatever the index says.")

    def handle(self, *, all: bool, **options: object) -> None:
        if all:
            index.mark_all()
        progress, done = Progress(self.stderr, max(index.mark_stale(), 1)), 0
        for batch in index.catch_up():
            done += batch
            progress.show(done)
        progress.end()
        index.settle()
        vocabulary.count()
        self.stdout.write(f"{done:,} articles indexed; {index.waiting():,} are waiting.")
