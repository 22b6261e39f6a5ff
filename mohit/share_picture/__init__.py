"""The picture that other sites show beside a link to us: 1200 × 630, the headline and where it comes from.

Drawn from plain values by HarfBuzz (letters) and Pillow (everything else); the same values give the same bytes.
"""

from __future__ import annotations

from hashlib import blake2b
from io import BytesIO

from PIL import Image

from mohit.share_picture.card import Card, draw
from mohit.share_picture.design import SIZE, VERSION
from mohit.share_picture.photograph import Photograph

__all__ = ["SIZE", "VERSION", "Card", "Photograph", "revision_of", "share_picture"]

MOST_BYTES = 150_000
QUALITIES = (86, 80, 72, 62, 50, 38, 26)  # of the JPEG, from the best down to one that is small enough


def revision_of(card: Card, *more: object) -> str:
    """Sixteen hexadecimal digits that change with what is drawn: `card`, the design, and `more`."""
    return blake2b(repr((VERSION, *card, *more)).encode(), digest_size=8).hexdigest()


def share_picture(card: Card, photograph: Photograph | None = None) -> bytes:
    """The JPEG of `card`, over or beside `photograph` if that is large enough."""
    return encoded(draw(card, photograph))


def encoded(image: Image.Image) -> bytes:
    for quality in QUALITIES:
        buffer = BytesIO()
        image.save(buffer, "JPEG", quality=quality, optimize=True, progressive=True)
        if buffer.tell() <= MOST_BYTES:
            break
    return buffer.getvalue()
