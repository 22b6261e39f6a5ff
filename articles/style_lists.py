"""The register of names and the rules of style as tables: written for a spreadsheet, read back, judged line by line.

A line belongs to the row that has its spelling already; a cell replaces what the row says, an empty one or a column
that is not there leaves it. So a table that comes back as it went changes nothing.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models, transaction

from articles.models import NameSpelling, RegisteredName, StyleRule
from articles.models.style import key_of
from articles.redirect_lists import Problem, Unreadable, separator
from mohit import dates
from mohit.arabic import normalise, spelling_key
from mohit.spreadsheet import table, typed

MOST_LINES = 2_000
MOST_LETTERS = 500_000
BETWEEN = " | "  # spellings in one cell
YES, NO = "نعم", "لا"

Cells = dict[str, str]


class Owned(NamedTuple):
    """Whose a spelling is: `owner` is the spelling by which that row is found."""

    owner: str
    text: str
    is_chosen: bool


class Change(NamedTuple):
    label: str
    before: str
    after: str


class Entry(NamedTuple):
    """A line that will be stored, and what it does to its row."""

    number: int
    row: models.Model
    changes: list[Change]

    @property
    def is_new(self) -> bool:
        return self.row.pk is None

    @property
    def shown(self) -> list[Change]:
        """What stands beside the row's own name: of a new one all that it will say."""
        return self.changes[1:] if self.is_new else self.changes


@dataclass(frozen=True)
class Kind:
    """What a table holds: its model, its columns in their order, and how a row is found by its first one."""

    model: type[models.Model]
    file: str
    columns: dict[str, tuple[str, ...]]  # by field, what its heading may say; the first is what we write
    key: Callable[[str], str]
    sample: str

    @property
    def first(self) -> str:
        return next(iter(self.columns))

    def field_of(self, heading: str) -> str | None:
        said = normalise(heading)
        return next((name for name, words in self.columns.items() if said in map(normalise, words)), None)


NAMES = Kind(
    RegisteredName,
    "names",
    {
        "chosen": ("نكتبه", "الاسم", "الرسم المعتمد", "name", "chosen"),
        "kind": ("النوع", "kind", "type"),
        "rejected": ("لا نكتبه", "الرسوم المرفوضة", "rejected"),
        "latin": ("الأصل اللاتيني", "latin", "original"),
        "note": ("ملاحظة", "note"),
    },
    key_of,
    "نكتبه\tالنوع\tلا نكتبه\tالأصل اللاتيني\tملاحظة\nغوغل\tهيئة\tجوجل | قوقل\tGoogle\tشركة أمريكية",
)
RULES = Kind(
    StyleRule,
    "style-rules",
    {
        "find": ("العبارة", "find"),
        "prefer": ("نكتب بدلها", "prefer"),
        "reason": ("السبب", "reason"),
        "matching": ("تطابق", "matching"),
        "takes_particles": ("مع السوابق", "particles"),
    },
    lambda text: spelling_key(text)[:100],
    "العبارة\tنكتب بدلها\tالسبب\tتطابق\tمع السوابق\nشئون\tشؤون\tرسم الهمزة\tكما كتبت\tنعم",
)


