"""`clean_prose`: what rich text goes through before it is stored.

Three steps: text that would make an HTML parser slow is refused its tags, nh3 parses the rest as a browser would and
drops what no browser may run, and `mohit.prose.structure` writes the stored form anew from what is left.
"""

from __future__ import annotations

import html as entities
import re

import nh3

from mohit.arabic import clean
from mohit.prose.inline import escape
from mohit.prose.structure import canonical

# What nh3 lets through is more than what is stored: `structure` reads old and foreign tags to find their meaning.
CLEANER = nh3.Cleaner(
    tags={
        *("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "br", "hr"),
        *("strong", "b", "em", "i", "sub", "sup", "a", "span"),
        *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
        *("figure", "figcaption", "img", "aside"),
        *("div", "section", "article", "header", "footer", "main", "address", "center", "details", "summary"),
        *("dl", "dt", "dd", "pre"),
    },
    clean_content_tags={
        *("script", "style", "title", "noscript", "template", "svg", "math", "iframe", "object"),
        *("select", "button", "textarea", "audio", "video", "canvas"),
    },
    attributes={
        **{tag: {"dir"} for tag in ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote")},
        "a": {"href"},
        "b": {"style"},
        "span": {"style"},
        "td": {"colspan", "rowspan"},
        "th": {"colspan", "rowspan"},
        "img": {"src", "alt", "data-file"},
        "figure": {"data-embed", "data-url"},
        "aside": {"class", "data-article"},
    },
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
)

# Beyond these a parser's time grows with the square of the text; no article of a newspaper comes near them.
DEEPEST = 400  # elements open at once
MOST_AMPERSANDS = 50_000

CLOSED_BY_THEMSELVES = {
    *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"),
    *("p", "li", "dd", "dt", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup"),
    *("option", "optgroup", "rt", "rp"),
}
TAG_NAME = re.compile("<(/?)([a-zA-Z][^\\s/<>]*)")
ANY_TAG = re.compile("<[^<>]*>?")
UNREADABLE = re.compile("[\x00\ud800-\udfff]")  # a parser turns NUL into a sign of its own; UTF-8 has no surrogates


def clean_prose(html: str) -> str:
    """`html` in the stored form: only tags, attributes and addresses of the allow-list, each text cleaned (AR-4).

    Idempotent, never raises, takes time in proportion to the text. An empty article is the empty string.
    """
    html = UNREADABLE.sub("", html)
    if not html.strip():
        return ""
    if is_exhausting(html):
        return paragraphs_of(ANY_TAG.sub(" ", html))
    return canonical(CLEANER.clean(html))


def is_exhausting(html: str) -> bool:
    """Whether elements nest so deep, unclosed ones included, that parsing them would not end in time."""
    if html.count("&") > MOST_AMPERSANDS:
        return True
    opened: dict[str, int] = {}
    depth = 0
    for match in TAG_NAME.finditer(html):
        name = match[2].lower()
        if name in CLOSED_BY_THEMSELVES:
            continue
        if not match[1]:
            opened[name] = opened.get(name, 0) + 1
            depth += 1
        elif opened.get(name):
            opened[name] -= 1
            depth -= 1
        if depth > DEEPEST:
            return True
    return False


def paragraphs_of(text: str) -> str:
    """Plain text, one paragraph a line."""
    lines = (" ".join(line.split()) for line in clean(entities.unescape(text)).splitlines())
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line)
