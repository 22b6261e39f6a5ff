"""The rows that migrations made, brought back after a test that emptied the tables.

Django writes them anew one by one, which takes more than half a second before each test of a browser. PostgreSQL's own
COPY brings them back in some milliseconds.
"""

from __future__ import annotations

from typing import NamedTuple

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

COLUMNS = """
    SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
"""


class Rows(NamedTuple):
    """Of one table, in PostgreSQL's text format."""

    table: str
    columns: str
    text: bytes


def first_rows(database: BaseDatabaseWrapper) -> list[Rows]:
    """What stands now in the tables that `flush` empties, the empty ones left out."""
    kept = []
    with database.cursor() as cursor:
        for table in database.introspection.django_table_names(only_existing=True, include_views=False):
            cursor.execute(COLUMNS, [table])
            columns = cursor.fetchone()[0]
            with cursor.copy(f'COPY "{table}" ({columns}) TO STDOUT') as copy:
                text = b"".join(bytes(part) for part in copy)
            if text:
                kept.append(Rows(table, columns, text))
    return kept


def bring_back(database: BaseDatabaseWrapper, kept: list[Rows]) -> None:
    """Fill the emptied tables with just these rows: what triggers made of them is among them, so none of ours acts.

    Keys that point at a table which comes later are looked at when all are there. Before the first test that empties
    tables everything is still in its place.
    """
    with transaction.atomic(using=database.alias), database.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM django_content_type)")
        if cursor.fetchone()[0]:
            return
        cursor.execute("".join(f'ALTER TABLE "{rows.table}" DISABLE TRIGGER USER;' for rows in kept))
        for rows in kept:
            with cursor.copy(f'COPY "{rows.table}" ({rows.columns}) FROM STDIN') as copy:
                copy.write(rows.text)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("".join(f'ALTER TABLE "{rows.table}" ENABLE TRIGGER USER;' for rows in kept))
