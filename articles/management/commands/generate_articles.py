"""`generate_articles`: many synthetic stories, fast, for benchmarks."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from articles.generator.loading import furnish, load
from mohit.progress import Progress
from pictures.models import Picture

PICTURES = 40


class Command(BaseCommand):
    help = "Adds synthetic Arabic stories with pictures, for benchmarks. The same seed writes the same stories."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--count", type=positive, required=True, help="How many stories to add.")
        parser.add_argument("--seed", type=int, default=1, help="Another seed writes other stories (default 1).")
        parser.add_argument("--until", type=moment, help="When the newest was published, ISO 8601 (default now).")
        parser.add_argument(
            "--pictures", type=int, default=PICTURES, help=f"Drawings shared by the stories (default {PICTURES})."
        )

    def handle(
        self, *, count: int, seed: int, until: timezone.datetime | None, pictures: int, **options: object
    ) -> None:
        if pictures:
            self.stderr.write(f"Drawing {pictures} pictures (a minute the first time)…")
        newsroom = furnish(seed, pictures)
        progress = Progress(self.stderr, count)
        for done in load(newsroom, count, until or timezone.now()):
            progress.show(done)
        progress.end()
        self.stdout.write(f"{count:,} articles added; the library has {Picture.objects.count()} pictures.")
        self.stdout.write("The worker indexes them for the search, or rebuild_search does now.")


def positive(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise ArgumentTypeError("a whole number above zero")
    return int(text)


def moment(text: str) -> timezone.datetime:
    value = parse_datetime(text)
    if value is None:
        raise ArgumentTypeError("a moment such as 2026-11-22T08:00:00+01:00")
    return value if timezone.is_aware(value) else timezone.make_aware(value)
