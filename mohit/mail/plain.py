"""`plain_text`: the text part of a mail, read off its HTML, so that both say the same in the same order."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from mohit.arabic.isolation import isolate_names

BLOCKS = frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "div",
        "table",
        "tr",
        "td",
        "th",
        "ul",
        "ol",
        "li",
        "blockquote",
        "hr",
        "figure",
        "figcaption",
        "center",
    ]
)
APART = frozenset(
    ["p", "h1", "h2", "h3", "h4", "table", "ul", "ol", "blockquote", "hr", "figure"]
)  # with an empty line round them
UNSEEN = frozenset(["head", "style", "script", "template"])
VOID = frozenset(["br", "img", "hr", "meta", "link", "input", "col", "wbr"])
_SPACES = re.compile("[ \t\n\r\f]+")
_EMPTY_LINES = re.compile("\n{3,}")
RULE = "—" * 12


def plain_text(html: str) -> str:
    """The words of an HTML mail with the address of each link on a line of its own, after the lines it stands in.

    Quotations are marked by `> ` (RFC 3676, section 4.5).

    Elements of class `preheader` are left out: it repeats the beginning for lists of mails.
    """
    reader = Reader()
    reader.feed(html)
    reader.close()
    reader.end_block(apart=True)
    return _EMPTY_LINES.sub("\n\n", "".join(reader.lines)).strip() + "\n"


class Reader(HTMLParser):
    """Collects the text of a block, then its addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.block: list[str] = []
        self.addresses: list[str] = []
        self.open: list[tuple[str, bool]] = []  # (tag, whether it is seen)

    @property
    def is_seen(self) -> bool:
        return not self.open or self.open[-1][1]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        seen = self.is_seen and tag not in UNSEEN and attributes.get("class") != "preheader"
        if seen and tag in BLOCKS:
            self.end_block(apart=tag in APART)
        if tag not in VOID:
            self.open.append((tag, seen))
        if seen:
            self.begin(tag, attributes)

    def begin(self, tag: str, attributes: dict[str, str | None]) -> None:
        if tag == "br":
            self.block.append("\n")
        elif tag == "hr":
            self.lines.append(f"{RULE}\n\n")
        elif tag == "li":
            self.block.append("• ")
        elif tag == "img" and attributes.get("alt"):
            self.block.append(f"[{attributes['alt']}]")
        elif tag == "bdi":
            self.block.append("\u2068")
        elif tag == "a" and attributes.get("href"):
            self.addresses.append(attributes["href"])

    def handle_endtag(self, tag: str) -> None:
        while any(name == tag for name, _ in self.open):
            name, seen = self.open[-1]
            if seen and name in BLOCKS:
                self.end_block(apart=name in APART)
            elif seen and name == "bdi":
                self.block.append("\u2069")
            self.open.pop()
            if name == tag:
                break

    def handle_data(self, data: str) -> None:
        if self.is_seen:
            self.block.append(_SPACES.sub(" ", data))

    def end_block(self, *, apart: bool) -> None:
        text = tidy("".join(self.block))
        words = isolate_names(text) if text else ""
        addresses = [address for address in dict.fromkeys(self.addresses) if address not in text]
        quoted = "> " * sum(tag == "blockquote" for tag, _ in self.open)
        lines = [line for part in (words, *addresses) for line in part.split("\n") if part]
        self.lines += [f"{quoted}{line}\n" for line in lines]
        if apart:
            self.lines.append("\n")
        self.block, self.addresses = [], []


def tidy(text: str) -> str:
    """Single spaces, none at the ends of lines."""
    lines = (" ".join(line.split(" ")).strip(" ") for line in re.sub(" +", " ", text).split("\n"))
    return "\n".join(lines).strip("\n")
