from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError

from mohit.progress import Progress
from mohit.typed_text import stored
from newsletter.models import MailingList, SubscriberImport
from newsletter.subscriber_lists.bringing import bring
from newsletter.subscriber_lists.importing import run
from newsletter.subscriber_lists.reading import Unreadable


class Command(BaseCommand):
    help = (
        "Import subscribers from a CSV file: any of the encodings and separators that spreadsheets write, the columns "
        "named in the first line. Killed, it is run again, or left to the worker: nobody is stored twice."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--list", dest="lists", action="append", required=True, help="a list's name in addresses")
        parser.add_argument(
            "--consent", required=True, help="where and how these people agreed; it is kept as the proof"
        )
        parser.add_argument(
            "--confirmed",
            action="store_true",
            help="they confirmed their addresses elsewhere; else each is asked by mail before anything is sent",
        )
        parser.add_argument("--dry-run", action="store_true", help="say what it comes to, and store nothing")

    def handle(
        self, *, file: Path, lists: list[str], consent: str, confirmed: bool, dry_run: bool, **options: object
    ) -> None:
        if not stored(consent, multiline=False):
            raise CommandError("Say where and how these people agreed: --consent.")
        chosen = list(MailingList.objects.filter(slug__in=lists))
        if unknown := set(lists) - {row.slug for row in chosen}:
            raise CommandError(f"No such list: {', '.join(sorted(unknown))}.")
        try:
            with file.open("rb") as content:
                brought = bring(File(content, file.name), chosen, consent, is_confirmed=confirmed)
        except (OSError, Unreadable) as error:
            raise CommandError(str(error)) from error
        brought = self.read(brought)
        if dry_run or brought.state == SubscriberImport.State.FAILED:
            brought.drop()
        else:
            brought.agree()
            brought = self.read(brought)
        self.tell(file, brought, dry_run)

    def read(self, brought: SubscriberImport) -> SubscriberImport:
        progress = Progress(self.stderr, max(brought.lines, 1))
        for step in run(brought.pk):
            progress.show(min(step.lines_done, brought.lines))
        progress.end()
        brought.refresh_from_db()
        return brought

    def tell(self, file: Path, brought: SubscriberImport, dry_run: bool) -> None:
        if brought.fault:
            raise CommandError(brought.fault)
        for problem in brought.problems.iterator():
            self.stderr.write(f"{file.name}:{problem.line}: {problem.reason}")
        would = "would be " if dry_run else ""
        self.stdout.write(
            f"{brought.added:,} {would}added, {brought.joined:,} {would}joined to more lists, {brought.known:,} known "
            f"already, {brought.ended:,} left before, {brought.suppressed:,} suppressed, {brought.refused:,} refused."
        )
