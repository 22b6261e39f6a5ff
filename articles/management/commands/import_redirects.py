"""`import_redirects`: old addresses and where they lead, from a file of two columns."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from articles.redirect_lists import Unreadable, decoded, plan, read_lines
from mohit.progress import Progress


class Command(BaseCommand):
    help = (
        "Imports old addresses: a CSV or tab-separated file with an old address and the number of an article, or the "
        "address of a page of this site, on each line. All good lines are stored or none; bad ones are named."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Say what would be stored, and store nothing.")

    def handle(self, *, file: Path, dry_run: bool, **options: object) -> None:
        try:
            made = plan(read_lines(decoded(file.read_bytes())))
        except (OSError, Unreadable) as error:
            raise CommandError(str(error)) from error
        for problem in made.problems:
            self.stderr.write(f"{file.name}:{problem.number}: {problem.reason} {problem.text}")
        if not dry_run:
            progress = Progress(self.stderr, len(made.redirects))
            for done in made.store():
                progress.show(done)
            progress.end()
        would = "would be " if dry_run else ""
        self.stdout.write(
            f"{made.added:,} {would}added, {made.changed:,} {would}changed, {made.same:,} known already, "
            f"{len(made.problems):,} refused."
        )
