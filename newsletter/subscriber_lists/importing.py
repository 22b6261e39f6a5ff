"""A list of addresses on its way in: judged line by line, then stored, in batches that are each a transaction.

Who came without proof of consent waits for the button of a mail, as after the form. Who left, bounced or complained
stays away, and a suppressed address stays suppressed, whatever a file says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import IO, NamedTuple

from django.core.exceptions import ValidationError
from django.db import connection, reset_queries, transaction
from django.db.models import F
from django.utils import timezone

from mohit.arabic import normalise
from mohit.email_addresses import equality_key, normalised
from mohit.typed_text import stored
from newsletter.models import DeskEvent, ImportProblem, Subscriber, SubscriberImport, Subscription, Suppression
from newsletter.models.subscriber_import import LEASE
from newsletter.subscriber_lists.reading import (
    Columns,
    Record,
    Unreadable,
    address_and_name,
    columns_of,
    records,
    says_ended,
)

BATCH = 2_000
LONGEST_NAME = 80
State = SubscriberImport.State
LIVING = (Subscriber.State.PENDING, Subscriber.State.CONFIRMED)

EMPTY = "لا عنوان في هذا السطر."
SAYS_ENDED = "يقول الملف إن صاحبه لم يعد مشتركا."


class Person(NamedTuple):
    address: str
    key: str
    name: str


@dataclass
class Batch:
    """So many lines of a file, and what they come to."""

    people: dict[str, Person] = field(default_factory=dict)
    problems: list[tuple[int, str]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    lines: int = 0
    end: int = 0


class TakenOver(Exception):
    """Another worker holds this import by now."""


def run(pk: int) -> Iterator[SubscriberImport]:
    """Check or store what waits, batch by batch; yields after each. Nothing is yielded when another is at it."""
    now = timezone.now()
    claimed = SubscriberImport.objects.waiting(now).filter(pk=pk).update(lease_until=now + LEASE)
    if not claimed:
        return
    brought = SubscriberImport.objects.get(pk=pk)
    if brought.state == State.CHECKING and brought.bytes_done:
        restart(brought)  # what it has seen so far was in the memory of a worker that is gone
    try:
        with brought.file.open("rb") as file:
            columns = columns_of(file)
            with Seen(brought.state == State.CHECKING) as seen:
                yield from work(brought, file, columns, seen)
    except (Unreadable, FileNotFoundError) as error:
        fault = str(error) if isinstance(error, Unreadable) else "لم يعد الملف موجودا."
        SubscriberImport.objects.filter(pk=pk).update(state=State.FAILED, fault=fault, lease_until=None)
        return
    except TakenOver:
        return
    finish(brought)


def work(brought: SubscriberImport, file: IO[bytes], columns: Columns, seen: Seen) -> Iterator[SubscriberImport]:
    start, line = columns.start, columns.first_line
    if brought.bytes_done:
        start, line = brought.bytes_done, brought.lines_done + 1
    lines = records(file, columns, start, line)
    lists = list(brought.lists.order_by("pk").values_list("pk", flat=True))
    while some := list(islice(lines, BATCH)):
        batch = judged(some, columns)
        with transaction.atomic():
            settle(batch, brought, lists, seen)
            advance(brought, batch)
        reset_queries()  # with DEBUG every statement is remembered, and these are long
        brought.refresh_from_db()
        yield brought


def judged(some: list[Record], columns: Columns) -> Batch:
    """The addresses of some lines, and the lines that hold none."""
    batch = Batch(lines=some[-1].next_line - 1, end=some[-1].end)
    for record in some:
        typed, name = address_and_name(record, columns)
        try:
            if says_ended(record, columns):
                raise ValidationError(SAYS_ENDED)
            if not typed:
                if not any(cell.strip() for cell in record.cells):
                    continue  # an empty line is no mistake
                raise ValidationError(EMPTY)
            address = normalised(typed)
        except ValidationError as error:
            batch.problems.append((record.line, error.messages[0]))
            continue
        key = equality_key(address)
        if key in batch.people:
            batch.counts["known"] += 1
        else:
            batch.people[key] = Person(address, key, stored(name, multiline=False)[:LONGEST_NAME])
    batch.counts["refused"] = len(batch.problems)
    return batch


def settle(batch: Batch, brought: SubscriberImport, lists: list[int], seen: Seen) -> None:
    """Say what becomes of each address of a batch; and do it, unless this is the check."""
    people = seen.new_of(batch)
    suppressed = Suppression.objects.of(people)
    existing = {
        key: (pk, state)
        for key, pk, state in Subscriber.objects.filter(address_key__in=list(people)).values_list(
            "address_key", "pk", "state"
        )
    }
    ended = {key for key, (_, state) in existing.items() if state not in LIVING} - suppressed
    batch.counts["suppressed"], batch.counts["ended"] = len(suppressed), len(ended)
    fresh = [person for key, person in sorted(people.items()) if key not in existing and key not in suppressed]
    living = {pk for key, (pk, _) in existing.items() if key not in suppressed and key not in ended}
    joining = lacking(living, lists) if brought.is_confirmed else {}
    batch.counts["added"], batch.counts["joined"] = len(fresh), len(joining)
    batch.counts["known"] += len(living) - len(joining)
    if brought.state == State.IMPORTING:
        store(fresh, joining, brought, lists)


def lacking(living: set[int], lists: list[int]) -> dict[int, list[int]]:
    """Of these subscribers, who was never on some of the lists: subscriber → lists."""
    rows = Subscription.objects.filter(subscriber__in=living, mailing_list__in=lists)
    has: dict[int, set[int]] = {}
    for subscriber, mailing_list in rows.order_by().values_list("subscriber_id", "mailing_list_id"):
        has.setdefault(subscriber, set()).add(mailing_list)
    missing = {pk: [one for one in lists if one not in has.get(pk, ())] for pk in living}
    return {pk: wanted for pk, wanted in missing.items() if wanted}


def store(fresh: list[Person], joining: dict[int, list[int]], brought: SubscriberImport, lists: list[int]) -> None:
    """In the order of the keys, so that two imports at once do not wait for each other for ever."""
    now = timezone.now()
    is_confirmed = brought.is_confirmed
    rows = [
        Subscriber(
            address=person.address,
            address_key=person.key,
            name=person.name,
            search_key=f"{normalise(person.name)} {person.key}".strip(),
            state=Subscriber.State.CONFIRMED if is_confirmed else Subscriber.State.PENDING,
            confirmed_at=now if is_confirmed else None,
        )
        for person in fresh
    ]
    # Whoever signed up in this very moment keeps their own row.
    Subscriber.objects.bulk_create(rows, ignore_conflicts=True)
    keys = [person.key for person in fresh]
    subscribe(
        dict.fromkeys(Subscriber.objects.filter(address_key__in=keys).values_list("pk", flat=True), lists), brought, now
    )
    if joining:
        waiting = Subscriber.objects.filter(pk__in=joining, state=Subscriber.State.PENDING)
        waiting.update(state=Subscriber.State.CONFIRMED, confirmed_at=now)
        subscribe(joining, brought, now)


def subscribe(wanted: dict[int, list[int]], brought: SubscriberImport, at: datetime) -> None:
    """Who has left a list of these is not put back on it."""
    is_confirmed = brought.is_confirmed
    Subscription.objects.bulk_create(
        [
            Subscription(
                subscriber_id=pk,
                mailing_list_id=one,
                state=Subscription.State.ACTIVE if is_confirmed else Subscription.State.PENDING,
                form=f"csv-{brought.pk}",
                asked_at=at,
                confirmed_at=at if is_confirmed else None,
            )
            for pk, lists in sorted(wanted.items())
            for one in lists
        ],
        ignore_conflicts=True,
    )


def advance(brought: SubscriberImport, batch: Batch) -> None:
    """Move the mark to the end of the batch. Whoever else moved it is at work: then this batch is undone."""
    ImportProblem.objects.bulk_create(
        [ImportProblem(subscriber_import=brought, line=line, reason=reason[:120]) for line, reason in batch.problems],
        ignore_conflicts=True,
    )
    rows = SubscriberImport.objects.filter(pk=brought.pk, state=brought.state, bytes_done=brought.bytes_done)
    counts = {name: F(name) + batch.counts[name] for name in SubscriberImport.COUNTS}
    lease = timezone.now() + LEASE
    if not rows.update(bytes_done=batch.end, lines_done=batch.lines, lease_until=lease, **counts):
        raise TakenOver


def restart(brought: SubscriberImport) -> None:
    zero = dict.fromkeys(("bytes_done", "lines_done", *SubscriberImport.COUNTS), 0)
    SubscriberImport.objects.filter(pk=brought.pk).update(**zero)
    brought.refresh_from_db()


def finish(brought: SubscriberImport) -> None:
    """The whole file was read."""
    now = timezone.now()
    rows = SubscriberImport.objects.filter(pk=brought.pk, state=brought.state)
    if brought.state == State.CHECKING:
        rows.update(state=State.CHECKED, lease_until=None)
        return
    with transaction.atomic():
        if rows.update(state=State.DONE, lease_until=None, finished_at=now):
            brought.refresh_from_db()
            DeskEvent.objects.create(
                verb=DeskEvent.Verb.IMPORT,
                by=brought.created_by,
                count=brought.added + brought.joined,
                note=f"{brought.name}: {brought.consent}"[:300],
            )
            transaction.on_commit(brought.forget_file)


class Seen:
    """The addresses that a check has met, in a table of this connection: a file of a million fits into no memory that
    is small. Storing needs none of it: it meets them in the database."""

    def __init__(self, is_checking: bool) -> None:
        self.is_checking = is_checking

    def __enter__(self) -> Seen:
        if self.is_checking:
            with connection.cursor() as cursor:
                cursor.execute("DROP TABLE IF EXISTS pg_temp.newsletter_seen")
                cursor.execute('CREATE TEMPORARY TABLE newsletter_seen (key text COLLATE "C" PRIMARY KEY)')
        return self

    def __exit__(self, *error: object) -> None:
        if self.is_checking and connection.connection and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("DROP TABLE IF EXISTS pg_temp.newsletter_seen")

    def new_of(self, batch: Batch) -> dict[str, Person]:
        if not self.is_checking or not batch.people:
            return batch.people
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO newsletter_seen SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING RETURNING key",
                [list(batch.people)],
            )
            keys = {key for (key,) in cursor.fetchall()}
        batch.counts["known"] += len(batch.people) - len(keys)
        return {key: person for key, person in batch.people.items() if key in keys}


def waiting() -> Iterable[int]:
    """The imports whose file is to be read now."""
    return SubscriberImport.objects.waiting().order_by("pk").values_list("pk", flat=True)
