"""A roster in a workbook: every fault named by row and column, and all of it entered or nothing."""

import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from liuhen.kernel.errors import BadInputError, NotAllowedError
from liuhen.office.enrolling import enrol, new_departments
from liuhen.office.models import History
from liuhen.office.roster import COLUMNS, MOST_ROWS, packed, read_roster, unpacked
from liuhen.people.models import Account, Certificate, Person
from liuhen.people.officers import Officer
from liuhen.queries.bureau.template import write_template
from process.bureau import ORGAN

People = dict[str, Officer]
LIN = ["林小满", "基金监管处", "linxiaoman", "承办人", "17020001", date(2026, 1, 1), date(2030, 12, 31), "任职通知"]
BAI = ["白露", "法规处", "bailu", "法制审核人员、承办人", None, None, None, None]


def book(folder: Path, *rows: Sequence[Any], heads: Sequence[str] = tuple(COLUMNS)) -> Path:
    sheet = Workbook()
    assert sheet.active is not None
    for row in (heads, *rows):
        sheet.active.append(list(row))
    sheet.save(folder / "roster.xlsx")
    return folder / "roster.xlsx"


def with_(row: list[Any], **told: Any) -> list[Any]:
    names = list(COLUMNS.values())
    return [told.get(name, value) for name, value in zip(names, row, strict=True)]


def test_everybody_is_entered_with_certificates_and_departments(people: People, tmp_path: Path) -> None:
    roster = read_roster(book(tmp_path, LIN, BAI))
    assert roster.faults == ()
    assert new_departments(ORGAN, roster.lines) == ("基金监管处", "法规处")
    done = enrol(roster, by=people["jiang"], key="roster-1", channel="web")
    assert (done.people, done.certificates, len(done.once)) == (2, 1, 2)
    assert Person.objects.get(account="bailu").roles == ["handler", "reviewer"]
    assert Certificate.objects.get(number="17020001").valid_to == date(2030, 12, 31)
    assert Account.objects.get(account="linxiaoman").check_password(done.once[0].text)


def test_the_same_roster_sent_again_enters_nobody_twice(people: People, tmp_path: Path) -> None:
    roster = read_roster(book(tmp_path, LIN, BAI))
    enrol(roster, by=people["jiang"], key="roster-1", channel="web")
    before = History.objects.count()
    assert enrol(roster, by=people["jiang"], key="roster-1", channel="web").once == ()
    assert History.objects.count() == before


@pytest.mark.parametrize(
    ("told", "column", "said"),
    [
        ({"name": ""}, "姓名", "请填写"),
        ({"account": "Lin Xiao"}, "账号", "格式不对"),
        ({"account": "zhou"}, "账号", "已经用过"),
        ({"roles": "局长"}, "岗位", "没有“局长”这个岗位"),
        ({"roles": "安全员"}, "岗位", "没有“安全员”这个岗位"),
        ({"roles": None}, "岗位", "请填写"),
        ({"valid_to": None}, "执法证号", "一起填写"),
        ({"valid_to": date(2020, 1, 1)}, "执法证号", "早于"),
        ({"valid_from": "去年"}, "有效期自", "不是日期"),
        ({"name": "林\u200b小满"}, "姓名", "看不见的字符"),
    ],
)
def test_a_fault_names_its_row_and_column(
    people: People, tmp_path: Path, told: dict[str, Any], column: str, said: str
) -> None:
    del people
    faults = read_roster(book(tmp_path, BAI, with_(LIN, **told))).faults
    assert [(one.row, one.column) for one in faults] == [(3, column)]
    assert said in faults[0].said


def test_with_one_fault_nobody_is_entered(people: People, tmp_path: Path) -> None:
    roster = read_roster(book(tmp_path, LIN, with_(BAI, account="")))
    before = History.objects.count()
    with pytest.raises(BadInputError, match="1 处要改"):
        enrol(roster, by=people["jiang"], key="roster-1", channel="web")
    assert History.objects.count() == before


