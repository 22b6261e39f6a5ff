"""An offer as the script of a page reads it: the words, and the image for each width of screen and colour scheme."""

from __future__ import annotations

from ads.deciding import Offered
from ads.models import CreativeImage
from ads.sizes import Size, largest

Scheme = CreativeImage.Scheme
Shown = dict[str, object]


def shown(offered: Offered) -> Shown:
    return {
        "nonce": offered.nonce,
        "alt": offered.alt,
        "name": offered.advertiser,
        "campaign": offered.campaign,
        "cap": offered.cap,
        "phone": in_room(offered, offered.phone),
        "wide": in_room(offered, offered.wide),
    }


def in_room(offered: Offered, room: Size) -> dict[str, Shown | None] | None:
    """The largest light image that the room holds, and the dark one of its size if there is one."""
    files = {(scheme, (width, height)): file for scheme, width, height, file in offered.images}
    size = largest([size for scheme, size in files if scheme == Scheme.LIGHT], room)
    if size is None:
        return None
    return {scheme.value: image(files.get((scheme, size)), size) for scheme in (Scheme.LIGHT, Scheme.DARK)}


def image(file: str | None, size: Size) -> Shown | None:
    if file is None:
        return None
    return {"src": CreativeImage._meta.get_field("file").storage.url(file), "width": size[0], "height": size[1]}
