"""Lists of old addresses: read from a spreadsheet's cells or a file, judged line by line, then stored all at once.

A line is an old address and where it leads: the number of an article or the address of a page of this site, between
them a tab, a semicolon or a comma. Whatever a line leads to is looked up now, so that readers are sent once.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from operator import attrgetter
from typing import NamedTuple
from urllib.parse import unquote, urlencode

from django.conf import settings
from django.db import transaction
from django.db.models import Model

from articles.models import Article, Author, Redirect, Section, Topic
from articles.places import Place, place_of
from mohit import dates
from mohit.arabic import clean
from mohit.old_addresses import LONGEST, Address, host_of, read_whole_address
from newsroom.models import Page

BATCH = 2_000  # lines looked up and stored with one query
MOST_LINES = 200_000
STEPS = 50  # from old address to old address; what has not ended by then is a ring

NAMED: dict[str, type[Model]] = {"section": Section, "topic": Topic, "author": Author}
SITES_OWN = ("admin", "media", "static")  # nobody who asks there gets a second guess (articles/moved.py)
RING = "العناوين تدور في حلقة."
HOME = Place("fixed", "/")


class Unreadable(ValueError):
    """What was brought is no list; the message says so to who brought it."""


class Line(NamedTuple):
    number: int
    old: str
    new: str


class Problem(NamedTuple):
    """A line that cannot be stored, and why."""

    number: int
    text: str
    reason: str


@dataclass
class Plan:
    """What a list comes to: rows to store, of which so many are new or changed, and the lines that are wrong."""

    redirects: list[Redirect] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    added: int = 0
    changed: int = 0
    same: int = 0

    def store(self) -> Iterator[int]:
        """Store the rows, all or none; yields how many so far."""
        with transaction.atomic():
            for done, batch in in_batches(self.redirects):
                Redirect.objects.put(batch)
                yield done


def decoded(content: bytes) -> str:
    """The text of a file in one of the encodings that spreadsheets write. Raises `Unreadable`."""
    if content.startswith(b"PK\x03\x04"):
        raise Unreadable("هذا ملف Excel. احفظه بصيغة CSV، أو انسخ الأعمدة وألصقها هنا.")
    for encoding in encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable("هذا ليس ملف نص. احفظ القائمة بصيغة CSV أو TXT.")


def encodings(content: bytes) -> tuple[str, ...]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    return ("utf-8-sig", "cp1256")


def read_lines(text: str) -> Iterator[Line]:
    """The lines of a list that hold something, numbered from 1; a heading of the columns is left out.

    Each is read by itself: a quotation mark that nobody closed spoils its own line. Raises `Unreadable`.
    """
    text = text.replace("\0", "").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if text.count("\n") > MOST_LINES:
        raise Unreadable(f"القائمة أطول من {dates.number(MOST_LINES)} سطر. قسمها.")
    mark = separator(text)
    for number, line in enumerate(text.split("\n"), 1):
        old, new = cells_of(line, mark)
        if (old or new) and not (number == 1 and is_heading(old)):
            yield Line(number, old, new)


def cells_of(line: str, mark: str) -> tuple[str, str]:
    """The first two cells of a line; without a mark between them the spaces are it."""
    cells = line.split(mark)
    if '"' in line:
        with suppress(csv.Error):
            cells = next(csv.reader([line], delimiter=mark), [])
    if len(cells) == 1:
        cells = line.split(maxsplit=1)
    old, new = (cell_text(cell) for cell in [*cells, "", ""][:2])
    return old, new


def cell_text(cell: str) -> str:
    is_plain = cell.isascii() and cell.isprintable()
    return (cell if is_plain else clean(cell, multiline=False)).strip()


def separator(text: str) -> str:
    first = text.lstrip().partition("\n")[0]
    return next((mark for mark in ("\t", ";") if mark in first), ",")


def is_heading(cell: str) -> bool:
    return not any(sign in cell for sign in "/?.%")


def plan(lines: Iterable[Line], origin: str = Redirect.Origin.IMPORT, created_by: Model | None = None) -> Plan:
    """Judge `lines` against the site as it is now; changes nothing."""
    made = Plan()
    wanted: dict[str, tuple[Line, Address]] = {}
    for line in lines:
        old = read_whole_address(line.old)
        key = old.key
        if reason := fault(line, old) or repeats(wanted.get(key), line):
            made.problems.append(Problem(line.number, unquote(line.old), reason))
        elif key in wanted:
            made.same += 1
        else:
            wanted[key] = (line, old)
    answers = Answers({line.new for line, _ in wanted.values()}, [old for _, old in wanted.values()])
    for key, (line, old) in wanted.items():
        target, reason = settled(line, old, answers, wanted)
        if reason:
            made.problems.append(Problem(line.number, unquote(line.old), reason))
        else:
            row = Redirect(address=key, key=key, origin=origin, created_by=created_by, **target)
            made.redirects.append(row)
    made.problems.sort()
    # Two imports at once take the rows that both hold in one order, so neither waits for the other for ever.
    made.redirects.sort(key=attrgetter("key"))
    compare(made)
    return made


def judged(old: str, new: str) -> tuple[dict[str, object], str]:
    """(the fields of the one redirect from `old` to `new`, or what is wrong)."""
    line, address = Line(1, old, new), read_whole_address(old)
    if reason := fault(line, address):
        return {}, reason
    return settled(line, address, Answers({new}, [address]), {address.key: (line, address)})


def settled(
    line: Line, old: Address, answers: Answers, wanted: dict[str, tuple[Line, Address]]
) -> tuple[dict[str, object], str]:
    if answers.opens(old):
        return {}, "في هذا العنوان صفحة من الموقع، فلن يستعمل التحويل."
    target, reason = answers.target(line.new, wanted, old.key)
    if len(str(target.get("path", ""))) > LONGEST:
        return {}, f"العنوان الجديد أطول من {LONGEST} حرف."
    return target, reason


def fault(line: Line, old: Address) -> str:
    """What is wrong with a line by itself."""
    if not line.old or not line.new:
        return "السطر ناقص: اكتب العنوان القديم ثم الجديد."
    if old.key == "/":
        return "هذا عنوان الصفحة الرئيسية، لا عنوان صفحة قديمة."
    if old.segments and old.segments[0] in SITES_OWN:
        return "ما تحت هذا العنوان محجوز للموقع."
    if len(old.key) > LONGEST:
        return f"العنوان أطول من {LONGEST} حرف."
    return ""


def repeats(earlier: tuple[Line, Address] | None, line: Line) -> str:
    if earlier and earlier[0].new != line.new:
        return f"ورد هذا العنوان القديم في السطر {earlier[0].number} إلى مكان آخر."
    return ""


def compare(made: Plan) -> None:
    """Count what is new and what changes, and leave out the rows that are stored so already."""
    kept = []
    for _, batch in in_batches(made.redirects):
        stored = {row.key: row.target for row in Redirect.objects.filter(key__in=[row.key for row in batch])}
        made.added += sum(row.key not in stored for row in batch)
        fresh = [row for row in batch if stored.get(row.key) != row.target]
        made.same += len(batch) - len(fresh)
        kept += fresh
    made.changed = len(kept) - made.added
    made.redirects = kept


def in_batches(rows: Iterable) -> Iterator[tuple[int, list]]:
    """(how many so far, the next BATCH)."""
    iterator, done = iter(rows), 0
    while batch := list(islice(iterator, BATCH)):
        done += len(batch)
        yield done, batch


class Answers:
    """Where new addresses lead, and what stands at old ones: looked up for the whole list, a query for each batch."""

    def __init__(self, texts: Iterable[str], olds: Iterable[Address]) -> None:
        self.addresses = {text: read_whole_address(text) for text in texts}
        places = {self.place(text) for text in self.addresses} | {place_of(old) for old in olds}
        self.rows: dict[str, dict[object, int]] = {
            kind: found(model.objects.all(), "slug", values_of(places, kind)) for kind, model in NAMED.items()
        }
        self.pages = found(Page.objects.published(), "slug", values_of(places, "page"))
        numbers = values_of(places, "article")
        self.numbers = found(Article.objects.all(), "pk", numbers)
        self.articles = canonical_paths(numbers)
        self.stored = stored_targets([address.key for address in self.addresses.values()])

    def place(self, text: str) -> Place | None:
        if text.isdecimal() and len(text) <= 18:
            return Place("article", int(text))
        return place_of(self.addresses[text])

    def stands(self, place: Place) -> bool:
        match place.kind:
            case "article":
                return place.value in self.articles
            case "page":
                return place.value in self.pages
            case "fixed":
                return True
        return place.value in self.rows[place.kind]

    def opens(self, old: Address) -> bool:
        """Whether a page of ours stands at `old` as written: its redirect would never be asked for."""
        place = place_of(old)
        if old.query or place is None or not self.stands(place):
            return False
        if place.kind == "article":
            return len(old.segments) == 1 or self.articles[place.value] == old.path
        return place.path.rstrip("/") == old.path

    def target(self, text: str, wanted: dict[str, tuple[Line, Address]], start: str) -> tuple[dict[str, object], str]:
        """(the fields of a redirect to `text`, or why there is none). An old address is followed to its end."""
        for _ in range(STEPS):
            if found_at := self.at(text):
                return found_at, ""
            if is_elsewhere(text):
                return {}, "العنوان الجديد خارج الموقع."
            key = self.addresses[text].key
            if key in wanted:
                text = wanted[key][0].new
            elif key in self.stored:
                stored = self.stored[key]
                is_ring = stored["path"] and read_whole_address(stored["path"]).key == start
                return ({}, RING) if is_ring else (stored, "")
            else:
                return {}, "لا صفحة في الموقع بالعنوان الجديد."
        return {}, RING

    def at(self, text: str) -> dict[str, object] | None:
        """The fields of a redirect to what stands at `text` itself."""
        place = self.place(text)
        if place is None or is_elsewhere(text):
            return None
        if place.kind == "article":
            return {"article_id": place.value} if place.value in self.numbers else None
        if place.kind in NAMED:
            key = self.rows[place.kind].get(place.value)
            return {f"{place.kind}_id": key} if key else None
        if not self.stands(place):
            return None
        address = self.addresses[text]
        return None if place == HOME and address.query else {"path": path_with_query(place, address)}


def path_with_query(place: Place, address: Address) -> str:
    path = place.path if place.kind == "fixed" else f"{place.path}/"
    return f"{path}?{urlencode(address.query)}" if address.query else path


def is_elsewhere(text: str) -> bool:
    """Whether an address names another site than this one."""
    host = host_of(text)
    return bool(host) and host not in (host_of(settings.SITE_URL), *settings.ALLOWED_HOSTS)


def values_of(places: Iterable[Place | None], kind: str) -> list:
    return [place.value for place in places if place and place.kind == kind]


def found(rows: object, name: str, values: list) -> dict[object, int]:
    """Those of `values` that a row carries in the field `name`, each with the row's key."""
    pairs: dict[object, int] = {}
    for _, batch in in_batches(values):
        pairs.update(rows.order_by().filter(**{f"{name}__in": batch}).values_list(name, "pk"))
    return pairs


def canonical_paths(numbers: list[int]) -> dict[int, str]:
    """The canonical addresses, as they are matched, of the stories among `numbers` that readers may see."""
    paths = {}
    for _, batch in in_batches(numbers):
        stories = Article.objects.published().filter(pk__in=batch).order_by().select_related("section")
        for article in stories.only("slug", "section__slug"):
            paths[article.pk] = read_whole_address(article.get_absolute_url()).path
    return paths


def stored_targets(keys: list[str]) -> dict[str, dict[str, object]]:
    targets = {}
    for _, batch in in_batches(keys):
        targets.update((row.key, row.target) for row in Redirect.objects.filter(key__in=batch))
    return targets
