"""The invented bureau of scenarios in the database of the test run; what is played there is undone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from liuhen.scenario.bureau import People, set_up


@pytest.fixture(scope="module")
def founded(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, People]]:
    """The bureau, made once for the tests of a file, on a data folder of its own; undone after the last."""
    folder = tmp_path_factory.mktemp("scenarios")
    told = override_settings(LIUHEN_DATA=folder)
    made = transaction.atomic()
    with django_db_blocker.unblock(), told:
        made.__enter__()
        people = set_up()
    yield folder, people
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        made.__exit__(None, None, None)


@pytest.fixture
def bureau(founded: tuple[Path, People], db: None, settings: Any) -> People:
    """The people of the bureau by name."""
    folder, people = founded
    settings.LIUHEN_DATA = folder
    settings.LIUHEN_ORIGINALS = folder / "originals"
    settings.LIUHEN_PAPERS = folder / "papers"
    return people
