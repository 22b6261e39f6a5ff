"""The sizes in which creatives come: those of the IAB's fixed portfolio that fit our boxes, in CSS pixels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

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


def fitting(sizes: Iterable[Size], rooms: Mapping[str, Size]) -> dict[str, Size] | None:
    """For each of the `rooms` ("phone", "wide") the size that is shown there; None when one of them has none."""
    sizes = list(sizes)
    found = {name: largest(sizes, room) for name, room in rooms.items()}
    return None if None in found.values() else found
