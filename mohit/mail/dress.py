"""`dress`: HTML as mail programs need it for Arabic (arabic.md, 3.4).

They know no style sheet, no `<bdi>`, no logical property, and forget the direction of the page in every table. So each
element gets its rules and its direction for itself, and each Latin run a `<span dir="ltr">`.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape, unescape

from css_inline import CSSInliner

from mohit.arabic import direction

BLOCKS = "table|tr|td|th|div|p|h1|h2|h3|h4|ul|ol|li|blockquote|center|figure|figcaption"
_BLOCK = re.compile(rf"<(?:{BLOCKS})(?=[\s>])(?![^>]*\sdir=)")
_ISOLATED = re.compile(r"<bdi>(.*?)</bdi>", re.DOTALL)
_ANY_TAG = re.compile("<[^>]*>")
# What is no text of the letter: comments (Outlook reads some), the style sheet, the title, tags. Of a picture's words
# in quotation marks the inliner writes `>` as it is.
_TAG = r"""<(?:[^>"']|"[^"]*+"|'[^']*+')*+>"""
_NO_TEXT = re.compile(rf"(<!--.*?-->|<style\b.*?</style>|<title\b.*?</title>|{_TAG})", re.DOTALL | re.IGNORECASE)
_WORD = r"[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f0-9]*+"
_RUN = re.compile(
    rf"(?<![A-Za-z\u00c0-\u024f0-9])([@#.$]?{_WORD}(?:[-._&/'’:@]{{1,3}}[A-Za-z\u00c0-\u024f0-9]++|"
    rf"[ \u00a0][A-Za-z\u00c0-\u024f0-9]++)*+[+#*%]*)"
)


@cache
def inliner() -> CSSInliner:
    """Fetches nothing; keeps what cannot stand in an element: widths of screens, dark colours."""
    return CSSInliner(load_remote_stylesheets=False, keep_at_rules=True, minify_css=True)


def dress(html: str) -> str:
    """A whole HTML document whose style sheet stands in its head, ready to be sent."""
    html = inliner().inline(with_spans(html))
    return _BLOCK.sub(lambda tag: f'{tag[0]} dir="rtl"', with_latin_runs(html))


def with_spans(html: str) -> str:
    """`<bdi>` as `<span>` with the direction of its letters, which Gmail and Outlook know."""
    html = _ISOLATED.sub(lambda found: f'<span dir="{direction(text_of(found[1]))}">{found[1]}</span>', html)
    return html.replace("<bdi ", "<span ").replace("</bdi>", "</span>")


def text_of(html: str) -> str:
    return unescape(_ANY_TAG.sub("", html))


def with_latin_runs(html: str) -> str:
    """Each Latin run of the texts in a span of its own direction, but where a tag has said so already."""
    parts = _NO_TEXT.split(html)
    for place in range(0, len(parts), 2):
        before = parts[place - 1] if place else ""
        if parts[place].strip() and 'dir="ltr"' not in before:
            parts[place] = with_runs(parts[place])
    return "".join(parts)


def with_runs(text: str) -> str:
    """`text`, in which character references may stand, with its Latin runs in spans."""
    parts = _RUN.split(unescape(text))
    if len(parts) == 1:
        return text
    parts = [escape(part, quote=False) for part in parts]
    parts[1::2] = [f'<span dir="ltr">{run}</span>' for run in parts[1::2]]
    return "".join(parts).replace("\u00a0", "&nbsp;")
