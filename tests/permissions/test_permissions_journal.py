"""Where the access journal cannot be written, nothing is shown, taken, refused in silence or let through."""

from typing import Any

import pytest
from django.db import connection

from liuhen.access.models import JournalRow
from permissions.asking import asked
from permissions.expected import FORBIDDEN, HIDDEN, IN, Row, rows
from permissions.standings import STANDINGS, Bureau, Standing, whole_bureau
from process.bureau import Play

__all__ = ["whole_bureau"]

pytestmark = pytest.mark.django_db

NOTHING_THERE = {"/papers/batch/{name}/print", "/cases/{ref}/papers/{seq}/own/{way}"}
"""Of the bureau of these tests no batch is done and no paper has a form of its own: nothing would be
handed out. tests/web/test_web_printing.py asks the same of these where there is something."""
LEAVING = tuple(row for row in rows() if row.leaves and row.path not in NOTHING_THERE)
LETTER = "被拒绝的日志"


@pytest.fixture
def refusing() -> Any:
    """The journal's table takes no more rows."""
    stop = "BEFORE INSERT ON access_journalrow BEGIN SELECT RAISE(ABORT, 'the journal refuses'); END"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TRIGGER refusing {stop}")
        yield
        cursor.execute("DROP TRIGGER refusing")


def somebody(row: Row, due: str, state: str) -> Standing:
    return next(one for one in STANDINGS if row.due(one, state) == due)


@pytest.mark.parametrize("row", LEAVING, ids=str)
def test_what_cannot_be_written_down_is_not_handed_out(whole_bureau: Bureau, refusing: None, row: Row) -> None:
    answer = asked(whole_bureau, row, somebody(row, IN, "closed"), "closed")
    assert answer.status >= 500
    assert b"PDF" not in answer.content[:10]
    assert (answer.journal, answer.entries) == ([], 0)


@pytest.mark.parametrize("due", [FORBIDDEN, HIDDEN])
def test_a_refusal_that_cannot_be_written_down_is_no_answer_either(
    whole_bureau: Bureau, refusing: None, due: str
) -> None:
    row = next(one for one in rows() if str(one) == "GET /cases/{ref}/package")
    answer = asked(whole_bureau, row, somebody(row, due, "early"), "early")
    assert answer.status >= 500


def test_sealed_words_are_shown_to_a_handler_only_and_each_time_written_down(whole_bureau: Bureau) -> None:
    told = {"informant": {"name": LETTER, "phone": "13900000000"}}
    case = Play(whole_bureau.people)
    case.usual("clue.registered", **told)
    row = next(one for one in rows() if str(one) == "GET /cases/{ref}/entries/{seq}")
    handler, chief = Standing("handler", "own"), Standing("chief", "department")
    assert asked(whole_bureau, row, handler, "early", ref=case.ref or "").word == HIDDEN
    shown = asked(whole_bureau, row, chief, "early", ref=case.ref or "")
    assert (shown.status, shown.journal, LETTER.encode() in shown.content) == (200, [], False)
    own = whole_bureau.open(case.people["zhou"], f"/cases/{case.ref}/entries/1")
    assert LETTER.encode() in own.content
    assert JournalRow.objects.latest("seq").act == "case.sealed"
