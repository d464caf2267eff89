"""Writes of the one write path: rows put and changed by statements composed once a process, as `prepared` does reads.

A model's own `save` composes its statement anew for every row, which costs more than the statement does.
"""

from functools import cache
from typing import Any, Final, NamedTuple

from django.db import connections, router
from django.db.models import Field, Model

_INSERT: Final = "INSERT INTO {table} ({columns}) VALUES ({marks})"
_REMOVE: Final = "DELETE FROM {table} WHERE {key} = %s"
_CHANGE: Final = "UPDATE {table} SET {columns} WHERE {key} = %s"


class _Statement(NamedTuple):
    sql: str
    fields: "tuple[Field[Any, Any], ...]"  # whose values it takes, in its order


def insert(row: Model) -> None:
    """Insert a row that is not there yet.

    Raises:
        IntegrityError: its key, or what must be unique, is taken.
    """
    alias = router.db_for_write(type(row))
    _execute(alias, _inserting(type(row)), row)
    row._state.adding, row._state.db = False, alias


def change(row: Model, *names: str) -> None:
    """Write some fields of a row that is there, found by its primary key; all of them where none is named."""
    alias = router.db_for_write(type(row))
    _execute(alias, _changing(type(row), names), row)


def remove(row: Model) -> None:
    """Take away a row of a projection that nothing refers to, found by its primary key."""
    alias = router.db_for_write(type(row))
    _execute(alias, _removing(type(row)), row)


def _execute(alias: str, statement: _Statement, row: Model) -> None:
    connection = connections[alias]
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in statement.fields]
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, values)


@cache
def _inserting(model: type[Model]) -> _Statement:
    fields = tuple(model._meta.concrete_fields)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    return _Statement(_INSERT.format(table=f'"{model._meta.db_table}"', columns=columns, marks=marks), fields)


@cache
def _removing(model: type[Model]) -> _Statement:
    key = model._meta.pk
    if key is None:
        raise TypeError(f"{model.__qualname__} has no key")
    return _Statement(_REMOVE.format(table=f'"{model._meta.db_table}"', key=f'"{key.column}"'), (key,))


@cache
def _changing(model: type[Model], names: tuple[str, ...]) -> _Statement:
    key = model._meta.pk
    wanted = [field for field in model._meta.concrete_fields if field is not key and (not names or field.name in names)]
    if key is None or (names and len(wanted) != len(names)):
        raise TypeError(f"{model.__qualname__} has no such fields: {names}")
    columns = ", ".join(f'"{field.column}" = %s' for field in wanted)
    sql = _CHANGE.format(table=f'"{model._meta.db_table}"', columns=columns, key=f'"{key.column}"')
    return _Statement(sql, (*wanted, key))
