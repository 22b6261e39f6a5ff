"""The mailboxes that bounces are kept in: a Maildir folder, an mbox file.

What was read is marked as read and stays, for whoever wants to look; it is marked after the database has it. A reader
that is killed in between reads it again, and it counts once.
"""

from __future__ import annotations

import mailbox
import os
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

from newsletter.bounces.intake import take
from newsletter.bounces.reading import LONGEST
from newsletter.models import Report


class NoMailbox(ValueError):
    """What was named is no mailbox of this kind; the message says so."""


def read_maildir(folder: Path, most: int | None = None) -> Iterator[Report.Kind]:
    """Take what is new in a Maildir, oldest first, `most` at a time."""
    if not (folder / "new").is_dir() or not (folder / "cur").is_dir():
        raise NoMailbox(f"{folder}: this is no Maildir, which has the folders new and cur.")
    with os.scandir(folder / "new") as entries:
        names = sorted(entry.name for entry in entries if entry.is_file(follow_symlinks=False))
    for name in islice(names, most):
        try:
            with (folder / "new" / name).open("rb") as file:
                content = file.read(LONGEST)
        except FileNotFoundError:  # another reader was faster
            continue
        yield take(content)
        with suppress(FileNotFoundError):
            (folder / "new" / name).rename(folder / "cur" / f"{name.partition(':')[0]}:2,S")


def read_mbox(path: Path) -> Iterator[Report.Kind]:
    """Take the unread mails of an mbox file, which stays locked meanwhile; all are marked at the end."""
    if not path.is_file():
        raise NoMailbox(f"{path}: no such file.")
    box = mailbox.mbox(path, create=False)
    box.lock()
    try:
        for key in list(box.iterkeys()):
            with box.get_file(key) as file:
                content = file.read(LONGEST)
            if is_read(content):
                continue
            yield take(content)
            message = box[key]
            message.add_flag("R")
            box[key] = message
    finally:
        box.close()  # writes the marks, then unlocks


def is_read(content: bytes) -> bool:
    """Whether an mbox's own header marks a mail as read."""
    head = content.partition(b"\n\n")[0]
    return any(line.lower().startswith(b"status:") and b"R" in line[7:] for line in head.split(b"\n"))