@dataclass
class Plan:
    """What a table comes to; nothing of it is stored yet."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)  # headings
    same: int = 0

    @property
    def added(self) -> int:
        return sum(entry.is_new for entry in self.entries)

    @property
    def changed(self) -> int:
        return len(self.entries) - self.added

    @property
    def mark(self) -> str:
        """Another one whenever something else would be stored."""
        told = repr([(entry.number, entry.row.pk, entry.changes) for entry in self.entries])
        return sha256(told.encode()).hexdigest()[:32]

    def store(self) -> None:
        """Store the rows, all or none. Changed ones first, in their order: a new one may have a spelling of theirs."""
        fresh = [entry.row for entry in self.entries if entry.is_new]
        with transaction.atomic():
            for entry in self.entries:
                if not entry.is_new:
                    entry.row.save()
            for model in {type(row) for row in fresh}:
                model.objects.bulk_create(fresh)
            NameSpelling.objects.bulk_create(
                spelling for row in fresh if isinstance(row, RegisteredName) for spelling in row.own_spellings()
            )


# --- Out --------------------------------------------------------------------------------------------------------------


def written(kind: Kind) -> Iterator[str]:
    rows = kind.model.objects.all().iterator(chunk_size=500)
    headings = [words[0] for words in kind.columns.values()]
    return table(headings, ([shown(row, name) for name in kind.columns] for row in rows))


def shown(row: models.Model, name: str) -> str:
    """A field as its cell says it."""
    value = getattr(row, name)
    if isinstance(value, bool):
        return YES if value else NO
    if name == "rejected":
        return BETWEEN.join(row.lines())
    described = getattr(row, f"get_{name}_display", None)
    return described() if described else value


# --- In ---------------------------------------------------------------------------------------------------------------


def read_table(kind: Kind, text: str) -> tuple[Iterator[tuple[int, Cells]], list[str]]:
    """((number of the line, cells by field) of each record, headings that mean nothing). Raises `Unreadable`."""
    records = numbered(text)
    first = next(records, None)
    if first is None:
        raise Unreadable("لا سطر في هذه القائمة.")
    fields: list[str | None] = [kind.field_of(cell) for cell in first[1]]
    if not any(fields):
        return named([first, *records], list(kind.columns)), []
    if kind.first not in fields:
        raise Unreadable(f"لا عمود اسمه «{kind.columns[kind.first][0]}» في السطر الأول.")
    unknown = [cell for cell, name in zip(first[1], fields, strict=True) if cell and name is None]
    return named(records, fields), unknown


def named(records: Iterable[tuple[int, list[str]]], fields: list[str | None]) -> Iterator[tuple[int, Cells]]:
    for number, cells in records:
        found = {name: cell for name, cell in zip(fields, cells, strict=False) if name}
        if any(found.values()):
            yield number, found


def numbered(text: str) -> Iterator[tuple[int, list[str]]]:
    """The records of a table and the line on which each begins. Raises `Unreadable`."""
    text = text.replace("\0", "").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > MOST_LETTERS:
        raise Unreadable(f"القائمة أطول من {dates.number(MOST_LETTERS)} حرف. قسمها.")
    if text.count("\n") > MOST_LINES:
        raise Unreadable(f"القائمة أطول من {dates.number(MOST_LINES)} سطر. قسمها.")
    reader = csv.reader(io.StringIO(text), delimiter=separator(text), strict=True)
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error:
            raise Unreadable(f"في السطر {dates.number(number)} علامة تنصيص لا تغلق، أو بعدها حرف زائد.") from None
        if cells is None:
            return
        yield number, [typed(cell.strip()) for cell in cells]


def plan(kind: Kind, text: str, *, locked: bool = False) -> Plan:
    """Judge a table against what is stored now. Changes nothing; `locked` keeps the rows until they are stored."""
    records, unknown = read_table(kind, text)
    made, rows = Plan(unknown=unknown), kind.model.objects.select_for_update() if locked else kind.model.objects.all()
    stored = {kind.key(getattr(row, kind.first)): row for row in rows.order_by("pk")}
    spellings = Spellings(stored) if kind is NAMES else None
    lines: dict[str, int] = {}
    for number, cells in records:
        told = cells.get(kind.first, "")
        key = kind.key(told)
        try:
            if key in lines:
                raise ValidationError(f"ورد من قبل في السطر {dates.number(lines[key])}.")
            lines[key] = number
            row, changes = judged(kind, stored.get(key), cells)
            if spellings:
                spellings.claim(key, row)
        except ValidationError as error:
            made.problems.append(Problem(number, told, " ".join(error.messages)))
        else:
            if changes:
                made.entries.append(Entry(number, row, changes))
            else:
                made.same += 1
    return made


def judged(kind: Kind, stored: models.Model | None, cells: Cells) -> tuple[models.Model, list[Change]]:
    """(the row as a line wants it, what that changes). Raises ValidationError."""
    row = stored or kind.model()
    before = {name: shown(row, name) if stored else "" for name in kind.columns}
    for name, cell in cells.items():
        if cell:
            setattr(row, name, value_of(kind.model, name, cell))
    row.clean_fields(exclude=["key"])
    row.judge()
    after = {name: shown(row, name) for name in kind.columns}
    changes = [
        Change(words[0], before[name], after[name])
        for name, words in kind.columns.items()
        if before[name] != after[name]
    ]
    return row, changes


def value_of(model: type[models.Model], name: str, cell: str) -> Any:
    """What a cell says, as the field has it. Raises ValidationError."""
    column = model._meta.get_field(name)
    if name == "rejected":
        for mark in "|؛":
            cell = cell.replace(mark, "\n")
        return cell
    if isinstance(column, models.BooleanField):
        return one_of(cell, {YES: True, NO: False})
    if column.choices:
        return one_of(cell, {label: value for value, label in column.choices})
    return cell


def one_of(cell: str, values: dict[str, Any]) -> Any:
    found = {normalise(label): value for label, value in values.items()}
    if normalise(cell) not in found:
        raise ValidationError(f"«{cell}» غير معروف. اكتب: {' أو '.join(values)}.")
    return found[normalise(cell)]


# --- The spellings of names, each of one name -------------------------------------------------------------------------


class Spellings:
    """Whose each spelling of the register is, while a table is judged: it changes with every line."""

    def __init__(self, stored: dict[str, models.Model]) -> None:
        self.owned: dict[str, Owned] = {}
        self.of: dict[str, set[str]] = {}
        owners = {row.pk: key for key, row in stored.items()}
        for key, pk, text, is_chosen in NameSpelling.objects.values_list("key", "name_id", "text", "is_chosen"):
            if pk in owners:
                self.owned[key] = Owned(owners[pk], text, is_chosen)
                self.of.setdefault(owners[pk], set()).add(key)

    def claim(self, owner: str, name: RegisteredName) -> None:
        """Take the spellings of `name` for it, and give back those it has no more. Raises ValidationError."""
        wanted = {NAMES.key(line): Owned(owner, line, is_chosen=False) for line in name.lines()}
        wanted[NAMES.key(name.chosen)] = Owned(owner, name.chosen, is_chosen=True)
        for key in wanted:
            if (other := self.owned.get(key)) and other.owner != owner:
                state = "معتمد" if other.is_chosen else f"مرفوض لـ«{self.owned[other.owner].text}»"
                raise ValidationError(f"«{other.text}» في السجل أو في سطر قبله: رسم {state}.")
        for key in self.of.get(owner, ()):
            del self.owned[key]
        self.owned |= wanted
        self.of[owner] = set(wanted)
