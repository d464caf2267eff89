"""Comparing projection rows in use with those that a replay has written, down to the column."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.models import Exists, OuterRef, QuerySet, TextField
from django.db.models.functions import Cast

from liuhen.ledger.models import Head
from liuhen.ledger.projections import Projection

_BATCH: Final = 500  # rows held in memory at once
_UNREADABLE: Final = object()

Rows = QuerySet[Projection, Projection]


@dataclass(frozen=True, slots=True)
class Difference:
    """A projection that is not what the entries say.

    Attributes:
        dossier: whose row it is; "" for acts on the organ itself.
        table: name of the table; "" where the dossier could not be replayed at all.
        pk: the row's primary key as text.
        column: the column that differs; "" where the whole row is missing or too much.
        what: what is wrong, in Chinese.
    """

    dossier: str
    table: str
    pk: str
    column: str
    what: str


def table_differences(table: type[Projection], *, alias: str, dossier: str) -> Iterator[Difference]:
    """Give the differences of one table between the database in use and the scratch database `alias`."""
    name = table._meta.db_table
    columns = [column.attname for column in table._meta.concrete_fields]
    in_use = table._default_manager.filter(dossier=dossier)
    told = table._default_manager.using(alias).filter(dossier=dossier)
    for batch in _batches(in_use):
        now, due = _read(in_use, columns, batch), _read(told, columns, batch)
        for pk in now:
            if pk not in due:
                yield Difference(dossier, name, str(pk), "", "表中多出一行，没有记录与之对应。")
                continue
            for column in _changed(columns, now[pk], due[pk]):
                yield Difference(dossier, name, str(pk), column, "表中的值与记录推算的不同。")
    for batch in _batches(told):
        for pk in sorted(set(batch) - set(in_use.filter(pk__in=batch).values_list("pk", flat=True)), key=str):
            yield Difference(dossier, name, str(pk), "", "表中缺少一行，记录中有。")


def strays(table: type[Projection]) -> Iterator[Difference]:
    """Give the rows of a table whose dossier the ledger does not know."""
    for pk, dossier in stray_rows(table).values_list("pk", "dossier").iterator():
        yield Difference(dossier, table._meta.db_table, str(pk), "", "表中多出一行，留痕账中没有这个案卷。")


def stray_rows(table: type[Projection]) -> Rows:
    """Return the rows of a table whose dossier the ledger does not know."""
    known = Head.objects.filter(dossier=OuterRef("dossier"))
    return table._default_manager.exclude(dossier="").filter(~Exists(known))


def _batches(rows: Rows) -> Iterator[list[Any]]:
    batch: list[Any] = []
    for pk in rows.values_list("pk", flat=True).iterator(chunk_size=_BATCH):
        batch.append(pk)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _changed(columns: Sequence[str], now: Sequence[Any], due: Sequence[Any]) -> list[str]:
    """Return the columns whose values, or the spellings that follow them, are not what is due."""
    pairs = zip([*columns, *columns], now, due, strict=False)
    differ = {column for column, value, other in pairs if type(value) is not type(other) or value != other}
    return [column for column in columns if column in differ]


def _read(rows: Rows, columns: Sequence[str], batch: Sequence[Any]) -> dict[Any, tuple[Any, ...]]:
    """Return the values of some rows by primary key, and where both databases spell alike their stored spellings.

    What cannot be read at all differs from everything.
    """
    alike = connections[DEFAULT_DB_ALIAS].vendor == "sqlite"
    spelled = [Cast(column, TextField()) for column in columns] if alike else []
    try:
        found = rows.filter(pk__in=batch).values_list("pk", *columns, *spelled)
        return {pk: tuple(values) for pk, *values in found}
    except (ValueError, TypeError, DatabaseError):
        return {pk: tuple(_one(rows, column, pk) for column in columns) for pk in batch}


def _one(rows: Rows, column: str, pk: object) -> object:
    try:
        return rows.filter(pk=pk).values_list(column, flat=True).get()
    except (ValueError, TypeError, DatabaseError):
        return _UNREADABLE
