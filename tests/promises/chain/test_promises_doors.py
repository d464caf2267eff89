"""Promise 11: no way to change or remove what is kept. Every door that Django has is tried, not a list of ours."""

# ruff: noqa: S608  # attacks are written as SQL, from names of this file

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, models, transaction
from django.db.models.query import QuerySet

from ledger.acts import ORGAN, Informant, note
from liuhen.ledger import checkpoint, make_organ_key
from liuhen.ledger.models import DataKey, Head, Part, SignedCheckpoint
from promises.conftest import Keep

KEPT: list[type[models.Model]] = [Head, Part, DataKey, SignedCheckpoint]
Change = dict[str, Any]
ON_MANY: dict[str, Callable[[Any, Any, Change], Any]] = {
    "create": lambda rows, row, _: rows.create(**values(row)),
    "get_or_create": lambda rows, row, change: rows.get_or_create(**change, defaults=values(row, without=change)),
    "update_or_create": lambda rows, row, change: rows.update_or_create(pk=row.pk, defaults=change),
    "bulk_create": lambda rows, row, _: rows.bulk_create([row], ignore_conflicts=True),
    "bulk_update": lambda rows, row, change: rows.bulk_update([row], list(change)),
    "update": lambda rows, _, change: rows.update(**change),
    "_update": lambda rows, row, change: rows._update([(row._meta.get_field(n), None, v) for n, v in change.items()]),
    "delete": lambda rows, _, __: rows.delete(),
    "_raw_delete": lambda rows, _, __: rows._raw_delete("default"),
    "_insert": lambda rows, row, _: rows._insert([row], row._meta.concrete_fields, using="default"),
}
ON_ONE: dict[str, Callable[[Any], Any]] = {
    "save": lambda row: row.save(),
    "save_base": lambda row: row.save_base(),
    "delete": lambda row: row.delete(),
}
CONFLICTS = ("", "OR REPLACE", "OR IGNORE", "OR ABORT", "OR FAIL", "OR ROLLBACK")


def values(row: models.Model, *, without: Iterable[str] = ()) -> dict[str, Any]:
    return {one.name: getattr(row, one.name) for one in row._meta.concrete_fields if one.name not in without}


def other_column(model: type[models.Model]) -> str:
    """Return a text column that is no key."""
    plain = (one for one in model._meta.concrete_fields if not one.primary_key)
    return next((one.name for one in plain if isinstance(one, models.CharField)), "box")


def doors_of(kind: type) -> set[str]:
    """Return the names of what Django itself says changes data, each with its asynchronous twin left out."""
    names = {name for name in dir(kind) if getattr(getattr(kind, name, None), "alters_data", False)}
    return {name for name in names if not (name.startswith("a") and name[1:] in names)}


def contents(model: type[models.Model]) -> list[tuple[Any, ...]]:
    return list(model._default_manager.order_by("pk").values_list())


@pytest.fixture
def kept(ledger: Path) -> Path:
    make_organ_key(ORGAN)
    note("留下的", informant=Informant(name="某人"))
    note("再一条")
    checkpoint(ORGAN)
    return ledger


def refused(attempt: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        attempt()


def test_every_door_that_django_has_is_tried_here() -> None:
    tried = set(ON_MANY) | {"save_form_data"}
    assert doors_of(QuerySet) <= tried
    assert doors_of(models.Model) <= set(ON_ONE)


@pytest.mark.parametrize("model", KEPT)
@pytest.mark.parametrize("door", sorted(ON_MANY))
def test_no_door_on_many_rows_opens(kept: Path, model: type[models.Model], door: str) -> None:
    before, row = contents(model), model._default_manager.order_by("pk")[0]
    name = other_column(model)
    change = {name: b"x" if name == "box" else "x"}
    refused(lambda: ON_MANY[door](model._default_manager.all(), row, change))
    assert contents(model) == before


@pytest.mark.parametrize("model", KEPT)
@pytest.mark.parametrize("door", sorted(ON_ONE))
def test_no_door_on_one_row_opens(kept: Path, model: type[models.Model], door: str) -> None:
    before, row = contents(model), model._default_manager.order_by("pk")[0]
    refused(lambda: ON_ONE[door](row))
    assert contents(model) == before


@pytest.mark.parametrize("model", KEPT)
def test_no_statement_changes_a_row_whatever_it_says_of_conflicts(
    kept: Path, model: type[models.Model], figure: Keep
) -> None:
    before, table, column = contents(model), model._meta.db_table, other_column(model)
    columns = ", ".join(f'"{one.column}"' for one in model._meta.concrete_fields)
    key = model._meta.pk.column
    statements = [f"UPDATE {conflict} {table} SET \"{column}\" = 'x'" for conflict in CONFLICTS]
    again = f"INTO {table} ({columns}) SELECT {columns} FROM {table}"
    statements += [f"INSERT {conflict} {again}" for conflict in CONFLICTS]
    statements += [
        f"UPDATE {table} SET \"{column}\" = 'x' RETURNING 1",
        f"DELETE FROM {table} RETURNING 1",
        f"DELETE FROM {table} WHERE rowid IN (SELECT rowid FROM {table})",
        f"WITH a AS (SELECT 1) UPDATE {table} SET \"{column}\" = 'x' FROM a",
        f"INSERT {again} WHERE true ON CONFLICT ({key}) DO UPDATE SET \"{column}\" = 'x'",
    ]
    for statement in statements:
        refused(lambda sql=statement: run(sql))
    assert contents(model) == before
    figure(11, f"每表 {len(ON_MANY) + len(ON_ONE)} 种对象操作、{len(statements)} 种语句，全部拒绝")


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        cursor.fetchall()


def test_there_is_no_page_that_edits_tables() -> None:
    assert "django.contrib.admin" not in settings.INSTALLED_APPS
