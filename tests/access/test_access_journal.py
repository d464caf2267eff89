"""The access journal: one row a note, in a chain that shows every change; the database itself refuses changes."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from liuhen.access.journal import ACTS, check_journal, note
from liuhen.access.models import JournalRow
from liuhen.ledger import install_triggers, missing_triggers
from liuhen.ledger.checkers import Problem
from liuhen.ledger.triggers import drop_triggers
from liuhen.people.officers import Officer

People = dict[str, Officer]

SOURCE = Path(__file__).parents[2] / "src" / "liuhen"
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def three(people: People) -> People:
    for subject in ("2026-0001 现场录像", "2026-0001 决定书", "2026-0002 决定书"):
        note(people["zhou"], "paper.read", subject)
    return people


@pytest.fixture
def unguarded(three: People) -> Any:
    """Somebody with all rights takes the triggers away."""
    drop_triggers(connection)
    yield three
    install_triggers(connection)


def broken() -> list[str]:
    return [one.where for one in check_journal() if isinstance(one, Problem)]


def sql(text: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text, values)


def test_one_note_is_one_row(people: People) -> None:
    note(people["zhou"], "recording.play", "2026-0001 现场录像")
    note(people["ding"], "denied", "2026-0001", allowed=False)
    rows = list(JournalRow.objects.order_by("seq").values_list("seq", "name", "act", "allowed"))
    assert rows == [(1, "周明远", "recording.play", True), (2, "丁卫", "denied", False)]


def test_each_organ_has_a_chain_of_its_own(three: People, foreign: People) -> None:
    assert note(foreign["zhou"], "case.export", "2026-0001").seq == 1
    assert note(three["zhou"], "case.export", "2026-0001").seq == 4
    assert broken() == []


def test_a_whole_journal_has_no_fault(three: People) -> None:
    assert broken() == []


def test_every_act_that_is_noted_has_its_word() -> None:
    noted = set()
    for file in SOURCE.rglob("*.py"):
        noted |= set(re.findall(r'\bnote\(\s*\S+, "([a-z_.]+)"', file.read_text("utf-8")))
    assert noted - set(ACTS) == set()
    assert all(CHINESE.search(word) for word in ACTS.values())


def test_a_long_title_is_cut_and_the_chain_holds(three: People) -> None:
    assert len(note(three["zhou"], "case.export", "长" * 500).subject) == 200
    assert broken() == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE access_journalrow SET subject = 'x' WHERE seq = 2",
        "DELETE FROM access_journalrow WHERE seq = 2",
        "DELETE FROM access_journalrow",
        "INSERT OR REPLACE INTO access_journalrow SELECT * FROM access_journalrow WHERE seq = 2",
        "REPLACE INTO access_journalrow SELECT key || 'x', organ, seq, at, person, name, act, subject, allowed,"
        " previous, digest FROM access_journalrow WHERE seq = 2",
    ],
)
def test_the_database_refuses_to_change_the_journal(three: People, change: str) -> None:
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        sql(change)
    assert broken() == []


def test_a_row_cannot_be_saved_over(three: People) -> None:
    row = JournalRow.objects.get(seq=2)
    row.subject = "没有看过"
    for write in (row.save, row.delete, JournalRow.objects.all().delete):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            write()


def test_a_missing_guard_of_the_journal_is_noticed(three: People) -> None:
    sql("DROP TRIGGER access_journalrow_no_update")
    assert missing_triggers(connection) == ["access_journalrow_no_update"]
    install_triggers(connection)
    assert missing_triggers(connection) == []


@pytest.mark.parametrize("column", ["at", "person", "name", "act", "subject", "allowed", "previous", "digest"])
def test_a_changed_row_is_found(unguarded: People, column: str) -> None:
    other = {"allowed": 0, "at": "2020-01-01 00:00:00"}.get(column, "x" * 64)
    sql(f"UPDATE access_journalrow SET {column} = %s WHERE seq = 2", other)  # noqa: S608
    assert "调阅日志第 2 条" in broken()


def test_a_dropped_row_is_found(unguarded: People) -> None:
    sql("DELETE FROM access_journalrow WHERE seq = 2")
    assert broken() == ["调阅日志第 3 条"]


def test_an_inserted_row_is_found(unguarded: People, played: Callable[..., Any]) -> None:
    row = JournalRow.objects.get(seq=3)
    row.key, row.seq = f"{row.organ}:4", 4
    row.save(force_insert=True)
    assert broken() == ["调阅日志第 4 条"]


def test_two_swapped_rows_are_found(unguarded: People) -> None:
    for before, after in ((1, 9), (2, 1), (9, 2)):
        sql("UPDATE access_journalrow SET seq = %s WHERE seq = %s", after, before)
    assert "调阅日志第 1 条" in broken()


def test_where_the_note_cannot_be_written_nothing_is_shown(people: People) -> None:
    nobody = replace(people["zhou"], organ=None)  # type: ignore[arg-type]
    with pytest.raises(IntegrityError), transaction.atomic():
        note(nobody, "paper.read", "2026-0001")
    assert not JournalRow.objects.exists()
