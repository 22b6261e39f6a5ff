"""The sizes in which creatives come: those of the IAB's fixed portfolio that fit our boxes, in CSS pixels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

Size = tuple[int, int]  # width, height

SIZES: tuple[Size, ...] = (
    (300, 250),
    (336, 280),
    (320, 50),
    (320, 100),
    (300, 600),
    (728, 90),
    (970, 90),
    (970, 250),
)


def largest(sizes: Iterable[Size], room: Size) -> Size | None:
    """The size of the largest area that stands in `room` as it is; None when each is too wide or too high."""
    inside = [size for size in sizes if size[0] <= room[0] and size[1] <= room[1]]
    return max(inside, key=lambda size: (size[0] * size[1], size), default=None)


class Rooms(NamedTuple):
    """What a box reserves on the telephone and on the wide screen."""

    phone: Size
    wide: Size


def fitting(sizes: Iterable[Size], rooms: Rooms) -> Rooms | None:
    """The size that is shown in each of the rooms; None when one of them would stay empty."""
    sizes = list(sizes)
    phone, wide = (largest(sizes, room) for room in rooms)
    return Rooms(phone, wide) if phone and wide else None


def fits(sizes: Iterable[Size], boxes: Mapping[int, Rooms]) -> frozenset[int]:
    """Those of the boxes in which something is shown on either screen."""
    sizes = list(sizes)
    return frozenset(box for box, rooms in boxes.items() if fitting(sizes, rooms))