def test_two_rows_do_not_share_an_account_or_a_certificate(people: People, tmp_path: Path) -> None:
    del people
    faults = read_roster(book(tmp_path, LIN, with_(LIN, name="另一人"))).faults
    assert [(one.row, one.column, one.said) for one in faults] == [
        (3, "账号", "与第 2 行相同"),
        (3, "执法证号", "与第 2 行相同"),
    ]


@pytest.mark.parametrize("written", [datetime(2026, 1, 1), "2026-01-01", "2026/1/1", "2026年1月1日", "2026.1.1"])  # noqa: DTZ001
def test_dates_are_read_as_clerks_write_them(people: People, tmp_path: Path, written: Any) -> None:
    del people
    assert read_roster(book(tmp_path, with_(LIN, valid_from=written))).lines[0].valid_from == date(2026, 1, 1)


def test_a_number_typed_as_a_number_is_text(people: People, tmp_path: Path) -> None:
    del people
    assert read_roster(book(tmp_path, with_(LIN, number=17020001.0))).lines[0].number == "17020001"


def test_headings_may_stand_in_any_order_but_not_be_missing(people: People, tmp_path: Path) -> None:
    del people
    heads = ["账号", "岗位", "姓名", "处室"]
    assert (
        read_roster(book(tmp_path, ["bailu", "承办人", "白露", "法规处"], heads=heads)).lines[0].person.name == "白露"
    )
    with pytest.raises(BadInputError, match="缺少：处室"):
        read_roster(book(tmp_path, ["bailu", "承办人", "白露"], heads=heads[:3]))


def test_what_is_no_workbook_is_said_to_be_none(people: People, tmp_path: Path) -> None:
    del people
    for name, content in (("a", b""), ("b", b"name,account\n"), ("c", b"PK\x03\x04 broken")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(BadInputError, match="不是表格文件"):
            read_roster(tmp_path / name)
    with zipfile.ZipFile(tmp_path / "d", "w") as packed_file:
        packed_file.writestr("note.txt", "no workbook")
    with pytest.raises(BadInputError, match="不是表格文件"):
        read_roster(tmp_path / "d")


def test_a_workbook_that_unpacks_to_a_flood_is_refused(people: People, tmp_path: Path) -> None:
    del people
    with zipfile.ZipFile(tmp_path / "bomb", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/worksheets/sheet1.xml", b"0" * (70 * 1024 * 1024))
    with pytest.raises(BadInputError, match="不是表格文件"):
        read_roster(tmp_path / "bomb")


def test_more_rows_than_one_enters_at_once_are_refused(people: People, tmp_path: Path) -> None:
    del people
    rows = [with_(BAI, account=f"a{number}") for number in range(MOST_ROWS + 1)]
    with pytest.raises(BadInputError, match="一次最多导入"):
        read_roster(book(tmp_path, *rows))


def test_an_empty_roster_says_so(people: People, tmp_path: Path) -> None:
    del people
    with pytest.raises(BadInputError, match="没有人员"):
        read_roster(book(tmp_path, [None] * 8))


def test_what_was_looked_at_is_looked_at_again_before_it_is_entered(people: People, tmp_path: Path) -> None:
    told = packed(read_roster(book(tmp_path, LIN, BAI)).lines)
    enrol(unpacked(told), by=people["jiang"], key="roster-1", channel="web")
    assert [(one.row, one.column) for one in unpacked(told).faults] == [(2, "账号"), (3, "账号"), (2, "执法证号")]


def test_only_who_appoints_enters_a_roster(people: People, tmp_path: Path) -> None:
    with pytest.raises(NotAllowedError):
        enrol(read_roster(book(tmp_path, LIN)), by=people["zhou"], key="roster-1", channel="web")


def test_the_template_reads_as_a_roster(people: People, tmp_path: Path) -> None:
    del people
    write_template(tmp_path / "template.xlsx")
    assert len(read_roster(tmp_path / "template.xlsx").lines) == 1
