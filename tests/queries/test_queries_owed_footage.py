"""应录尽录: who sees which acts, how they are summed and narrowed; ten thousand cost no more queries than ten."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from liuhen.duties.models import Slot
from liuhen.kernel.errors import NotAllowedError
from liuhen.queries.owed_footage import every_owed, officers, owed_footage, read
from liuhen.queries.owed_footage_shapes import Asked
from liuhen.queries.owed_footage_sheet import write_owed_footage
from process.bureau import AT, Play

NOTHING = Asked()


@pytest.fixture
def visited(case: Play) -> Play:
    return case.to("interview.made")


def queries(who: str, case: Play, asked: Asked = NOTHING) -> int:
    with CaptureQueriesContext(connection) as asked_for:
        owed_footage(case.people[who], asked)
    return len(asked_for)


def fill(case: Play, number: int) -> None:
    first = Slot.objects.order_by("key").first()
    assert first is not None
    told = {field.attname: getattr(first, field.attname) for field in Slot._meta.concrete_fields}
    states = ("gaps", "whole", "missing", "explained")
    changed = (
        {"seq": at, "state": states[at % 4], "day": AT.date() - timedelta(days=at % 300)} for at in range(number)
    )
    rows = (told | one | {"seq": one["seq"] + 1_000, "key": f"{first.dossier}:{one['seq'] + 1_000}"} for one in changed)
    Slot.objects.bulk_create(Slot(**one) for one in rows)


def test_acts_without_any_recording_are_listed_too(visited: Play) -> None:
    page = owed_footage(visited.people["chen"], NOTHING)
    assert [(row.what, row.word, row.files) for row in page.rows] == [
        ("现场检查笔录", "可录未录", 0),
        ("询问笔录", "可录未录", 0),
    ]
    assert (page.totals.acts, page.totals.expected_ms, page.totals.tenths) == (2, 0, None)


@pytest.mark.parametrize(("who", "seen"), [("zhou", 2), ("ding", 0), ("qian", 2), ("chen", 2), ("zheng", 2)])
def test_each_sees_the_acts_within_his_reach(visited: Play, who: str, seen: int) -> None:
    assert owed_footage(visited.people[who], NOTHING).total == seen


def test_who_keeps_recordings_sees_of_an_open_case_its_number_only(visited: Play) -> None:
    rows = owed_footage(visited.people["zheng"], NOTHING).rows
    assert {(row.case_ref, row.case_title) for row in rows} == {("", "")}
    assert {row.case_number for row in rows} == {visited.case.number}


def test_who_has_nothing_to_do_with_recordings_is_refused(visited: Play) -> None:
    for who in ("wu", "feng"):
        with pytest.raises(NotAllowedError):
            owed_footage(visited.people[who], NOTHING)


def test_the_list_is_narrowed_by_day_department_officer_and_state(visited: Play) -> None:
    fill(visited, 8)
    chief = visited.people["chen"]
    told = {"from": "2026-11-20", "to": "2026-11-20", "state": "none", "officer": visited.people["he"].id}
    assert owed_footage(chief, read(told)).total == 2
    assert owed_footage(chief, read({"state": "missing"})).total == 2
    assert owed_footage(chief, read({"department": "别的处"})).total == 0
    assert read({"from": "2026-02-30", "state": "'; drop", "to": ""}) == NOTHING
    assert read(read(told).address()) == read(told)
    assert officers(visited.people["zhou"]) == ()


def test_ten_thousand_acts_cost_no_more_queries_than_ten(visited: Play) -> None:
    fill(visited, 10)
    few = queries("chen", visited)
    Slot.objects.filter(seq__gte=1_000).delete()
    fill(visited, 10_000)
    assert queries("chen", visited) == few <= 12
    page = owed_footage(visited.people["chen"], Asked(state="gaps"), page=3)
    assert (page.total, len(page.rows), page.totals.acts) == (2_500, 20, 10_002)


def test_the_workbook_has_every_line(visited: Play, tmp_path: Path) -> None:
    fill(visited, 3)
    book = tmp_path / "list.xlsx"
    assert write_owed_footage(every_owed(visited.people["chen"], NOTHING), book) == 5
    lines = list(load_workbook(book).active.iter_rows(values_only=True))
    assert (lines[0][1], lines[1][1], lines[1][8]) == ("活动", "现场检查笔录", 55 * 60)
    assert lines[1][0].date() == date(2026, 11, 20)
