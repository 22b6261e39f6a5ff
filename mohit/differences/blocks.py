"""Rich text in its stored form (mohit/prose/structure.py), compared block by block and then word by word."""

from __future__ import annotations

from html import escape
from typing import NamedTuple

from mohit.differences.sequences import opcodes
from mohit.differences.words import Piece, Placed, changed, compare_pieces, cut, write
from mohit.prose.tree import Node, parse

MARKS = {"strong", "em", "sub", "sup"}
SHOWN_AS = {"h2": "h4", "h3": "h5"}  # below the headings of the page
ALIKE = 0.35  # of the words of two blocks that agree: below it one went and the other came
MOST_PAIRS = 400


class Block(NamedTuple):
    kind: str  # p h2 h3 li blockquote aside figure embed story row hr
    pieces: tuple[Placed, ...]

    @property
    def key(self) -> tuple[str, tuple[Piece, ...]]:
        return self.kind, tuple(placed.piece for placed in self.pieces)


def compare_prose(old: str, new: str, around: int | None = None) -> str:
    """HTML of both in one. Of what agrees only `around` blocks next to a change are shown, or all."""
    olds, news = read(old), read(new)
    html: list[tuple[bool, str]] = []  # (whether it changed, how it looks)
    for tag, i, i_end, j, j_end in opcodes([b.key for b in olds], [b.key for b in news]):
        if tag == "equal":
            html += [(False, whole(block)) for block in news[j:j_end]]
        else:
            html += [(True, pair(*both)) for both in paired(olds[i:i_end], news[j:j_end])]
    return "".join(folded(html, around))


def folded(html: list[tuple[bool, str]], around: int | None) -> list[str]:
    if around is None:
        return [block for _, block in html]
    near = {at + step for at, (is_new, _) in enumerate(html) if is_new for step in range(-around, around + 1)}
    shown, hidden = [], False
    for at, (_, block) in enumerate(html):
        if at in near:
            shown.append(block)
        elif not hidden:
            shown.append('<p class="same" aria-label="فقرات لم تتغير">⋯</p>')
        hidden = at not in near
    return shown


def paired(olds: list[Block], news: list[Block]) -> list[tuple[Block | None, Block | None]]:
    """Each new block beside the old one that it was made of, in order; what has no other stands alone."""
    if len(olds) * len(news) > MOST_PAIRS:
        return [(old, None) for old in olds] + [(None, new) for new in news]
    pairs: list[tuple[Block | None, Block | None]] = []
    start = 0
    for new in news:
        likes = [(alike(old, new), -at) for at, old in enumerate(olds[start:], start)]
        best, at = max(likes, default=(0.0, 0))
        if best >= ALIKE:
            pairs += [(old, None) for old in olds[start:-at]]
            pairs.append((olds[-at], new))
            start = -at + 1
        else:
            pairs.append((None, new))
    return pairs + [(old, None) for old in olds[start:]]


def alike(old: Block, new: Block) -> float:
    olds, news = ({p.piece.text for p in block.pieces if not p.piece.is_sign} for block in (old, new))
    return len(olds & news) / max(len(olds), len(news), 1)


def pair(old: Block | None, new: Block | None) -> str:
    if old and new:
        note = f'<span class="chip">{KINDS[old.kind]} ← {KINDS[new.kind]}</span> ' if old.kind != new.kind else ""
        return wrapped(new.kind, note + compare_pieces(list(old.pieces), list(new.pieces)))
    block, tag = (new, "ins") if new else (old, "del")
    return wrapped(block.kind, changed(tag, list(block.pieces)))


def whole(block: Block) -> str:
    return wrapped(block.kind, write(block.pieces))


def wrapped(kind: str, inner: str) -> str:
    tag = SHOWN_AS.get(kind, "blockquote" if kind in ("blockquote", "aside") else "p")
    return f'<{tag} class="block-{escape(kind)}">{inner.strip()}</{tag}>'


KINDS = {
    **{"p": "فقرة", "h2": "عنوان فرعي", "h3": "عنوان أصغر", "li": "بند", "blockquote": "اقتباس"},
    **{"aside": "مقتطف", "figure": "صورة", "embed": "مقطع", "story": "اقرأ أيضا", "row": "سطر جدول", "hr": "فاصل"},
}


def read(html: str) -> list[Block]:
    return [block for node in parse(html) if isinstance(node, Node) for block in blocks(node)]


def blocks(node: Node) -> list[Block]:
    tag, given = node.tag, node.attributes
    if tag in ("ul", "ol"):
        return [
            Block("li", start(number if tag == "ol" else 0, item)) for number, item in enumerate(node.elements(), 1)
        ]
    if tag == "table":
        return [Block("row", cells(row)) for row in node.descendants("tr")]
    if tag == "figure" and "data-embed" in given:
        return [Block("embed", (chip(f"مقطع: {given.get('data-url', '')}"),))]
    if tag == "figure":
        image = next(node.descendants("img"), Node("img"))
        key = image.attributes.get("data-file", "")
        return [Block("figure", (chip(f"صورة {key}: {image.attributes.get('alt', '')}"), *inline(node)))]
    if tag == "aside" and "data-article" in given:
        return [Block("story", (chip("اقرأ أيضا"), *inline(node)))]
    if tag == "hr":
        return [Block("hr", (chip("فاصل"),))]
    if tag == "blockquote" or tag == "aside":
        return [Block(tag, inline(child)) for child in node.elements()] or [Block(tag, inline(node))]
    return [Block(tag, inline(node))]


def start(number: int, item: Node) -> tuple[Placed, ...]:
    return (chip(f"{number}." if number else "•"), *inline(item))


def cells(row: Node) -> tuple[Placed, ...]:
    found: list[Placed] = []
    for number, cell in enumerate(row.elements()):
        found += ([Placed(Piece("|"), True)] if number else []) + list(inline(cell))
    return tuple(found)


def inline(node: Node, marks: tuple[str, ...] = ()) -> tuple[Placed, ...]:
    found: list[Placed] = []
    space = False  # at the end of what was read: it belongs to the next word
    for child in node.children:
        if isinstance(child, str):
            pieces = cut(child, marks)
        elif child.tag == "br":
            pieces = [chip("↵")]
        else:
            pieces = list(inline(child, (*marks, child.tag) if child.tag in MARKS else marks))
            if child.tag == "a":
                pieces.append(chip(f"رابط: {child.attributes.get('href', '')}"))
        if pieces and space:
            pieces[0] = pieces[0]._replace(space=True)
        found += pieces
        space = child[-1:].isspace() if isinstance(child, str) else space and not pieces
    return tuple(found)


def chip(text: str) -> Placed:
    return Placed(Piece(text, chip=True), True)
