"""The blocks of stored rich text, as the editor counts them: every piece of text between two ends of a paragraph.

A line break is one character, as in the editor. What is only spaces is no block, in either.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from mohit.proofreading.finding import Block
from mohit.prose.cleaner import CLEANER, UNREADABLE, is_exhausting
from mohit.prose.tree import Node, parse

INLINE = frozenset(["a", "strong", "b", "em", "i", "sub", "sup", "span"])
NOTHING_TO_READ = frozenset(["data-embed", "data-article"])  # what these name is shown under its own words


class Link(NamedTuple):
    """A link in the text of `block`, or a whole card (`block` is None) that leads to the story of this key."""

    address: str
    block: Block | None
    start: int = 0
    end: int = 0


@dataclass
class Text:
    blocks: list[Block] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)  # keys of the library, as the text names them


def read(html: str, name: str = "body") -> Text:
    """The text of `html` as it is typed or stored: double spaces, which the stored form has not, are seen."""
    html = UNREADABLE.sub("", html)
    reader = Reader(name)
    if html.strip() and not is_exhausting(html):
        reader.walk(parse(CLEANER.clean(html)), is_ltr=False)
        reader.end_block(is_ltr=False)
    return reader.text


class Reader:
    def __init__(self, name: str) -> None:
        self.name = name
        self.text = Text()
        self.letters = ""
        self.anchors: list[tuple[str, int, int]] = []

    def walk(self, nodes: list[Node | str], *, is_ltr: bool) -> None:
        for node in nodes:
            if isinstance(node, str):
                self.letters += node
            elif node.tag == "br":
                self.letters += "\n"
            elif node.tag == "img":
                self.text.pictures.append(node.attributes.get("data-file", ""))
            elif node.tag in INLINE:
                start = len(self.letters)
                self.walk(node.children, is_ltr=is_ltr)
                if node.tag == "a":
                    self.anchors.append((node.attributes.get("href", ""), start, len(self.letters)))
            elif NOTHING_TO_READ.intersection(node.attributes):
                self.end_block(is_ltr=is_ltr)
                if key := node.attributes.get("data-article"):
                    self.text.links.append(Link(f"/{key}/", None))
            else:
                self.end_block(is_ltr=is_ltr)
                own = is_ltr or node.attributes.get("dir", "").lower() == "ltr"
                self.walk(node.children, is_ltr=own)
                self.end_block(is_ltr=own)

    def end_block(self, *, is_ltr: bool) -> None:
        if self.letters.strip():
            block = Block(self.name, len(self.text.blocks), self.letters, is_ltr)
            self.text.blocks.append(block)
            self.text.links += [Link(address, block, start, end) for address, start, end in self.anchors]
        self.letters, self.anchors = "", []
