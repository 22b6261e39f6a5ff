"""A page's HTML as a flat list of its elements, for tests that ask what stands in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    parents: tuple[Element, ...]
    words: str = ""
    children: list[Element] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    def get(self, name: str, default: str = "") -> str:
        return self.attributes.get(name, default)

    @property
    def classes(self) -> list[str]:
        return self.get("class").split()


class Markup(HTMLParser):
    """`elements` in their order; raises when a tag is closed that was not open, or left open."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.open: list[Element] = []
        self.feed(html)
        self.close()
        if self.open:
            raise ValueError(f"left open: {[element.tag for element in self.open]}")

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attributes}, tuple(self.open))
        self.elements.append(element)
        if tag not in EMPTY:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1].tag != tag:
            raise ValueError(f"</{tag}> closes {self.open[-1].tag if self.open else 'nothing'}")
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.words += data

    def all(self, tag: str, css_class: str = "") -> list[Element]:
        return [e for e in self.elements if e.tag == tag and (not css_class or css_class in e.classes)]

    def one(self, tag: str, css_class: str = "") -> Element:
        (found,) = self.all(tag, css_class)
        return found

    def of_class(self, css_class: str) -> list[Element]:
        return [e for e in self.elements if css_class in e.classes]

    def meta(self, name: str) -> str:
        (found,) = [e for e in self.all("meta") if name in (e.get("name"), e.get("property"))]
        return found["content"]
