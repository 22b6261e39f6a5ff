"""Queries written with the ORM and compiled once.

Django builds and compiles a queryset anew for each page, and PostgreSQL plans it anew; both cost several times what the
answer costs. The few queries behind every public page are therefore compiled at their first use and planned once for
each connection; a call binds its values and gets plain rows. They stay ordinary querysets in the source: `published()`
and its kin are written once, for these too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models import BigIntegerField, Field, ForeignKey, Lookup, Model, QuerySet
from psycopg import Connection, sql
from psycopg.types.datetime import TimestamptzLoader

MOMENT = datetime(9000, 1, 1, tzinfo=UTC)
NUMBER = -9_000_000_001
NUMBERS = [-9_000_000_002]
WORD = "\uf8ff-prepared"


class PlannedCursor(ServerBindingCursor):
    """A cursor whose statements PostgreSQL parses and plans once for each connection of the pool."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        # psycopg's own, in C: Django's does in Python, four times for each card, what the connection's time zone (UTC)
        # has done already.
        self.adapters.register_loader("timestamptz", TimestamptzLoader)

    def execute(self, query: str, parameters: Sequence[object] | Mapping[str, object] | None = None) -> PlannedCursor:
        return super().execute(query, parameters, prepare=True)


class Prepared:
    """A SELECT of `values_list()` whose parameters are named.

    `build` makes the queryset from its parameters; `examples` holds a stand-in for each: MOMENT, NUMBER, NUMBERS,
    WORD, or any other value of the right type that appears nowhere else in the query.
    """

    def __init__(self, build: Callable[..., QuerySet], **examples: object) -> None:
        self.build = build
        self.examples = examples
        self.statement: tuple[str, list[str]] | None = None

    def __call__(self, **values: object) -> list[tuple[Any, ...]]:
        """The rows for these `values`, one for each example."""
        statement, names = self.statement or self.compile()
        return planned(statement, [values[name] for name in names])

    def compile(self) -> tuple[str, list[str]]:
        """(SQL, the names of its parameters in order)."""
        text, parameters = self.build(**self.examples).query.sql_with_params()
        names = [self.name_of(parameter) for parameter in parameters]
        missing = self.examples.keys() - set(names)
        if missing:
            raise ImproperlyConfigured(f"No parameter of the query carries {', '.join(sorted(missing))}: {text}")
        self.statement = with_constants(text, parameters, names), [name for name in names if name]
        return self.statement

    def name_of(self, parameter: object) -> str:
        """The name of the parameter for which this one stands; empty for a constant of the query."""
        for name, example in self.examples.items():
            if type(parameter) is type(example) and parameter == example:
                return name
        return ""


def planned(statement: str, values: Sequence[object] | Mapping[str, object]) -> list[tuple[Any, ...]]:
    """The rows that `statement`, SQL, returns, if any; PostgreSQL parses and plans it once for each connection."""
    connection.ensure_connection()
    with connection._prepare_cursor(PlannedCursor(connection.connection)) as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


class PreparedInsert:
    """An INSERT of one row of `model`, compiled once; its rows are what `tail` returns.

    `expressions` stand in for columns' values. The row is stored as it is: whoever made it has cleaned it.
    """

    def __init__(self, model: type[Model], tail: str = "", **expressions: str) -> None:
        self.model, self.tail, self.expressions = model, tail, expressions
        fields = [field for field in model._meta.concrete_fields if not field.generated]
        self.bound = [field for field in fields if field.attname not in expressions]
        columns = ", ".join(f'"{field.column}"' for field in fields)
        signs = ", ".join(expressions.get(field.attname) or self.sign(field) for field in fields)
        self.statement = f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({signs}) {tail}'  # noqa: S608  (no value)

    @staticmethod
    def sign(field: Field) -> str:
        # psycopg sends [1, 2] as an array of the smallest type that holds it.
        return f"%s::{field.db_type(connection)}" if isinstance(field, ArrayField) else "%s"

    def __call__(self, row: Model) -> list[tuple[Any, ...]]:
        return planned(
            self.statement,
            [field.get_db_prep_save(getattr(row, field.attname), connection) for field in self.bound],
        )


def with_constants(text: str, parameters: Sequence[object], names: Sequence[str]) -> str:
    """`text` with its nameless parameters written out: a plan made once must know that `status` is 'published'.

    PostgreSQL proves from it that the partial indexes hold every row that is asked for.
    """
    pieces = text.split("%s")
    for place, (parameter, name) in enumerate(zip(parameters, names, strict=True)):
        pieces[place] += "%s" if name else sql.Literal(parameter).as_string().replace("%", "%%")
    return "".join(pieces)


def columns(model: type[Model], *unread: str) -> list[str]:
    """The names of the model's columns but `unread`, for `values_list()`."""
    return [field.attname for field in model._meta.concrete_fields if field.attname not in unread]


def take(model: type[Model], names: list[str], values: Iterator[object]) -> Model:
    """The row of `model` that the next of `values` make, in the order of `names` from `columns()`."""
    return model.from_db("default", names, list(islice(values, len(names))))


@BigIntegerField.register_lookup
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
