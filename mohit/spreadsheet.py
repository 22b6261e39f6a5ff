"""Tables as files that any spreadsheet opens: CSV (RFC 4180), UTF-8 with the mark that Excel needs, sent as they grow.

What people typed is data: a cell that a spreadsheet would run as a formula is kept from it (CSV injection).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

from django.http import StreamingHttpResponse

from mohit.responses import PRIVATE

BYTE_ORDER_MARK = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # what a spreadsheet may run, full-width too
PIECE = 500  # lines of one piece

Cell = str | int | None


class Line:
    """A file for `csv.writer` that hands back what was written."""

    def write(self, text: str) -> str:
        return text


def table(headings: Iterable[str], rows: Iterable[Iterable[Cell]]) -> Iterator[str]:
    """The pieces of a file with its headings and then `rows`, of which none is held longer than its piece."""
    writer = csv.writer(Line())
    yield BYTE_ORDER_MARK + writer.writerow(headings)
    lines: list[str] = []
    for row in rows:
        lines.append(writer.writerow([harmless(cell) for cell in row]))
        if len(lines) == PIECE:
            yield "".join(lines)
            lines.clear()
    if lines:
        yield "".join(lines)


def is_formula(text: str) -> bool:
    return text.startswith(FORMULA) or text.lstrip().startswith(FORMULA)


def harmless(cell: Cell) -> Cell:
    """No text is a formula: Excel, LibreOffice and Google Sheets take a leading apostrophe for «this is text».

    A formula behind apostrophes gets one more, so that `typed` may take one from each.
    """
    return f"'{cell}" if isinstance(cell, str) and is_formula(cell.lstrip("'")) else cell


def typed(cell: str) -> str:
    """What `harmless` was given, of a cell that comes back."""
    return cell[1:] if cell.startswith("'") and is_formula(cell.lstrip("'")) else cell


def download(name: str, pieces: Iterable[str]) -> StreamingHttpResponse:
    """`pieces` as the file `name`, which a browser saves and no cache keeps."""
    response = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = PRIVATE
    response.headers["X-Accel-Buffering"] = "no"  # nginx hands it on as it comes
    return response
