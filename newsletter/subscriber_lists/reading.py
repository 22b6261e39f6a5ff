"""The lines of a list of addresses, whatever program wrote it: its encoding, its separator, its columns.

A file is first written out again as UTF-8 with plain line ends. That file is read line by line; where a line begins is
a number of bytes, from which reading can go on.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import tempfile
from collections.abc import Iterator
from typing import IO, BinaryIO, NamedTuple

from mohit.arabic import normalise

CHUNK = 65_536  # letters
LONGEST_LINE = 20_000  # bytes
MOST_LINES_OF_A_CELL = 20
SEPARATORS = "\t;,"
NAMED = re.compile(r'^"?([^<>"]*)"?\s*<\s*([^<>\s]+)\s*>$')

# Folded by `normalise`, so that spelling and case do not matter.
ADDRESS_HEADINGS = {
    normalise(word)
    for word in (
        "email", "e-mail", "mail", "email address", "e-mail address", "emailaddress", "address", "subscriber",
        "البريد", "بريد", "البريد الإلكتروني", "بريد إلكتروني", "عنوان البريد", "عنوان البريد الإلكتروني", "الإيميل",
        "إيميل", "العنوان",
    )
}  # fmt: skip
NAME_HEADINGS = {
    normalise(word)
    for word in (
        "name", "full name", "fullname", "first name", "firstname", "last name", "lastname", "surname", "الاسم", "اسم",
        "الاسم الكامل", "الاسم الأول", "اللقب", "اسم العائلة",
    )
}  # fmt: skip
STATE_HEADINGS = {normalise(word) for word in ("status", "state", "subscribed", "الحالة", "حالة الاشتراك")}
ENDED = {
    normalise(word)
    for word in (
        "unsubscribed", "cleaned", "bounced", "complained", "blocklisted", "disabled", "spam", "no", "false", "غادر",
        "ارتد بريده", "اشتكى", "محيت بياناته", "ملغى",
    )
}  # fmt: skip


class Unreadable(ValueError):
    """What was brought is no list; the message says so to who brought it."""


class Record(NamedTuple):
    """One line, or several that a quoted cell holds together; and where the next one begins: its byte, its number."""

    line: int
    cells: list[str]
    end: int
    next_line: int


class Columns(NamedTuple):
    separator: str
    address: int
    names: tuple[int, ...]
    state: int | None
    start: int  # bytes before the first record
    first_line: int


class Copy(NamedTuple):
    file: IO[bytes]
    size: int
    lines: int


def as_utf8(file: BinaryIO) -> Copy:
    """A copy in UTF-8, in a temporary file. Raises `Unreadable` for what is no text."""
    encoding = encoding_of(file)
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline=None)
    copy = tempfile.TemporaryFile()  # noqa: SIM115 (the caller's)
    lines = 0
    try:
        while chunk := text.read(CHUNK):
            if "\0" in chunk:
                raise Unreadable("هذا ليس ملف نص. احفظ القائمة بصيغة CSV.")
            lines += chunk.count("\n")
            copy.write(chunk.encode("utf-8", "replace"))
    except ValueError as error:
        copy.close()
        raise unread(error) from None
    finally:
        text.detach()
    size = copy.tell()
    copy.seek(0)
    return Copy(copy, size, lines + 1)


def unread(error: ValueError) -> Unreadable:
    return error if isinstance(error, Unreadable) else Unreadable("في الملف حروف لا تقرأ. احفظه بترميز UTF-8.")


def encoding_of(file: BinaryIO) -> str:
    """UTF-16 or UTF-8 where the file says so or can be read so, else what Windows writes in Arabic."""
    file.seek(0)
    head = file.read(4_096)
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Unreadable("هذا ملف Excel. احفظه بصيغة CSV ثم أحضره.")
    if not head.strip():
        raise Unreadable("لا سطر في هذا الملف.")
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if head[1::2].count(0) > len(head) // 4:
        return "utf-16-le"
    if head[::2].count(0) > len(head) // 4:
        return "utf-16-be"
    decoder = codecs.getincrementaldecoder("utf-8")()
    file.seek(0)
    try:
        while piece := file.read(CHUNK):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1256"
    return "utf-8-sig"


def columns_of(file: IO[bytes]) -> Columns:
    """Which cell is what: by the headings, else the first cell with an @ in it."""
    file.seek(0)
    start, first_line = 0, 1
    line = file.readline(LONGEST_LINE).decode("utf-8", "replace")
    separator = ""
    if line.lower().startswith("sep="):  # Excel's own way to name it
        separator, start, first_line = line.strip()[4:5], file.tell(), 2
        line = file.readline(LONGEST_LINE).decode("utf-8", "replace")
    separator = separator or max(SEPARATORS, key=line.count)
    cells = split(line, separator)
    headings = [normalise(cell) for cell in cells]
    address = [place for place, word in enumerate(headings) if word in ADDRESS_HEADINGS]
    if address and not any("@" in cell for cell in cells):
        names = tuple(place for place, word in enumerate(headings) if word in NAME_HEADINGS)
        states = [place for place, word in enumerate(headings) if word in STATE_HEADINGS]
        state = states[0] if states else None
        return Columns(separator, address[0], names, state, file.tell(), first_line + 1)
    place = next((place for place, cell in enumerate(cells) if "@" in cell), None)
    if place is None:
        raise Unreadable("لا عمود للبريد في هذا الملف: سم الأعمدة في سطره الأول، مثل «البريد» و«الاسم».")
    names = tuple(other for other in range(len(cells)) if other != place)[:1]
    return Columns(separator, place, names, None, start, first_line)


def records(file: IO[bytes], columns: Columns, start: int, line: int) -> Iterator[Record]:
    """The records from byte `start` on, which is the beginning of line `line`; empty ones too."""
    file.seek(start)
    while raw := file.readline(LONGEST_LINE):
        number, text = line, raw
        line += 1
        if not raw.endswith(b"\n") and len(raw) == LONGEST_LINE:
            skip_line(file)
            text = b""
        elif raw.count(b'"') % 2:
            text, more = whole(file, raw)
            line += more
        yield Record(number, split(text.decode("utf-8", "replace"), columns.separator), file.tell(), line)


def whole(file: IO[bytes], raw: bytes) -> tuple[bytes, int]:
    """A record whose quotation goes on in the next lines, and in how many. One that nobody closes spoils its own line
    only."""
    back, text = file.tell(), raw
    for more in range(1, MOST_LINES_OF_A_CELL):
        following = file.readline(LONGEST_LINE)
        text += following
        if following.count(b'"') % 2:
            return text, more
        if not following:
            break
    file.seek(back)
    return raw.replace(b'"', b""), 0


def skip_line(file: IO[bytes]) -> None:
    while (piece := file.readline(LONGEST_LINE)) and not piece.endswith(b"\n"):
        pass


def split(line: str, separator: str) -> list[str]:
    line = line.rstrip("\n")
    if '"' not in line:
        return line.split(separator)
    try:
        return next(csv.reader(io.StringIO(line), delimiter=separator), [])
    except csv.Error:
        return line.replace('"', "").split(separator)


def address_and_name(record: Record, columns: Columns) -> tuple[str, str]:
    """What is typed in the two cells; the apostrophe of an export is not part of them."""
    cells = record.cells
    address = cell_of(cells, columns.address)
    name = " ".join(filter(None, (cell_of(cells, place) for place in columns.names)))
    if found := NAMED.match(address):
        address, name = found[2], name or found[1].strip()
    return address, name


def says_ended(record: Record, columns: Columns) -> bool:
    """Whether the file itself says that this one is no subscriber any more."""
    return columns.state is not None and normalise(cell_of(record.cells, columns.state)) in ENDED


def cell_of(cells: list[str], place: int) -> str:
    return cells[place].strip().removeprefix("'").strip() if place < len(cells) else ""
