"""Every test gets a database file of its own, copied from one prepared once: kept tables cannot be flushed."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections

from ledger.acts import OWN_KINDS, OWN_PROJECTORS, OWN_TABLES, Intruder, count_entry, database_at
from liuhen.ledger import body, checkers, projections, rebuild


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Path:
    """An empty ledger with its triggers, and the tables of these tests."""
    path = tmp_path_factory.mktemp("ledger") / "prepared.sqlite3"
    with django_db_blocker.unblock(), database_at(path):
        call_command("migrate", "ledger", verbosity=0)
        with connections["default"].schema_editor() as editor:
            for table in OWN_TABLES:
                editor.create_model(table)
    return path


@pytest.fixture(autouse=True)
def _own_rooms(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the kinds, projectors and checkers of these tests; other rooms have their own tests."""
    for kind, versions in OWN_KINDS.items():
        monkeypatch.setitem(body._types, kind, dict(versions))
    monkeypatch.setattr(projections, "_tables", list(OWN_TABLES))
    monkeypatch.setattr(projections, "_specific", {key: list(value) for key, value in OWN_PROJECTORS.items()})
    monkeypatch.setattr(projections, "_every", [count_entry])
    monkeypatch.setattr(projections, "_last", [])
    monkeypatch.setattr(checkers, "_checkers", {})
    monkeypatch.setattr(body, "_looking", [])
    monkeypatch.setattr(rebuild, "_first", [])


@pytest.fixture
def ledger(prepared: Path, tmp_path: Path, settings: Any, django_db_blocker: Any) -> Iterator[Path]:
    """An empty ledger on a file of its own; its path."""
    path = tmp_path / "liuhen.sqlite3"
    shutil.copyfile(prepared, path)
    settings.LIUHEN_DATA = tmp_path
    with django_db_blocker.unblock(), database_at(path):
        yield path


@pytest.fixture
def intruder(ledger: Path) -> Intruder:
    return Intruder(ledger)
