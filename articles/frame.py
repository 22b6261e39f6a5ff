"""What stands round every page: the site's identity and the menu of its sections, in one query."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import QuerySet
from django.db.models.functions import JSONObject

from articles.models import Section
from articles.shelf import MenuSection
from mohit.prepared import Prepared
from newsroom.identity import identity_of, one_identity
from newsroom.models import Identity


@dataclass(frozen=True, eq=False, slots=True)
class Frame:
    """One object for each state of identity and menu: what is made of it is remembered by it (mohit/stencils.py)."""

    site: Identity
    menu: tuple[MenuSection, ...]


def one_frame() -> QuerySet:
    sections = Section.objects.values(json=JSONObject(name="name", slug="slug"))
    return one_identity(ArraySubquery(sections))


row = Prepared(one_frame)


def the_frame() -> Frame:
    """Without the row of the identity (a flushed database) the site goes on under its first name."""
    rows = row()
    if not rows:
        return Frame(identity_of(None), ())
    menu, pages, *columns = rows[0]
    return frame_of(tuple(menu), (tuple(pages), *columns))


@lru_cache(maxsize=4)
def frame_of(menu: tuple[str, ...], identity: tuple) -> Frame:
    return Frame(identity_of(identity), tuple(MenuSection(**json.loads(text)) for text in menu))
