"""The editor's own words at the head of an issue: of rich text only what every mail program shows."""

from __future__ import annotations

import nh3

from mohit.prose import clean_prose

# No picture, table or embed: they need widths and forms that only the mail's own template can give them.
PLAIN = nh3.Cleaner(
    tags={"p", "h2", "h3", "ul", "ol", "li", "blockquote", "br", "strong", "em", "sub", "sup", "a"},
    clean_content_tags={"aside"},
    attributes={"a": {"href"}, **{tag: {"dir"} for tag in ("p", "h2", "h3", "li", "blockquote")}},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
)


def clean_intro(html: str) -> str:
    """`html` in the stored form of rich text, without what a mail cannot hold; its words stay."""
    html = clean_prose(html)
    return clean_prose(PLAIN.clean(html)) if html else ""
