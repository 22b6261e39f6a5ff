"""The stored form of rich text, written anew from whatever HTML a sanitiser let through.

    p h2 h3 ul ol li blockquote strong em sub sup br hr a[href] table thead tbody tr th td[colspan rowspan]
    dir="ltr" on p h2 h3 li blockquote
    <aside class="pull-quote"><p>…</p></aside>
    <figure><img src="…" alt="…" data-file="12"><figcaption>…</figcaption></figure>
    <figure data-embed="" data-url="https://…"><a href="https://…">https://…</a></figure>
    <aside data-article="12"><a href="/…/">title</a></aside>

An item or cell of one paragraph holds its text without <p>. Figures, embeds and links to stories stand between
paragraphs, never inside a quote, item or cell. Nothing else is ever written, whatever the input.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from mohit.arabic import clean
from mohit.prose import inline
from mohit.prose.addresses import link_address, number, own_media, web_address
from mohit.prose.embeds import recognise
from mohit.prose.inline import BREAK, Run, escape, escape_attribute
from mohit.prose.tree import Node, parse

HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
MARKS = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "sub": "sub", "sup": "sup"}
STYLES = {
    "strong": re.compile(r"font-weight:\s*(?:bold|[6-9]00)"),
    "em": re.compile(r"font-style:\s*italic"),
    "sub": re.compile(r"vertical-align:\s*sub\b"),
    "sup": re.compile(r"vertical-align:\s*super\b"),
}
NOT_BOLD = re.compile(r"font-weight:\s*(?:normal|[1-4]00)")
MOST_CELLS_SPANNED = 100


class Paragraph(NamedTuple):
    """Text that is not written yet: `tag` is p, h2 or h3."""

    tag: str
    ltr: bool
    runs: list[Run]

    def html(self) -> str:
        return f"<{self.tag}{ltr_attribute(self.ltr)}>{inline.write(self.runs)}</{self.tag}>"


class Written(NamedTuple):
    """A finished block. One that `stands_alone` leaves the quote, list or table it was found in."""

    text: str
    stands_alone: bool = False

    def html(self) -> str:
        return self.text


Block = Paragraph | Written


def canonical(html: str) -> str:
    """The stored form of `html`, which must come from nh3: well-formed, every attribute quoted."""
    return "".join(block.html() for block in Flow(nested=False).read(parse(html)))


def ltr_attribute(ltr: bool) -> str:
    return ' dir="ltr"' if ltr else ""


def is_ltr(node: Node) -> bool:
    return node.attributes.get("dir", "").lower() == "ltr"


class Flow:
    """Reads a sequence of nodes into blocks; loose text becomes paragraphs.

    `nested` flows are those of quotes, items and cells: they hold paragraphs and lists only. `listless` ones hold
    paragraphs only.
    """

    def __init__(self, *, nested: bool, listless: bool = False) -> None:
        self.nested = nested
        self.listless = listless
        self.blocks: list[Block] = []
        self.runs: list[Run] = []

    def read(self, nodes: list[Node | str], marks: tuple[str, ...] = ()) -> list[Block]:
        self.walk(nodes, marks)
        self.end_paragraph()
        return self.blocks

    def walk(self, nodes: list[Node | str], marks: tuple[str, ...]) -> None:
        for node in nodes:
            if isinstance(node, str):
                self.runs.append(Run(node, marks))
            elif node.tag == "br":
                self.runs.append(Run(BREAK))
            elif node.tag in ("a", "span") or node.tag in MARKS:
                self.walk(node.children, marks_under(node, marks))
            else:
                self.end_paragraph()
                self.block(node, marks)
                self.end_paragraph()

    def end_paragraph(self) -> None:
        runs, self.runs = inline.tidy_runs(self.runs), []
        for paragraph in inline.split_at_blank_lines(runs):
            if inline.has_text(paragraph):
                self.blocks.append(Paragraph("p", False, paragraph))

    def block(self, node: Node, marks: tuple[str, ...]) -> None:
        tag = node.tag
        if tag == "p" or tag in HEADINGS:
            self.paragraph(node, marks)
        elif tag in ("ul", "ol") and not self.listless:
            self.add_list(node, marks)
        elif tag == "blockquote" and not self.nested:
            self.add_container(f"<blockquote{ltr_attribute(is_ltr(node))}>", "</blockquote>", node, marks)
        elif tag == "aside" and "pull-quote" in node.attributes.get("class", "").split() and not self.nested:
            self.add_container('<aside class="pull-quote">', "</aside>", node, marks, listless=True)
        elif tag == "aside" and number(node.attributes.get("data-article", "")):
            self.blocks.append(Written(read_also(node), stands_alone=True))
        elif tag == "table" and not self.nested:
            self.add_table(node, marks)
        elif tag == "figure":
            self.figure(node, marks)
        elif tag == "img":
            self.picture(node, [])
        elif tag == "hr":
            if not self.nested:
                self.blocks.append(Written("<hr>", stands_alone=True))
        else:
            self.walk(node.children, marks)

    def inside(
        self, nodes: list[Node | str], marks: tuple[str, ...], *, listless: bool = False
    ) -> tuple[list[Block], list[Block]]:
        """The blocks that stay in a quote, item or cell, and those that must stand alone after it."""
        blocks = Flow(nested=True, listless=listless or self.listless).read(nodes, marks)
        return [block for block in blocks if not is_alone(block)], [block for block in blocks if is_alone(block)]

    # --- One kind of block each ---

    def paragraph(self, node: Node, marks: tuple[str, ...]) -> None:
        tag = "p" if self.nested else HEADINGS.get(node.tag, "p")
        for block in Flow(nested=self.nested, listless=self.listless).read(node.children, marks):
            if isinstance(block, Paragraph):
                runs = block.runs if tag == "p" else without_bold(block.runs)
                block = Paragraph(tag, is_ltr(node) or block.ltr, runs)
            self.blocks.append(block)

    def add_container(
        self, opening: str, closing: str, node: Node, marks: tuple[str, ...], *, listless: bool = False
    ) -> None:
        blocks, alone = self.inside(node.children, marks, listless=listless)
        if blocks:
            self.blocks.append(Written(f"{opening}{''.join(block.html() for block in blocks)}{closing}"))
        self.blocks += alone

    def add_list(self, node: Node, marks: tuple[str, ...]) -> None:
        items: list[tuple[str, list[Block]]] = []  # the opening tag and what follows it
        alone: list[Block] = []
        for child in node.children:
            is_item = isinstance(child, Node) and child.tag == "li"
            blocks, alone_here = self.inside(child.children if is_item else [child], marks)
            alone += alone_here
            if not blocks:
                continue
            if not is_item and items and isinstance(child, Node) and child.tag in ("ul", "ol"):
                items[-1][1].extend(blocks)
            else:
                items.append((f"<li{ltr_attribute(is_item and is_ltr(child))}>", blocks))
        if items:
            written = "".join(f"{opening}{unwrapped(blocks)}</li>" for opening, blocks in items)
            self.blocks.append(Written(f"<{node.tag}>{written}</{node.tag}>"))
        self.blocks += alone

    def add_table(self, table: Node, marks: tuple[str, ...]) -> None:
        head: list[Row] = []
        body: list[Row] = []
        alone: list[Block] = []
        for part in table.elements():
            if part.tag == "caption":
                self.walk(part.children, marks)
                self.end_paragraph()
            for row in [part] if part.tag == "tr" else part.elements("tr"):
                cells = Row()
                for cell in row.elements("th", "td"):
                    blocks, alone_here = self.inside(cell.children, marks)
                    alone += alone_here
                    cells.append(Cell(cell, "th" if part.tag == "thead" else cell.tag, unwrapped(blocks)))
                if cells:
                    (head if part.tag == "thead" else body).append(cells)
        if any(cell.content for row in head + body for cell in row):
            self.blocks.append(Written(table_html(head, body)))
        self.blocks += alone

    def figure(self, figure: Node, marks: tuple[str, ...]) -> None:
        if "data-embed" in figure.attributes or "data-url" in figure.attributes:
            self.blocks.append(embed(figure.attributes.get("data-url", "")))
            return
        pictures = list(figure.descendants("img"))
        if not pictures:
            self.walk(figure.children, marks)
            return
        captions = figure.elements("figcaption")
        caption = one_line(captions[0].children) if captions else []
        for picture in pictures:
            caption = [] if self.picture(picture, caption) else caption
        rest = [child for child in figure.children if child not in captions and child not in pictures]
        self.walk(without(rest, "img"), marks)

    def picture(self, img: Node, caption: list[Run]) -> bool:
        """Add the picture if it is one of the library's; a picture of any other place is not stored."""
        src, key = own_media(img.attributes.get("src", "")), number(img.attributes.get("data-file", ""))
        if not (src and key):
            return False
        alt = escape_attribute(clean(img.attributes.get("alt", ""), multiline=False).strip())
        under = f"<figcaption>{inline.write(caption)}</figcaption>" if inline.has_text(caption) else ""
        html = f'<figure><img src="{src}" alt="{alt}" data-file="{key}">{under}</figure>'
        self.blocks.append(Written(html, stands_alone=True))
        return True


