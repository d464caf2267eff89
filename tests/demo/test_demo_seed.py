"""The demo: invented, made once, by the product's own acts, and whole."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from liuhen.demo.people import MEMBERS, ORGAN
from liuhen.demo.seed import seed
from liuhen.demo.stories import STORIES
from liuhen.ledger import Counted, Problem, body_of, entries
from liuhen.people.officers import Officer, officer_of_account
from liuhen.process.case.fixity import check_originals, check_papers
from liuhen.queries.cases import cases
from liuhen.queries.desk import desk


@pytest.fixture(scope="module")
def seeded(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[str]]:
    """The demo, made once for the tests of this file; what was said meanwhile."""
    folder = tmp_path_factory.mktemp("demo")
    told = {"LIUHEN_DATA": folder, "LIUHEN_ORIGINALS": folder / "originals", "LIUHEN_PAPERS": folder / "papers"}
    said: list[str] = []
    made = transaction.atomic()
    with override_settings(**told):
        with django_db_blocker.unblock():
            made.__enter__()
            assert seed(say=said.append)
        yield said
        with django_db_blocker.unblock():
            transaction.set_rollback(True)
            made.__exit__(None, None, None)


@pytest.fixture
def chief(seeded: list[str], db: None) -> Officer:
    return officer_of_account("chenguodong")


def test_it_says_whom_and_what_it_made(seeded: list[str]) -> None:
    assert len(seeded) == 1 + len(STORIES)
    assert all("示例" in line for line in seeded)


def test_it_is_made_once(chief: Officer) -> None:
    assert not seed(say=pytest.fail)


def test_its_first_entry_says_demo(chief: Officer) -> None:
    assert body_of(next(entries(organ=ORGAN))).demo is True  # type: ignore[attr-defined]


def test_its_cases_stand_at_different_stages(chief: Officer) -> None:
    rows = cases(chief).rows
    assert len(rows) == len(STORIES) >= 6
    assert len({row.stage for row in rows}) >= 6
    assert "已归档" in {row.stage for row in rows}


def test_something_is_overdue(chief: Officer) -> None:
    assert desk(chief).overdue > 0


def test_everything_is_named_an_example(chief: Officer) -> None:
    assert [row.party for row in cases(chief).rows if "（示例）" not in row.party] == []


def test_its_files_are_whole(chief: Officer) -> None:
    found = [*check_papers(), *check_originals()]
    assert [one for one in found if isinstance(one, Problem)] == []
    assert sum(one.number for one in found if isinstance(one, Counted)) > len(MEMBERS)
