"""The text inside a paragraph: runs of characters, each with its marks, as an editor sees them."""

from __future__ import annotations

import re
from typing import NamedTuple

from mohit.arabic import clean

# From the outermost to the innermost tag.
RANK = {"a": 0, "strong": 1, "em": 2, "sub": 3, "sup": 4}
BREAK = "\0"  # the text of a run that is one <br>; no other text holds a NUL

SPACES = re.compile("[ \t\n\r\f\u00a0\u2007\u202f]+")
SPACE_SIGNS = " \u00a0\u202f"  # those that are stored
NOT_EMPTY = re.compile("[^\\s\u00ad\u061c\u180e\u200b-\u200f\u2060-\u2069\ufeff]")


class Run(NamedTuple):
    """Characters under the same marks; a mark is an opening tag without its brackets, `a href="…"` or `em`."""

    text: str
    marks: tuple[str, ...] = ()


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escape_attribute(text: str) -> str:
    return escape(text).replace('"', "&quot;")


def with_mark(marks: tuple[str, ...], mark: str) -> tuple[str, ...]:
    """`marks` and `mark` in their order, each kind once; the inner link wins."""
    name = tag_of(mark)
    return tuple(sorted([*(m for m in marks if tag_of(m) != name), mark], key=lambda m: RANK[tag_of(m)]))


def tag_of(mark: str) -> str:
    return mark.partition(" ")[0]


def tidy_runs(runs: list[Run]) -> list[Run]:
    """Runs joined where their marks agree, their text cleaned, spaces single and none at the ends or round breaks."""
    # Cleaned before they are joined too, so that a run of nothing but refused characters parts no neighbours.
    runs = joined([Run(cleaned(run.text), run.marks) for run in runs])
    tidied: list[Run] = []
    space_before = True
    for text, marks in runs:
        if text == BREAK:
            drop_space_at_end(tidied)
            tidied.append(Run(BREAK))
            space_before = True
            continue
        text = SPACES.sub(one_space, cleaned(text))
        if space_before:
            text = text.lstrip(SPACE_SIGNS)
        if text:
            tidied.append(Run(text, marks))
            space_before = text[-1] in SPACE_SIGNS
    drop_space_at_end(tidied)
    return without_outer_breaks(joined(tidied))


def cleaned(text: str) -> str:
    return text if text == BREAK else clean(text, multiline=False)


def one_space(spaces: re.Match[str]) -> str:
    """A single no-break space is the writer's; a longer run is what a word processor used for layout."""
    return spaces[0] if spaces[0] in SPACE_SIGNS else " "


def joined(runs: list[Run]) -> list[Run]:
    pieces: list[tuple[list[str], tuple[str, ...]]] = []
    for text, marks in runs:
        if pieces and text != BREAK and pieces[-1][1] == marks and pieces[-1][0] != [BREAK]:
            pieces[-1][0].append(text)
        elif text:
            pieces.append(([text], marks))
    return [Run("".join(texts), marks) for texts, marks in pieces]


def drop_space_at_end(runs: list[Run]) -> None:
    while runs and runs[-1].text != BREAK:
        text, marks = runs.pop()
        if text := text.rstrip(SPACE_SIGNS):
            runs.append(Run(text, marks))
            return


def without_outer_breaks(runs: list[Run]) -> list[Run]:
    start, end = 0, len(runs)
    while start < end and runs[start].text == BREAK:
        start += 1
    while start < end and runs[end - 1].text == BREAK:
        end -= 1
    return runs[start:end]


def has_text(runs: list[Run]) -> bool:
    return any(NOT_EMPTY.search(run.text) for run in runs)


def plain(runs: list[Run]) -> str:
    return "".join(" " if run.text == BREAK else run.text for run in runs)


def split_at_blank_lines(runs: list[Run]) -> list[list[Run]]:
    """The paragraphs that two or more breaks in a row divide."""
    paragraphs: list[list[Run]] = [[]]
    breaks = 0
    for run in runs:
        if run.text == BREAK:
            breaks += 1
            continue
        if breaks > 1:
            paragraphs.append([])
        elif breaks:
            paragraphs[-1].append(Run(BREAK))
        breaks = 0
        paragraphs[-1].append(run)
    return paragraphs


def write(runs: list[Run]) -> str:
    """HTML in which a mark that goes on is not closed and opened again."""
    pieces: list[str] = []
    opened: tuple[str, ...] = ()
    for text, marks in runs:
        if text == BREAK:
            pieces.append("<br>")
            continue
        kept = common_length(opened, marks)
        pieces += [f"</{tag_of(mark)}>" for mark in reversed(opened[kept:])]
        pieces += [f"<{mark}>" for mark in marks[kept:]]
        pieces.append(escape(text))
        opened = marks
    pieces += [f"</{tag_of(mark)}>" for mark in reversed(opened)]
    return "".join(pieces)


def common_length(first: tuple[str, ...], second: tuple[str, ...]) -> int:
    length = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        length += 1
    return length
