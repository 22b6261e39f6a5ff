"""The stored body for other people's programs: feed readers and mail, which have no style sheet of ours and no script.

Pictures are plain `<img>` elements, posts and films links, every address is whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from django.conf import settings

from articles.body.renderer import PIECE, Pieces, splice
from mohit.addresses import absolute
from mohit.arabic import isolate
from mohit.prose.embeds import recognise
from mohit.prose.tree import unescape
from pictures.models import Picture


def portable_bodies(bodies: Iterable[str]) -> list[str]:
    """The HTML of each of `bodies`, whatever their number by at most two queries."""
    found = [(html, list(PIECE.finditer(html))) for html in bodies]
    writer = PortablePieces([piece for _, pieces in found for piece in pieces])
    return [whole(isolate(splice(html, pieces, writer.write))) for html, pieces in found]


def whole(html: str) -> str:
    """Links to our own pages with our address. A pull quote, the only aside that is left, as a quotation."""
    html = html.replace('<a href="/', f'<a href="{settings.SITE_URL}/')
    return html.replace("<aside>", "<blockquote>").replace("</aside>", "</blockquote>")


def portable_picture(picture: Picture, caption: str | None = None) -> str:
    """`caption` is clean HTML, or None for the library's own. A JPEG: not all that reads feeds reads WebP."""
    width, height = picture.share_size
    words = " ".join(filter(None, [caption or escape(picture.caption), escape(picture.credit)]))
    under = f"<figcaption>{words}</figcaption>" if words else ""
    return (
        f'<figure><img src="{absolute(picture.share_url)}" alt="{escape(picture.alt)}" '
        f'width="{width}" height="{height}">{under}</figure>'
    )


class PortablePieces(Pieces):
    """What a body names, as it travels."""

    def picture(self, piece: re.Match[str]) -> str:
        picture = self.pictures.get(int(piece["picture"]))
        return portable_picture(picture, piece["caption"]) if picture else ""

    caption = picture

    def embed(self, piece: re.Match[str]) -> str:
        found = recognise(unescape(piece["embed"]))
        address = escape(found.address) if found else piece["embed"]
        words = f"{'مقطع' if found.is_film else 'منشور'} على {found.name}" if found else address
        return f'<p><a href="{address}">{words}</a></p>'

    def story(self, piece: re.Match[str]) -> str:
        story = self.stories.get(int(piece["story"]))
        return f'<p>اقرأ أيضا: <a href="{story.get_absolute_url()}">{escape(story.headline)}</a></p>' if story else ""

    def quote(self, piece: re.Match[str]) -> str:
        return "<aside>"

    def table(self, piece: re.Match[str]) -> str:
        return "<table>"

    def table_end(self, piece: re.Match[str]) -> str:
        return "</table>"

    def link(self, piece: re.Match[str]) -> str:
        return piece[0]
