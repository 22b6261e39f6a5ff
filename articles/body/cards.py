"""The HTML of what a body names: a picture, a link to a story, an embed that loads on a click."""

from __future__ import annotations

from html import escape

from articles.shelf import Card
from mohit.prose.embeds import Embed
from pictures.markup import picture_html
from pictures.models import Picture

# The text is 39rem wide beside its facts, up to 46rem below them; on a phone a picture goes from edge to edge.
SIZES = "(min-width: 75rem) 39rem, (min-width: 48rem) 46rem, 100vw"
WIDEST = 1600  # pixels: 46rem on a screen of double density


def picture_figure(picture: Picture, caption: str | None) -> str:
    """`caption` is clean HTML, or None for the library's own."""
    words = caption or escape(picture.caption)
    if picture.credit:
        credit = f'<span class="credit"><bdi>{escape(picture.credit)}</bdi></span>'
        words = f"{words} {credit}" if words else credit
    under = f"<figcaption>{words}</figcaption>" if words else ""
    return f'<figure class="figure">{picture_html(picture, sizes=SIZES, max_width=WIDEST)}{under}</figure>'


def story_link(story: Card) -> str:
    return (
        '<aside class="read-also" role="note"><span class="read-also-label">اقرأ أيضا</span> '
        f'<a href="{story.get_absolute_url()}">{escape(story.headline)}</a></aside>'
    )


def embed_card(embed: Embed) -> str:
    """A card that asks nothing of anybody. static/js/embeds.js shows the button, and the frame when it is pressed."""
    what, show = ("مقطع", "عرض المقطع") if embed.is_film else ("منشور", "عرض المنشور")
    shape = " embed-tall" if embed.is_tall else "" if embed.is_film else " embed-post"
    return (
        f'<figure class="embed embed-{embed.provider}{shape}" data-frame="{escape(embed.frame)}" '
        f'data-title="{what} من {embed.name}">'
        f'<p><a href="{escape(embed.address)}" rel="noopener">{what} على {embed.name}</a></p>'
        f'<button type="button" hidden>{show}</button>'
        f"<figcaption>سيتصل متصفحك بموقع {embed.name} عند العرض.</figcaption></figure>"
    )
