"""`generate_comments`: many synthetic comments on one story, fast, for benchmarks."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.models import Article
from comments.generator import generate
from mohit.progress import Progress


class Command(BaseCommand):
    help = "Adds synthetic approved comments to a story, for benchmarks. The same seed writes the same ones."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--article", type=int, required=True, help="The story's primary key.")
        parser.add_argument("--count", type=int, required=True, help="How many comments to add.")
        parser.add_argument("--seed", type=int, default=1, help="Another seed writes other comments (default 1).")

    def handle(self, *, article: int, count: int, seed: int, **options: Any) -> None:
        story = Article.objects.filter(pk=article).first()
        if story is None or count < 1:
            raise CommandError("A story that exists, and at least one comment.")
        progress = Progress(self.stderr, count)
        for done in generate(story, count, seed):
            progress.show(done)
        progress.end()
        self.stdout.write(f"{count:,} comments added to story {article}.")
