"""What stands round every page: the site's identity, the menu of its sections, what is breaking; in one query.

Other apps' rows ride along (newsroom/riders.py).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import QuerySet
from django.db.models.functions import JSONObject
from django.utils import timezone

from articles.breaking import Bar, live_bars, read_bar
from articles.models import Section
from articles.shelf import MenuSection
from mohit.prepared import MOMENT, Prepared
from newsroom.identity import identity_of, one_identity
from newsroom.models import Identity
from newsroom.riders import riders


@dataclass(frozen=True, eq=False, slots=True)
class Frame:
    """One object for each state of identity and menu: what is made of it is remembered by it (mohit/stencils.py)."""

    site: Identity
    menu: tuple[MenuSection, ...]
    breaking: Bar | None = None
    riders: dict[str, tuple[str, ...]] = field(default_factory=dict)


def one_frame(at: datetime) -> QuerySet:
    sections = Section.objects.values(json=JSONObject(name="name", slug="slug"))
    return one_identity(ArraySubquery(sections), live_bars(at), *(build() for build in riders.values()))


row = Prepared(one_frame, at=MOMENT)


def the_frame() -> Frame:
    """Without the row of the identity (a flushed database) the site goes on under its first name."""
    rows = row(at=timezone.now())
    if not rows:
        return Frame(identity_of(None), ())
    menu, bars, *values = rows[0]
    seats = len(riders)
    brought, (pages, *columns) = values[:seats], values[seats:]
    return frame_of(tuple(menu), tuple(bars), tuple(map(tuple, brought)), (tuple(pages), *columns))


@lru_cache(maxsize=4)
def frame_of(
    menu: tuple[str, ...], bars: tuple[str, ...], brought: tuple[tuple[str, ...], ...], identity: tuple
) -> Frame:
    sections = tuple(MenuSection(**json.loads(text)) for text in menu)
    breaking = read_bar(bars[0]) if bars else None
    return Frame(identity_of(identity), sections, breaking, dict(zip(riders, brought, strict=True)))
