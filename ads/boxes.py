"""The boxes of the public pages as their rows say: read with the frame of the page, made into HTML once."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Subquery
from django.db.models.functions import JSONObject

from ads.models import Notice, Placement
from ads.sizes import SIZES

RIDER = "boxes"
HEIGHTS = sorted({height for _, height in SIZES})

# Where a screen begins to be wide: the page holds that width beside its margins. static/css/site.css reserves the room
# by the same names.
WIDE_FROM = ((336, "48rem"), (728, "50rem"))
WIDEST_FROM = "65rem"


class Box(NamedTuple):
    """One box: how high its room is, in CSS pixels, on a telephone and from `wide_from` on."""

    name: str
    phone: int
    wide: int
    wide_from: str
    label: str
    message: str


def open_boxes() -> ArraySubquery:
    """The placements that are open, each with the one label and the one message, as JSON."""
    notice = Notice.objects.filter(pk=1)
    rows = Placement.objects.filter(is_active=True).values(
        json=JSONObject(
            name="name",
            phone="phone_height",
            wide="wide_height",
            width="wide_width",
            label=Subquery(notice.values("label")),
            message=Subquery(notice.values("house_message")),
        )
    )
    return ArraySubquery(rows)


@lru_cache(maxsize=4)
def boxes_of(rows: tuple[str, ...]) -> dict[str, Box]:
    """The box of each name."""
    return {box.name: box for box in map(box_of, rows)}


def box_of(row: str) -> Box:
    of = json.loads(row)
    wide_from = next((start for width, start in WIDE_FROM if of["width"] <= width), WIDEST_FROM)
    first = Notice()  # without its row, in a flushed database, what it first said goes on
    label, message = of["label"] or first.label, of["message"] or first.house_message
    return Box(of["name"], room(of["phone"]), room(of["wide"]), wide_from, label, message)


def room(height: int) -> int:
    """The least of the heights for which the style sheet has a class, that holds `height`; the highest for more."""
    return next((one for one in HEIGHTS if one >= height), HEIGHTS[-1])
