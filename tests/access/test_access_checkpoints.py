"""A journal whose tail was cut off is found by who holds a checkpoint of it; nothing is cleared before its time."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection

from liuhen.access.checkpoints import JournalCheckpoint, check_against, is_of_journal, journal_checkpoint
from liuhen.access.journal import note, verify_own
from liuhen.access.models import JournalRow
from liuhen.kernel.errors import BadInputError
from liuhen.ledger import Problem, checkpoint, install_triggers
from liuhen.ledger.triggers import drop_triggers
from liuhen.people.officers import Officer
from process.bureau import ORGAN

People = dict[str, Officer]


@pytest.fixture
def kept(people: People) -> JournalCheckpoint:
    """A checkpoint over three rows, taken away from the machine."""
    for subject in ("决定书", "现场录像", "询问笔录"):
        note(people["zhou"], "paper.read", subject)
    found = journal_checkpoint(ORGAN)
    assert found is not None
    return JournalCheckpoint.read(json.loads(json.dumps(found.as_json())))


@pytest.fixture
def unguarded(kept: JournalCheckpoint) -> Iterator[None]:
    """Somebody with all rights takes the triggers away."""
    drop_triggers(connection)
    yield
    install_triggers(connection)


def found(kept: JournalCheckpoint) -> list[str]:
    return [one.code for one in check_against(kept) if isinstance(one, Problem)]


def sql(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text)


def test_a_journal_that_went_on_agrees_with_its_checkpoint(kept: JournalCheckpoint, people: People) -> None:
    note(people["he"], "paper.read", "决定书")
    assert found(kept) == []


def test_a_tail_that_was_cut_off_is_found(kept: JournalCheckpoint, unguarded: None) -> None:
    sql("DELETE FROM access_journalrow WHERE seq = 3")
    assert found(kept) == ["journal.truncated"]


def test_a_journal_written_anew_is_found(kept: JournalCheckpoint, unguarded: None, people: People) -> None:
    sql("DELETE FROM access_journalrow")
    for subject in ("决定书", "别的", "询问笔录"):
        note(people["zhou"], "paper.read", subject)
    assert verify_own(people["shen"]) == ()
    assert found(kept) == ["journal.digest"]


@pytest.mark.parametrize("change", [{"seq": 2}, {"digest": "0" * 64}, {"organ": "another"}])
def test_a_changed_checkpoint_does_not_hold(kept: JournalCheckpoint, change: dict[str, Any]) -> None:
    assert "journal.signature" in found(replace(kept, **change))


def test_a_checkpoint_of_another_key_is_not_the_organs(kept: JournalCheckpoint, foreign: People) -> None:
    note(foreign["zhou"], "paper.read", "决定书")
    other = journal_checkpoint(foreign["zhou"].organ)
    assert other is not None
    forged = replace(kept, signer=other.signer)
    assert "journal.signature" in found(forged)


def test_an_empty_journal_has_no_checkpoint(people: People) -> None:
    assert journal_checkpoint(ORGAN) is None


def test_a_checkpoint_of_the_ledger_is_told_from_one_of_the_journal(kept: JournalCheckpoint) -> None:
    assert is_of_journal(kept.as_json())
    assert not is_of_journal(checkpoint(ORGAN).as_json())
    with pytest.raises(BadInputError, match="不是调阅日志的检查点"):
        JournalCheckpoint.read(checkpoint(ORGAN).as_json())


def test_a_checkpoint_with_more_in_it_is_refused(kept: JournalCheckpoint) -> None:
    with pytest.raises(BadInputError):
        JournalCheckpoint.read({**kept.as_json(), "note": "x"})


def test_a_check_is_written_down_with_what_it_found(people: People) -> None:
    note(people["zhou"], "paper.read", "决定书")
    assert verify_own(people["shen"]) == ()
    assert JournalRow.objects.order_by("-seq").values_list("subject", "allowed")[0] == ("第 1 至 1 条，未见改动", True)


def test_a_check_that_finds_something_says_where(kept: JournalCheckpoint, unguarded: None, people: People) -> None:
    sql("UPDATE access_journalrow SET subject = 'x' WHERE seq = 2")
    assert [one.where for one in verify_own(people["shen"])] == ["调阅日志第 2 条"]
    assert not JournalRow.objects.get(seq=4).allowed
