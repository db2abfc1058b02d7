"""Rows without a model instance for each: for whole worlds, for copies, and on the hot path."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from django.db import connection, models

from hedgerow.kernel.writing import require_write

AT_ONCE = 10_000
_TEXTS = (models.TextField, models.CharField)


def insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert rows of these columns (attribute names, `face_id`); the others get the model's defaults, which
    are made once for all rows. Values that are no integers are prepared as the model's field would. How many.

    Belongs inside `write()`: a row that fails undoes all.
    """
    require_write("rows.insert()")
    plan = _plan(model, tuple(columns), connection.vendor)
    usual = [_value(field, field.get_default()) for field in plan.others]
    prepared = (
        [*(_value(field, value) for field, value in zip(plan.fields, row, strict=True)), *usual]
        for row in rows
    )
    return (_copied if connection.vendor == "postgresql" else _inserted)(plan.statement, prepared)


def add(row: models.Model) -> None:
    """Insert this one row as it stands and give it its id: what `save` does with a new one, in a third of the
    time. Belongs inside `write()`.
    """
    require_write("rows.add()")
    fields, statement = _whole(type(row))
    values = [_value(field, getattr(row, field.attname)) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        ((row.pk,),) = cursor.fetchall()
    row._state.adding, row._state.db = False, connection.alias


@lru_cache(maxsize=50)
def _whole(model: type[models.Model]) -> tuple[Sequence[Any], str]:
    """Every field but the id, and the statement that takes them in."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    table, key = _quote(model._meta.db_table), _quote(model._meta.pk.column)
    places = ", ".join(["%s"] * len(fields))
    return fields, f"INSERT INTO {table} ({_names(fields)}) VALUES ({places}) RETURNING {key}"  # noqa: S608


class _Plan(NamedTuple):
    """The fields that are given, those that get their defaults, and the statement that takes both in."""

    fields: Sequence[Any]
    others: Sequence[Any]
    statement: str


@lru_cache(maxsize=200)
def _plan(model: type[models.Model], columns: tuple[str, ...], vendor: str) -> _Plan:
    fields = [model._meta.get_field(name) for name in columns]
    others = [field for field in model._meta.concrete_fields if field not in fields and not field.primary_key]
    # Only names of the model's own columns are formatted into it.
    table, names = _quote(model._meta.db_table), _names([*fields, *others])
    if vendor == "postgresql":
        return _Plan(fields, others, f"COPY {table} ({names}) FROM STDIN")
    places = ", ".join(["%s"] * (len(fields) + len(others)))
    return _Plan(fields, others, f"INSERT INTO {table} ({names}) VALUES ({places})")  # noqa: S608


def _inserted(statement: str, rows: Iterable[Iterable[Any]]) -> int:
    given, total = iter(rows), 0
    with connection.cursor() as cursor:
        while chunk := [tuple(row) for row in islice(given, AT_ONCE)]:
            cursor.executemany(statement, chunk)
            total += len(chunk)
    return total


def _copied(statement: str, rows: Iterable[Iterable[Any]]) -> int:
    """PostgreSQL's own way, ten times as fast there."""
    total = 0
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(tuple(row))
            total += 1
    return total


def _value(field: Any, value: Any) -> Any:
    if value.__class__ is int or (value.__class__ is str and field.__class__ in _TEXTS):
        return value
    return field.get_db_prep_save(value, connection)


def _names(fields: Sequence[Any]) -> str:
    return ", ".join(_quote(field.column) for field in fields)


def _quote(name: str) -> str:
    return connection.ops.quote_name(name)
