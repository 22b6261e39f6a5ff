"""Plain text, compared word by word, as HTML with `<del>` and `<ins>`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import NamedTuple

from mohit.arabic.tokenising import WORD
from mohit.differences.sequences import opcodes

# A word keeps its marks: «علَم» is not «علم». Each sign is a piece of its own.
PIECE = re.compile(rf"(?P<space>\s*)(?P<word>{WORD}|\S)")
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f][^\u0590-\u08ff]*")


class Piece(NamedTuple):
    """A word or a sign; `marks` are the tags round it, from the outermost. The space before it is no difference."""

    text: str
    marks: tuple[str, ...] = ()
    chip: bool = False  # not text: what a reader sees instead of a picture, an address, a line

    @property
    def is_sign(self) -> bool:
        return not self.chip and not any(letter.isalnum() for letter in self.text)


class Placed(NamedTuple):
    piece: Piece
    space: bool


def cut(text: str, marks: tuple[str, ...] = ()) -> list[Placed]:
    return [Placed(Piece(match["word"], marks), bool(match["space"])) for match in PIECE.finditer(text)]


def compare_text(old: str, new: str) -> str:
    """Escaped HTML of both texts in one, what went in `<del>` and what came in `<ins>`."""
    return compare_pieces(cut(old), cut(new))


def compare_items(old: Iterable[str], new: Iterable[str]) -> str:
    """The same of two lists of names, each of them whole: a name that moved went and came."""
    return compare_pieces(*([Placed(Piece(item, chip=True), True) for item in items] for items in (old, new)))


def compare_pieces(old: list[Placed], new: list[Placed]) -> str:
    html = []
    for tag, i, i_end, j, j_end in smoothed(old, new):
        if tag == "equal":
            first = new[j]._replace(space=new[j].space or old[i].space)
            html.append(write([first, *new[j + 1 : j_end]]))
            continue
        if i < i_end:
            html.append(changed("del", old[i:i_end]))
        if j < j_end:
            html += [" "] if i < i_end else []
            html.append(changed("ins", new[j:j_end]).lstrip() if i < i_end else changed("ins", new[j:j_end]))
    return "".join(html).strip()


def smoothed(old: list[Placed], new: list[Placed]) -> list[tuple[str, int, int, int, int]]:
    """A lone sign that agrees between two changes is read as part of them."""
    found: list[tuple[str, int, int, int, int]] = []
    steps = opcodes([placed.piece for placed in old], [placed.piece for placed in new])
    for place, (tag, i, i_end, j, j_end) in enumerate(steps):
        lone = tag == "equal" and 0 < place < len(steps) - 1 and all(p.piece.is_sign for p in old[i:i_end])
        if found and found[-1][0] != "equal" and (lone or tag != "equal"):
            found[-1] = ("replace", found[-1][1], i_end, found[-1][3], j_end)
        else:
            found.append((tag, i, i_end, j, j_end))
    return found


def changed(tag: str, pieces: list[Placed]) -> str:
    """The words say it too, for who hears the page; the space stands outside, where no line is drawn under it."""
    said = "حذف" if tag == "del" else "إضافة"
    space = " " if pieces[0].space else ""
    inner = write([pieces[0]._replace(space=False), *pieces[1:]])
    return f'{space}<{tag}><span class="visually-hidden">{said}: </span>{inner}</{tag}>'


def write(pieces: Iterable[Placed]) -> str:
    """Runs of words under the same marks, Latin ones isolated so that they move nothing round them."""
    runs: list[tuple[tuple[str, ...], bool, list[str]]] = []
    for (text, marks, chip), space in pieces:
        if runs and runs[-1][:2] == (marks, False) and not chip:
            runs[-1][2].append(f" {text}" if space else text)
        else:
            runs.append((marks, chip, [f" {text}" if space else text]))
    return "".join(written(marks, chip, "".join(words)) for marks, chip, words in runs)


def written(marks: tuple[str, ...], chip: bool, text: str) -> str:
    space = " " if text[:1] == " " else ""
    body = isolated(text.removeprefix(" "))
    if chip:
        return f' <span class="chip">{body}</span> '
    for mark in reversed(marks):
        body = f"<{mark}>{body}</{mark}>"
    return space + body


def isolated(text: str) -> str:
    html, end = [], 0
    for run in LATIN.finditer(text):
        core = run[0].rstrip(" ،؛؟.,:;!)»\"'")
        html += [escape(text[end : run.start()], quote=False), f'<bdi dir="ltr">{escape(core, quote=False)}</bdi>']
        end = run.start() + len(core)
    return "".join(html) + escape(text[end:], quote=False)
