"""Whatever is typed is read in time proportional to it, and nothing raises."""

from __future__ import annotations

from time import process_time

import pytest

from mohit.proofreading import Block, Wording, Wordings, proofread
from mohit.proofreading.tidying import applied

LENGTH = 100_000
MOST = 6.0  # seconds of CPU; with a check whose time grows with the square these would take minutes
WORDINGS = Wordings([Wording("جوجل", "غوغل", is_name=True), Wording("قام بزيارة طويلة", "زار")])

# What repeats, without end.
HOSTILE = [
    " ",
    ",",
    "، ",
    ", ",
    "ـ",
    "عـ",
    "«",
    "»",
    "”",
    "( ",
    "'\"",
    ".",
    ". ",
    "a",
    "aع",
    "a@",
    "و ",
    "وو",
    'و "',
    "\n",
]
HOSTILE += ["ع" + "ـ" * 50, "حرف و ع", "\u064b", "\u200f", "ع\u064b,", "جوجل ", "قام بزيارة ", "وللجوجل", "http://"]
HOSTILE += ["😀,", "\ud800", "؟?", "ع;"]


@pytest.mark.parametrize("piece", HOSTILE)
def test_it_reads_hostile_text_in_proportion(piece: str) -> None:
    text = ("نص عربي " + piece * (LENGTH // len(piece)))[:LENGTH] + " ثم"
    begin = process_time()
    findings = proofread([Block("body", 0, text)], WORDINGS)
    applied(text, findings)
    assert process_time() - begin < MOST


def test_it_never_stops_at_what_no_language_has() -> None:
    signs = '،,?«»“”"(ـ وعa1.@:\n\u064b\u200f😀'
    for first in signs:
        for second in signs:
            for third in signs:
                proofread(
                    [Block("body", 0, f"ع{first}{second}{third}"), Block("body", 1, f"{third}ع{first}")], WORDINGS
                )
