"""The share picture of a story: its address, which changes with what it shows, and the file behind it.

A page only names the address; the picture is drawn by whoever first asks for it, and kept. Only the address of what is
public now is drawn for, so a story costs one drawing for each of its revisions, however many ask.
"""

from __future__ import annotations

import logging
from functools import cached_property
from threading import Lock
from typing import NamedTuple

from django.core.files.storage import default_storage
from PIL import Image

from articles.cards import KINDS
from articles.models import Article
from mohit import dates
from mohit.share_picture import SIZE, Card, Photograph, revision_of, share_picture
from pictures import renditions

logger = logging.getLogger(__name__)

ONE_AT_A_TIME = Lock()  # a drawing takes 30 MB for a moment, and one processor whoever waits
BROKEN = (OSError, ValueError, SyntaxError, Image.DecompressionBombError)  # what Pillow raises on a file that is none


class Lead(NamedTuple):
    """What the drawing needs of the lead picture."""

    digest: str
    width: int
    focal_x: float
    focal_y: float


class Shared:
    """The share picture of a story. Like a row of the library it has `share_url`, `share_size` and `alt`."""

    share_size = SIZE

    def __init__(self, pk: int, card: Card, lead: Lead | None = None) -> None:
        self.pk, self.card, self.lead = pk, card, lead

    @cached_property
    def revision(self) -> str:
        return revision_of(self.card, self.lead)

    @property
    def share_url(self) -> str:
        # The form of reverse("share_picture", …), written out: every story's page names it.
        return f"/share/{self.pk}-{self.revision}.jpg"

    @property
    def alt(self) -> str:
        """The words that are drawn."""
        return " | ".join(part for part in (self.card.headline, self.card.author, self.card.site) if part)

    @property
    def folder(self) -> str:
        return f"share/{self.pk % 1000:03d}"

    @property
    def file_name(self) -> str:
        return f"{self.folder}/{self.pk}-{self.revision}.jpg"

    def without_lead(self) -> Shared:
        return Shared(self.pk, self.card)


def share_of(article: Article, site_name: str) -> Shared:
    """The share picture of `article`, which comes from `for_reading()`: no query, nothing drawn."""
    is_opinion = article.kind == Article.Kind.OPINION
    kind = KINDS[article.kind] if article.kind != Article.Kind.NEWS else ""
    card = Card(
        headline=article.headline,
        kicker=f"{article.section.name} · {kind}" if kind else article.section.name,
        site=site_name,
        author=dates.join_list(signature["name"] for signature in article.signatures) if is_opinion else "",
        is_opinion=is_opinion,
    )
    picture = article.picture
    lead = Lead(picture.digest, picture.width, picture.focal_x, picture.focal_y) if picture else None
    return Shared(article.pk, card, lead)


def kept_or_drawn(shared: Shared) -> tuple[bytes, bool]:
    """(the JPEG, whether it is what the address promises): without its lead picture if that is missing or broken."""
    if kept := read(shared):
        return kept, True
    with ONE_AT_A_TIME:
        try:
            # Another thread may have drawn it meanwhile.
            return read(shared) or keep(shared, drawn(shared)), True
        except BROKEN:
            logger.warning("The lead picture of story %s cannot be read.", shared.pk, exc_info=True)
        plain = shared.without_lead()
        return read(plain) or keep(plain, drawn(plain)), False


def previewed(shared: Shared) -> bytes:
    """The JPEG for the newsroom, of a story in whatever state; it is not kept."""
    try:
        return read(shared) or drawn(shared)
    except BROKEN:
        return drawn(shared.without_lead())


def drawn(shared: Shared) -> bytes:
    """Raises one of BROKEN when the lead picture cannot be read."""
    photograph = None
    if lead := shared.lead:
        name = renditions.name(lead.digest, renditions.share_width(lead.width), "jpg")
        with default_storage.open(name) as file:
            photograph = Photograph(file.read(), lead.focal_x, lead.focal_y)
    return share_picture(shared.card, photograph)


def read(shared: Shared) -> bytes | None:
    try:
        with default_storage.open(shared.file_name) as file:
            return file.read()
    except OSError:
        return None


def forget_pictures(pk: int) -> None:
    """Take away every picture drawn of a story whose text was destroyed: its headline stands in them."""
    folder = f"share/{pk % 1000:03d}"
    try:
        for name in default_storage.listdir(folder)[1]:
            if name.startswith(f"{pk}-"):
                default_storage.delete(f"{folder}/{name}")
    except FileNotFoundError:
        pass  # none was drawn


def keep(shared: Shared, content: bytes) -> bytes:
    """Write the file, whole at once, and take the story's older ones away; `content` again.

    On a full disk it is drawn for every request. The picture of a withdrawn story stays: it was public, it is a file
    of 100 kB, and the story may come back.
    """
    try:
        renditions.write(shared.file_name, content)
        for name in default_storage.listdir(shared.folder)[1]:
            path = f"{shared.folder}/{name}"
            if name.startswith(f"{shared.pk}-") and path != shared.file_name:
                default_storage.delete(path)
    except OSError:
        logger.exception("The share picture of story %s cannot be kept.", shared.pk)
    return content
