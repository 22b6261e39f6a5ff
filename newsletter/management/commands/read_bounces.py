from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from newsletter.bounces.intake import take
from newsletter.bounces.mailboxes import NoMailbox, read_maildir, read_mbox
from newsletter.bounces.reading import LONGEST
from newsletter.models import Report

TRY_LATER = 75  # EX_TEMPFAIL of sysexits.h: the mail server keeps the mail and pipes it again


class Command(BaseCommand):
    help = (
        "Read what came back of the newsletter's mails: one mail from standard input, as a mail server pipes it, or a "
        "mailbox. What is read twice counts once."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        box = parser.add_mutually_exclusive_group()
        box.add_argument("--maildir", type=Path, help="a Maildir; what was read moves from new to cur")
        box.add_argument("--mbox", type=Path, help="an mbox file; what was read is marked")
        parser.add_argument(
            "--recipient", default="", help="the address that the piped mail came to, if its headers do not say"
        )

    def handle(self, *, maildir: Path | None, mbox: Path | None, recipient: str = "", **options: object) -> None:
        try:
            if maildir or mbox:
                self.count(read_maildir(maildir) if maildir else read_mbox(mbox))
            else:
                take(sys.stdin.buffer.read(LONGEST), recipient)
                drain()
        except NoMailbox as error:
            raise CommandError(str(error)) from error
        except DatabaseError:
            sys.exit(TRY_LATER)

    def count(self, kinds: Iterator[Report.Kind]) -> None:
        found = Counter(kinds)
        said = ", ".join(f"{count:,} {kind.value}" for kind, count in sorted(found.items()))
        self.stdout.write(f"{found.total():,} read" + (f": {said}." if said else "."))


def drain() -> None:
    """Read the rest of a long mail: a server whose pipe breaks would send it again."""
    while sys.stdin.buffer.read(LONGEST):
        pass
