"""A tree of the HTML that nh3 wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

DEEPEST = 40  # elements below one another; the tags of deeper ones are dropped, their text stays
VOID = frozenset(["br", "hr", "img"])

TOKEN = re.compile(r"<(/?)([a-z0-9]+)([^<>]*)>|([^<]+)")
ANY_TAG = re.compile("<[^<>]*>")  # the cleaner leaves no other angle brackets
ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')


@dataclass(slots=True, eq=False)
class Node:
    """An element; its children are elements and text without character references."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    def elements(self, *tags: str) -> list[Node]:
        """The children that are elements, of these names only if any are given."""
        found = [child for child in self.children if isinstance(child, Node)]
        return [child for child in found if child.tag in tags] if tags else found

    def descendants(self, tag: str) -> Iterator[Node]:
        for child in self.elements():
            if child.tag == tag:
                yield child
            yield from child.descendants(tag)


def parse(html: str) -> list[Node | str]:
    """The top-level nodes of `html`, in which every start tag has its end tag and every attribute its quotes."""
    root = Node("")
    open_nodes = [root]
    for closing, tag, attributes, text in TOKEN.findall(html):
        parent = open_nodes[-1]
        if text:
            parent.children.append(unescape(text))
        elif closing:
            if len(open_nodes) > 1:
                open_nodes.pop()
        elif tag in VOID:
            parent.children.append(Node(tag, read(attributes)))
        elif len(open_nodes) > DEEPEST:
            open_nodes.append(parent)
        else:
            node = Node(tag, read(attributes))
            parent.children.append(node)
            open_nodes.append(node)
    return root.children


def without_tags(html: str, between: str = " ") -> str:
    """The text of cleaned `html`, each tag replaced by `between`; its character references stay."""
    return ANY_TAG.sub(between, html)


def read(attributes: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in ATTRIBUTE.findall(attributes)} if attributes else {}


def unescape(text: str) -> str:
    """The text behind the five references that the HTML standard's serialiser writes."""
    if "&" not in text:
        return text
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&nbsp;", "\u00a0")
    return text.replace("&amp;", "&")
