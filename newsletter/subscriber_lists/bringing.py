"""A file as somebody brings it: kept, in the one form in which it is read, until it has been."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AbstractUser
from django.core.files import File
from django.db import transaction
from django.utils.crypto import get_random_string

from mohit.typed_text import stored
from newsletter.models import MailingList, SubscriberImport
from newsletter.subscriber_lists.reading import as_utf8, columns_of


def bring(
    file: File,
    lists: Iterable[MailingList],
    consent: str,
    *,
    is_confirmed: bool = False,
    by: AbstractUser | None = None,
) -> SubscriberImport:
    """Keep a list; whoever calls this has it checked. Raises `Unreadable` for what is none."""
    copy = as_utf8(file.file)
    with copy.file:
        columns_of(copy.file)
        copy.file.seek(0)
        with transaction.atomic():
            brought = SubscriberImport(
                name=stored(file.name or "", multiline=False)[:120] or "قائمة",
                consent=stored(consent, multiline=False)[:300],
                is_confirmed=is_confirmed,
                size=copy.size,
                lines=copy.lines,
                created_by=by,
            )
            brought.file.save(f"{get_random_string(20)}.csv", File(copy.file), save=False)
            brought.save()
            brought.lists.set(lists)
    return brought
