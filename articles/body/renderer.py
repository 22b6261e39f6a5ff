"""The stored body as readers get it: its pictures, embeds and links to stories resolved, whatever their number, by at
most two queries.

What is stored is the canonical form that `mohit.prose` writes (its docstring lists it), so the pieces to resolve are
found by their exact shape; a body without any costs one search.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from articles import shelf
from articles.body.cards import embed_card, picture_figure, story_link
from articles.shelf import Card
from mohit.prepared import NUMBERS, Prepared, columns, take
from mohit.prose.embeds import recognise
from mohit.prose.tree import unescape
from pictures.models import Picture

# They all begin with the one "<" before the group: the search jumps from tag to tag.
PIECE = re.compile(
    r"<(?:"
    r'figure><img [^<>]*?data-file="(?P<picture>[0-9]+)">(?:<figcaption>(?P<caption>.*?)</figcaption>)?</figure>'
    r'|figure data-embed="" data-url="(?P<embed>[^"]*)">.*?</figure>'
    r'|aside data-article="(?P<story>[0-9]+)">.*?</aside>'
    r'|(?P<quote>aside class="pull-quote">)'
    r"|(?P<table>table>)|(?P<table_end>/table>)"
    r'|a href="(?P<link>https?:[^"]*)">'
    r")",
    re.DOTALL,
)


def render_body(html: str) -> SafeString:
    """`html` as cleaned on save, for readers. A picture that is gone or a story that is not public leaves no trace."""
    if not PIECE.search(html):
        return mark_safe(html)  # noqa: S308  (cleaned by mohit.prose on save)
    pieces = list(PIECE.finditer(html))
    return mark_safe(splice(html, pieces, Pieces(pieces).write))  # noqa: S308


def splice(html: str, pieces: Iterable[re.Match[str]], write: Callable[[re.Match[str]], str]) -> str:
    """`html` with what `write` makes of each piece in its place."""
    written: list[str] = []
    end = 0
    for piece in pieces:
        written += (html[end : piece.start()], write(piece))
        end = piece.end()
    return "".join(written) + html[end:]


class Pieces:
    """The rows that a body's pieces name, and the HTML of each piece."""

    def __init__(self, pieces: list[re.Match[str]]) -> None:
        self.pictures = pictures(piece["picture"] for piece in pieces)
        self.stories = stories(piece["story"] for piece in pieces)
        self.tables = 0

    def write(self, piece: re.Match[str]) -> str:
        return getattr(self, piece.lastgroup or "picture")(piece)

    def picture(self, piece: re.Match[str]) -> str:
        picture = self.pictures.get(int(piece["picture"]))
        return picture_figure(picture, piece["caption"]) if picture else ""

    caption = picture  # the last group of a picture that has one

    def embed(self, piece: re.Match[str]) -> str:
        found = recognise(unescape(piece["embed"]))
        return embed_card(found) if found else f'<p><a href="{piece["embed"]}">{piece["embed"]}</a></p>'

    def story(self, piece: re.Match[str]) -> str:
        story = self.stories.get(int(piece["story"]))
        return story_link(story) if story else ""

    def quote(self, piece: re.Match[str]) -> str:
        # A note, not a landmark: a reader who jumps between the parts of the page does not stop at each.
        return '<aside class="pull-quote" role="note" aria-label="مقتطف">'

    def table(self, piece: re.Match[str]) -> str:
        # A wide table scrolls inside this box, so the keyboard must reach it.
        self.tables += 1
        name = "جدول" if self.tables == 1 else f"جدول {self.tables}"
        return f'<div class="table" role="region" tabindex="0" aria-label="{name}"><table>'

    def table_end(self, piece: re.Match[str]) -> str:
        return "</table></div>"

    def link(self, piece: re.Match[str]) -> str:
        href = piece["link"]
        ours = href == settings.SITE_URL or href.startswith(f"{settings.SITE_URL}/")
        return piece[0] if ours else f'<a href="{href}" rel="noopener">'


def keys(texts: Iterable[str | None]) -> set[int]:
    # A number that no key can be names nothing.
    return {key for key in map(int, filter(None, texts)) if key < 2**63}


PICTURE = columns(Picture, "search_key", "file", "licence")
pictures_by_key = Prepared(lambda keys: Picture.objects.filter(pk__among=keys).values_list(*PICTURE), keys=NUMBERS)


def pictures(texts: Iterable[str | None]) -> dict[int, Picture]:
    wanted = keys(texts)
    rows = pictures_by_key(keys=list(wanted)) if wanted else []
    return {picture.pk: picture for picture in (take(Picture, PICTURE, iter(row)) for row in rows)}


def stories(texts: Iterable[str | None]) -> dict[int, Card]:
    """Those of the named stories that readers may see."""
    return shelf.cards(list(keys(texts)))
