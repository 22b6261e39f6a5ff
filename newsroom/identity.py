"""The site's identity as every page reads it, by a query compiled once."""

from __future__ import annotations

import json

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Expression, QuerySet
from django.db.models.functions import JSONObject

from mohit.prepared import Prepared, columns, take
from newsroom.models import Identity, Page

IDENTITY = columns(Identity)
Picture = Identity._meta.get_field("share_picture").related_model
PICTURE = columns(Picture, "search_key", "file")


def one_identity(*first: Expression) -> QuerySet:
    """(`first`…, the pages, the columns of the identity and its share picture): all but `first` for `identity_of`."""
    pages = Page.objects.published().values(json=JSONObject(title="title", slug="slug"))
    return Identity.objects.values_list(
        *first, ArraySubquery(pages), *IDENTITY, *(f"share_picture__{name}" for name in PICTURE)
    )


row = Prepared(one_identity)


def the_identity() -> Identity:
    """The one row, with its share picture and `pages` = [{"title", "slug"}, …]."""
    rows = row()
    return identity_of(rows[0] if rows else None)


def identity_of(row: tuple | None) -> Identity:
    """Without the row (a flushed database) the site goes on under its first name."""
    if row is None:
        identity = Identity()
        identity.pages = []
        return identity
    values = iter(row)
    pages = next(values)
    identity = take(Identity, IDENTITY, values)
    identity.share_picture = take(Picture, PICTURE, values) if identity.share_picture_id else None
    identity.pages = [json.loads(text) for text in pages]
    return identity
