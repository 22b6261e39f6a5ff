"""The month in which a story appeared, as an index can hold it."""

from __future__ import annotations

from django.db.models import DateField, Func


class MonthOf(Func):
    """The first day of a moment's month in UTC, whatever the zone of the connection: an index needs that."""

    template = "(date_trunc('month', %(expressions)s AT TIME ZONE 'UTC'))::date"
    output_field = DateField()
