"""`manage.py relate_stories`: find for every public story those that are most like it."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand

from articles.likeness import Reader, learn_words, unread
from articles.management.commands.generate_articles import Progress
from articles.models import Article, Likeness

BATCH = 200


class Command(BaseCommand):
    help = "يبحث لكل مقال منشور عن أقرب المقالات إليه. يكمل من حيث توقف؛ و--fresh يبدأ من جديد."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--fresh", action="store_true", help="Read every story anew, not only those not yet read.")

    def handle(self, *, fresh: bool, **options: Any) -> None:
        words = learn_words()
        self.stderr.write(f"Words counted in {words:,} stories.")
        if fresh:
            Likeness.objects.update(version=0)
        progress = Progress(self.stderr, unread(Article.objects.all()).count())
        done = 0
        for batch in batches():
            reader = Reader()  # for each batch: it knows how large the archive has become
            for story in batch:
                reader.read(story)
            done += len(batch)
            progress.show(done)
        progress.end()
        self.stdout.write(f"{done:,} stories read.")


def batches() -> Iterator[list[Article]]:
    """The stories that were not read yet, newest first."""
    below = {}
    while batch := list(unread(Article.objects.filter(**below)).order_by("-pk")[:BATCH]):
        yield batch
        below = {"pk__lt": batch[-1].pk}
