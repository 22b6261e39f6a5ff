"""A picture as HTML: written in Python because forty of them stand on the home page.

Reads only the row: no query, no look at a file. The style sheet turns `fx-0`…`fx-10` and `fy-0`…`fy-10` into the focal
point in steps of ten per cent (the content policy forbids `style` attributes), and `ratio-16x9` into a crop.
"""

from __future__ import annotations

from functools import cache, lru_cache
from html import escape
from typing import NamedTuple

from django.core.files.storage import default_storage
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from pictures.models import Picture
from pictures.renditions import WIDTHS, widths_of

SOURCE_WIDTH = 800  # pixels of the plain `src`, for what cannot read `srcset`


def picture_html(
    picture: Picture | None,
    *,
    sizes: str = "100vw",
    max_width: int = WIDTHS[-1],
    lead: bool = False,
    ratio: str = "",
    css_class: str = "",
    alt: str | None = None,
) -> SafeString:
    """`<picture>` with AVIF and WebP of the widths up to `max_width` pixels; empty for no picture.

    `sizes` as in HTML; `lead` loads at once and first; `ratio` such as "16x9"; `alt=""` marks a decorative picture.
    """
    if picture is None:
        return SafeString("")
    layout = _layout(picture.width, picture.height, sizes, max_width, lead, ratio, css_class)
    start = f"{base_url()}{picture.digest[:3]}/{picture.digest}"
    further = f", {start}"
    avif = ""
    if picture.has_avif:
        avif = f'<source type="image/avif" srcset="{start}{further.join(layout.avif)}" sizes="{layout.sizes}">'
    return mark_safe(  # noqa: S308  (numbers, a hexadecimal digest and escaped words)
        f'<picture>{avif}<img {layout.loading} decoding="async" src="{start}{layout.source}" '
        f'srcset="{start}{further.join(layout.webp)}" sizes="{layout.sizes}" {layout.size} '
        f'alt="{escape(picture.alt if alt is None else alt)}" '
        f'class="fx-{round(picture.focal_x * 10)} fy-{round(picture.focal_y * 10)}{layout.classes}"></picture>'
    )


@cache
def base_url() -> str:
    """The address before every rendition's name. Asked once: storages take longer to answer than a picture to write."""
    return default_storage.url("renditions/x")[:-1]


class Layout(NamedTuple):
    """What all pictures of one size have in common in one place of a page."""

    avif: tuple[str, ...]  # the ends of the candidates, after the digest
    webp: tuple[str, ...]
    source: str
    size: str
    sizes: str
    loading: str
    classes: str


@lru_cache(maxsize=8192)
def _layout(width: int, height: int, sizes: str, max_width: int, lead: bool, ratio: str, css_class: str) -> Layout:
    rungs = widths_of(width)
    rungs = [rung for rung in rungs if rung <= max_width] or rungs[:1]
    source = next((rung for rung in rungs if rung >= SOURCE_WIDTH), rungs[-1])
    return Layout(
        avif=tuple(f"-{rung}.avif {rung}w" for rung in rungs),
        webp=tuple(f"-{rung}.webp {rung}w" for rung in rungs),
        source=f"-{source}.webp",
        size=f'width="{source}" height="{max(1, round(height * source / width))}"',
        sizes=escape(sizes),
        loading='fetchpriority="high"' if lead else 'loading="lazy"',
        classes=(f" ratio-{escape(ratio)}" if ratio else "") + (f" {escape(css_class)}" if css_class else ""),
    )


def dimensions(picture: Picture) -> SafeString:
    return format_html('<bdi dir="ltr">{}×{}</bdi>', picture.width, picture.height)


def picker_attributes(picture: Picture) -> SafeString:
    """What the rich text editor asks of a picture that is picked for it (static/pictures/picker.js)."""
    return format_html(
        'data-picture="{}" data-url="{}" data-alt="{}" data-caption="{}"',
        picture.pk,
        picture.rendition_url(SOURCE_WIDTH),
        picture.alt,
        picture.caption,
    )