class Cell:
    """A table cell: its tag, how many columns and rows it covers, what it holds."""

    def __init__(self, node: Node, tag: str, content: str) -> None:
        self.tag = tag
        self.content = content
        self.spans = {name: span(node.attributes.get(name, "")) for name in ("colspan", "rowspan")}

    def html(self) -> str:
        attributes = "".join(f' {name}="{count}"' for name, count in self.spans.items() if count > 1)
        return f"<{self.tag}{attributes}>{self.content}</{self.tag}>"


class Row(list[Cell]):
    def html(self) -> str:
        return f"<tr>{''.join(cell.html() for cell in self)}</tr>"

    def is_heading(self) -> bool:
        return all(cell.tag == "th" and cell.spans["rowspan"] == 1 for cell in self)


def table_html(head: list[Row], body: list[Row]) -> str:
    """A first row of nothing but headings is the head: an editor knows no <thead>."""
    if not head and len(body) > 1 and body[0].is_heading():
        head, body = body[:1], body[1:]
    parts = [("thead", head), ("tbody", body)]
    rows = (f"<{tag}>{''.join(row.html() for row in rows)}</{tag}>" for tag, rows in parts if rows)
    return f"<table>{''.join(rows)}</table>"


def span(text: str) -> int:
    count = int(text) if number(text) else 1
    return count if count <= MOST_CELLS_SPANNED else 1


