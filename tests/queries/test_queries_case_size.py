"""The page of a case asks the database as often for a long case as for a short one."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liuhen.queries.case import case_page
from liuhen.queries.course import SHOWN
from process.bureau import Play

MOST = 15


def asked(ask: Callable[[], object]) -> list[str]:
    with CaptureQueriesContext(connection) as caught:
        ask()
    return [one["sql"] for one in caught.captured_queries]


def page_of(case: Play) -> Callable[[], object]:
    return lambda: case_page(case.people["zhou"], case.ref or "")


@pytest.mark.parametrize("kind", ["clue.registered", "inspection.made", "decision.made", "service.made"])
def test_a_case_page_asks_at_most_fifteen_times(case: Play, kind: str) -> None:
    told = asked(page_of(case.to(kind)))
    assert len(told) <= MOST, "\n".join(told)


def test_a_long_case_asks_no_more_often_than_a_short_one(case: Play) -> None:
    case.to("inspection.made")
    case.do("zhou", "rights.told", rights=["陈述", "申辩"], way="written", receiver="许某", signed=True)
    short = len(asked(page_of(case)))
    for _ in range(60):
        case.do("zhou", "rights.told", rights=["陈述", "申辩"], way="written", receiver="许某", signed=True)
    shown = case_page(case.people["zhou"], case.ref or "")
    assert (len(shown.entries), shown.course.pages) == (SHOWN, 3)
    assert len(asked(page_of(case))) == short <= MOST


def test_the_pages_of_a_course_hold_every_entry_once(case: Play) -> None:
    case.to("inspection.made")
    for _ in range(60):
        case.do("zhou", "rights.told", rights=["陈述", "申辩"], way="written", receiver="许某", signed=True)
    pages = [case_page(case.people["zhou"], case.ref or "", page=number).entries for number in (1, 2, 3)]
    assert sorted(row.seq for page in pages for row in page) == list(range(1, len(case.entries) + 1))


def test_a_page_that_lists_the_foremost_still_counts_all_and_knows_the_next_act(case: Play) -> None:
    case.to("service.made")
    whole = case_page(case.people["zhou"], case.ref or "")
    short = case_page(case.people["zhou"], case.ref or "", most=2)
    assert len(short.owed) < len(whole.owed)
    assert (short.pressing_total, short.optional_total) == (whole.pressing_total, whole.optional_total)
    assert whole.pressing_total + whole.optional_total == len(whole.owed)
    assert (short.next, short.overdue, short.due_soon) == (whole.next, whole.overdue, whole.due_soon)
    assert short.side == whole.side
    assert {one.act.kind for one in short.owed if one.act} == {one.act.kind for one in whole.owed if one.act}
