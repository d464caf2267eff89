"""The bureau in which walks are gone: made once, and what is done there is undone."""

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import override_settings

from liuhen.ledger.rebuild import ORGAN_ACTS, _check_dossier, _scratch
from liuhen.scenario.bureau import People, set_up


@pytest.fixture(scope="module")
def settled(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, People]]:
    """The bureau on a data folder of its own."""
    folder = tmp_path_factory.mktemp("walks")
    made = transaction.atomic()
    with django_db_blocker.unblock(), override_settings(LIUHEN_DATA=folder):
        made.__enter__()
        people = set_up()
    yield folder, people
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        made.__exit__(None, None, None)


@pytest.fixture
def bureau(settled: tuple[Path, People], db: None, settings: Any) -> People:
    """The people of the bureau by name."""
    folder, people = settled
    settings.LIUHEN_DATA = folder
    settings.LIUHEN_ORIGINALS = folder / "originals"
    settings.LIUHEN_PAPERS = folder / "papers"
    return people


@pytest.fixture
def anew(bureau: People, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A scratch database, of a name no test can foresee, in which dossiers are replayed; the organ's acts are there."""
    guarded = inspect.getclosurevars(BaseDatabaseWrapper.ensure_connection).nonlocals
    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", guarded["real_ensure_connection"])
    with _scratch() as alias:
        assert list(_check_dossier(alias, ORGAN_ACTS)) == []
        yield alias