def is_alone(block: Block) -> bool:
    return isinstance(block, Written) and block.stands_alone


def unwrapped(blocks: list[Block]) -> str:
    """The inside of an item or cell: its only paragraph, if it comes first, without <p>."""
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    if len(paragraphs) == 1 and blocks[0] is paragraphs[0] and not paragraphs[0].ltr:
        return inline.write(paragraphs[0].runs) + "".join(block.html() for block in blocks[1:])
    return "".join(block.html() for block in blocks)


def marks_under(node: Node, marks: tuple[str, ...]) -> tuple[str, ...]:
    if node.tag == "a":
        address = link_address(node.attributes.get("href", ""))
        return inline.with_mark(marks, f'a href="{escape_attribute(address)}"') if address else marks
    style = node.attributes.get("style", "")
    if node.tag in MARKS:
        # An office suite wraps all it copies in a <b> that is not bold.
        return marks if NOT_BOLD.search(style) else inline.with_mark(marks, MARKS[node.tag])
    for mark, pattern in STYLES.items():
        if pattern.search(style):
            marks = inline.with_mark(marks, mark)
    return marks


def without_bold(runs: list[Run]) -> list[Run]:
    return inline.joined([Run(text, tuple(m for m in marks if m != "strong")) for text, marks in runs])


def without(nodes: list[Node | str], tag: str) -> list[Node | str]:
    """`nodes` without the elements named `tag` among them and below."""
    kept: list[Node | str] = []
    for node in nodes:
        if isinstance(node, Node):
            if node.tag == tag:
                continue
            node = Node(node.tag, node.attributes, without(node.children, tag))
        kept.append(node)
    return kept


def one_line(nodes: list[Node | str]) -> list[Run]:
    """All the text of `nodes` as one paragraph, a break where one ended."""
    runs: list[Run] = []
    for block in Flow(nested=True, listless=True).read(nodes):
        if isinstance(block, Paragraph):
            runs += [Run(BREAK), *block.runs] if runs else block.runs
    return runs


def embed(typed: str) -> Written:
    """A known provider's embed; any other address is kept as a link, any other text as text."""
    if known := recognise(typed):
        url = escape_attribute(known.address)
        link = f'<a href="{url}">{escape(known.address)}</a>'
        return Written(f'<figure data-embed="" data-url="{url}">{link}</figure>', stands_alone=True)
    text = inline.tidy_runs([Run(typed)])
    if address := web_address(typed):
        text = [Run(address, (f'a href="{escape_attribute(address)}"',))]
    return Written(f"<p>{inline.write(text)}</p>" if inline.has_text(text) else "", stands_alone=True)


def read_also(aside: Node) -> str:
    key = aside.attributes["data-article"]
    links = list(aside.descendants("a"))
    href = link_address(links[0].attributes.get("href", "")) if links else ""
    own = href if href.startswith("/") else f"/{key}/"  # the short link
    title = escape(inline.plain(one_line(aside.children)))
    return f'<aside data-article="{key}"><a href="{escape_attribute(own)}">{title}</a></aside>'
