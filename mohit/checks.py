"""System checks of what Arabic text needs from the database (arabic.md, AR-2)."""

from __future__ import annotations

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

LOCALE_QUERY = """
    SELECT pg_encoding_to_char(encoding), datctype,
           (SELECT count(*) FROM ts_parse('default', 'كتاب، «خبر»')) AS parts
      FROM pg_database WHERE datname = current_database()
"""


@register(Tags.database)
def check_database_locale(databases: list[str] | None = None, **kwargs: object) -> list[CheckMessage]:
    """Refuse a database that cannot tell Arabic letters from punctuation.

    With `LC_CTYPE=C` trigrams of Arabic words are empty and the text parser glues `،` and `«»` to words.
    """
    messages: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        if connection.vendor != "postgresql":
            messages.append(Error("Mohit runs on PostgreSQL 15 or newer.", id="mohit.E001"))
            continue
        with connection.cursor() as cursor:
            cursor.execute(LOCALE_QUERY)
            encoding, ctype, parts = cursor.fetchone()
        if connection.pg_version < 150000:
            messages.append(Error("Mohit needs PostgreSQL 15 or newer.", id="mohit.E001"))
        # A parser that knows the letters finds four parts: two words, the marks between them, the mark at the end.
        if encoding != "UTF8" or parts != 4:
            messages.append(
                Error(
                    f"The database {alias!r} is {encoding} with LC_CTYPE {ctype}: it cannot read Arabic.",
                    hint="CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'",
                    id="mohit.E002",
                )
            )
    return messages
