"""Queries written with the ORM and compiled once.

Django builds and compiles a queryset anew for each page, which costs several times what PostgreSQL needs to answer it.
The few queries behind every public page are therefore compiled at their first use; a call binds its values and gets
plain rows. They stay ordinary querysets in the source: `published()` and its kin are written once, for these too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.models import BigAutoField, ForeignKey, Lookup, Model, QuerySet

MOMENT = datetime(9000, 1, 1, tzinfo=UTC)
NUMBER = -9_000_000_001
NUMBERS = [-9_000_000_002]
WORD = "\uf8ff-prepared"


class Prepared:
    """A SELECT of `values_list()` whose parameters are named.

    `build` makes the queryset from its parameters; `examples` holds a stand-in for each: MOMENT, NUMBER, NUMBERS,
    WORD, or any other value of the right type that appears nowhere else in the query.
    """

    def __init__(self, build: Callable[..., QuerySet], **examples: object) -> None:
        self.build = build
        self.examples = examples
        self.statement: tuple[str, list[tuple[str | None, object]]] | None = None

    def __call__(self, **values: object) -> list[tuple[Any, ...]]:
        """The rows for these `values`, one for each example."""
        sql, slots = self.statement or self.compile()
        with connection.cursor() as cursor:
            cursor.execute(sql, [constant if name is None else values[name] for name, constant in slots])
            return cursor.fetchall()

    def compile(self) -> tuple[str, list[tuple[str | None, object]]]:
        """(SQL, its parameters in order as (name, None) or (None, constant))."""
        sql, parameters = self.build(**self.examples).query.sql_with_params()
        slots = [self.slot(parameter) for parameter in parameters]
        missing = self.examples.keys() - {name for name, _ in slots}
        if missing:
            raise ImproperlyConfigured(f"No parameter of the query carries {', '.join(sorted(missing))}: {sql}")
        self.statement = sql, slots
        return self.statement

    def slot(self, parameter: object) -> tuple[str | None, object]:
        for name, example in self.examples.items():
            if type(parameter) is type(example) and parameter == example:
                return name, None
        return None, parameter


def columns(model: type[Model], *unread: str) -> list[str]:
    """The names of the model's columns but `unread`, for `values_list()`."""
    return [field.attname for field in model._meta.concrete_fields if field.attname not in unread]


def take(model: type[Model], names: list[str], values: Iterator[object]) -> Model:
    """The row of `model` that the next of `values` make, in the order of `names` from `columns()`."""
    return model.from_db("default", names, list(islice(values, len(names))))


@BigAutoField.register_lookup
@ForeignKey.register_lookup
class AmongKeys(Lookup):
    """`pk__among=[1, 2]`: `= ANY(array)`, one statement for any number of keys where `IN` has one for each number."""

    lookup_name = "among"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: list[int], connection: object) -> tuple[str, list[list[int]]]:
        return "%s", [value]

    def as_sql(self, compiler: object, connection: object) -> tuple[str, list[object]]:
        left, left_parameters = self.process_lhs(compiler, connection)
        right, right_parameters = self.process_rhs(compiler, connection)
        return f"{left} = ANY({right}::bigint[])", [*left_parameters, *right_parameters]
