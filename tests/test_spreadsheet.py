"""Files for spreadsheets: what Excel needs to read Arabic, and no cell that it would run."""

from __future__ import annotations

import csv
import io

import pytest

from mohit.spreadsheet import PIECE, download, harmless, table, typed


def read(pieces: list[str]) -> list[list[str]]:
    return list(csv.reader(io.StringIO("".join(pieces).removeprefix("\ufeff"), newline="")))


def test_it_writes_what_a_spreadsheet_reads() -> None:
    pieces = list(table(["اليوم", "العدد"], [["الأربعاء", 12], ['"واحة"، وغيرها', 0], ["سطر\nثان", None]]))

    assert "".join(pieces).encode().startswith(b"\xef\xbb\xbf\xd8")
    assert read(pieces) == [["اليوم", "العدد"], ["الأربعاء", "12"], ['"واحة"، وغيرها', "0"], ["سطر\nثان", ""]]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " =", "\u3000＝"])
def test_it_keeps_a_text_from_being_a_formula(sign: str) -> None:
    cell = f'{sign}HYPERLINK("https://evil.example","هنا")'

    assert harmless(cell) == f"'{cell}"
    assert read(list(table(["م"], [[cell]])))[1] == [f"'{cell}"]


@pytest.mark.parametrize("cell", ["رعاية = شراكة", "5-3", "قارئ@مثال", "", "'اقتباس'", -5, 0, None])
def test_it_leaves_other_cells_as_they_are(cell: str | int | None) -> None:
    assert harmless(cell) == cell


SIGNS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]
BEFORE = ["", "'", "''", "' '", " ", "' ", " '", "'\u3000", "\u00a0", "'\t'", "اسم ", "'اسم"]
AFTER = ["", "1+1", "'", "'=1", " =1", "عبد"]


@pytest.mark.parametrize("sign", ["", "'", *SIGNS])
@pytest.mark.parametrize("before", BEFORE)
def test_what_comes_back_is_what_went(before: str, sign: str) -> None:
    for after in AFTER:
        cell = f"{before}{sign}{after}"
        gone = harmless(cell)
        assert typed(gone) == cell
        assert gone in (cell, f"'{cell}")
        assert not gone.startswith(tuple(SIGNS))
        assert not gone.lstrip().startswith(tuple(SIGNS))


def test_it_holds_no_more_than_a_piece() -> None:
    made: list[int] = []
    rows = ([made.append(n) or str(n)] for n in range(PIECE * 2 + 1))

    pieces = table(["رقم"], rows)

    next(pieces)
    assert made == []
    next(pieces)
    assert len(made) == PIECE
    assert [piece.count("\n") for piece in pieces] == [PIECE, 1]


def test_it_is_saved_and_kept_by_nobody() -> None:
    response = download("report-2026.csv", table(["م"], []))

    assert response.streaming
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="report-2026.csv"'
    assert response.headers["Cache-Control"] == "private, no-store"
