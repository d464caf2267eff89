"""A roster in a workbook: rows of people read, each fault named by its row and column, then entered all together."""

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from pydantic import ValidationError

from liuhen.forms.wording import wrong_fields
from liuhen.kernel.errors import BadInputError
from liuhen.office.payloads.persons import GRANTED, AppointForm, CertifyForm
from liuhen.people.models import Account, Certificate, Person

COLUMNS: Final = {
    "姓名": "name",
    "处室": "department",
    "账号": "account",
    "岗位": "roles",
    "执法证号": "number",
    "有效期自": "valid_from",
    "有效期至": "valid_to",
    "依据": "reason",
}
"""Heading -> field. The order is that of the template; headings may stand in any order."""

NEEDED: Final = ("姓名", "处室", "账号", "岗位")
MOST_ROWS: Final = 1_000
LARGEST: Final = 5 * 1024 * 1024  # bytes
UNPACKED: Final = 60 * 1024 * 1024  # bytes that the parts of a workbook may have altogether
_WORDS: Final = {field: heading for heading, field in COLUMNS.items()}
_ROLES: Final = {word: role for role, word in GRANTED.items()}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one row: its number in the sheet, the heading of the column, and a sentence."""

    row: int
    column: str
    said: str


@dataclass(frozen=True, slots=True)
class Line:
    """One person of the roster; the certificate is None where the row names none."""

    row: int
    person: AppointForm
    number: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Roster:
    """What a workbook says: the people that can be entered, and every fault."""

    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]


def read_roster(file: Path) -> Roster:
    """Return the people that a workbook lists.

    Raises:
        BadInputError: it is no workbook, too large, or its headings are not those of the template.
    """
    rows = _rows(file)
    headings = [_text(cell) for cell in next(rows, ())]
    if missing := [one for one in NEEDED if one not in headings]:
        raise BadInputError(
            f"表格第一行缺少：{'、'.join(missing)}。", fields={"file": "表头不对"}, remedy="请用页面上的模板填写。"
        )
    fields = [COLUMNS.get(one, "") for one in headings]
    lines: list[Line] = []
    faults: list[Fault] = []
    for number, cells in enumerate(rows, start=2):
        told = {name: cell for name, cell in zip(fields, cells, strict=False) if name and _text(cell)}
        if told:
            _take(number, told, lines, faults)
    if len(lines) + len({one.row for one in faults}) == 0:
        raise BadInputError("表格里没有人员。", fields={"file": "没有内容"}, remedy="请从第二行起填写，每行一人。")
    return Roster(tuple(lines), tuple(faults + _repeated(lines) + _known(lines)))


def packed(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Return the lines as plain data, to be carried to the next page."""
    return [
        {
            "row": one.row,
            "person": one.person.model_dump(),
            "number": one.number,
            "valid_from": one.valid_from.isoformat() if one.valid_from else "",
            "valid_to": one.valid_to.isoformat() if one.valid_to else "",
        }
        for one in lines
    ]


def unpacked(told: Sequence[dict[str, Any]]) -> Roster:
    """Return the roster that `packed` wrote, looked at again: somebody may have entered one of them meanwhile."""
    lines = [
        Line(
            one["row"],
            AppointForm(**one["person"]),
            one["number"],
            date.fromisoformat(one["valid_from"]) if one["valid_from"] else None,
            date.fromisoformat(one["valid_to"]) if one["valid_to"] else None,
        )
        for one in told
    ]
    return Roster(tuple(lines), tuple(_repeated(lines) + _known(lines)))


def _rows(file: Path) -> Iterator[Sequence[Any]]:
    wrong = BadInputError(
        "这不是表格文件。", fields={"file": "须为 xlsx"}, remedy="请另存为 Excel 工作簿（.xlsx）后上传。"
    )
    if file.stat().st_size > LARGEST:
        raise BadInputError("表格太大。", fields={"file": "最多 5 MB"}, remedy="请分成几个文件导入。")
    try:
        with zipfile.ZipFile(file) as packed:
            unpacked = sum(one.file_size for one in packed.infolist())
        if unpacked > UNPACKED:
            raise wrong
        book = load_workbook(file, read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as err:
        raise wrong from err
    try:
        for at, row in enumerate(book.worksheets[0].iter_rows(values_only=True, max_col=40)):
            if at > MOST_ROWS:
                raise BadInputError(
                    f"一次最多导入 {MOST_ROWS} 人。", fields={"file": "行数太多"}, remedy="请分成几个文件导入。"
                )
            yield row
    finally:
        book.close()


def _take(number: int, told: dict[str, Any], lines: list[Line], faults: list[Fault]) -> None:
    before = len(faults)
    roles = _roles(number, told.get("roles"), faults)
    entered = {name: _text(told.get(name)) for name in ("name", "department", "account", "reason")}
    try:
        person = AppointForm(roles=roles or ["handler"], **entered)
    except ValidationError as err:
        for field, said in wrong_fields(err.errors()).items():
            faults.append(Fault(number, _WORDS.get(field.partition(".")[0], field), said))
        return
    days = {name: _day(number, name, told.get(name), faults) for name in ("valid_from", "valid_to")}
    card = Line(number, person, _text(told.get("number")), **days)
    faults += _card_faults(card, told)
    if len(faults) == before:
        lines.append(card)


def _card_faults(line: Line, told: dict[str, Any]) -> Iterator[Fault]:
    given = [name for name in ("number", "valid_from", "valid_to") if _text(told.get(name))]
    if given and len(given) < len(("number", "valid_from", "valid_to")):
        yield Fault(line.row, "执法证号", "证号和有效期的起止要一起填写")
    elif line.number and line.valid_from and line.valid_to:
        try:
            CertifyForm(officer="-", number=line.number, valid_from=line.valid_from, valid_to=line.valid_to)
        except ValidationError as err:
            yield from (Fault(line.row, "执法证号", said) for said in wrong_fields(err.errors()).values())


def _roles(number: int, told: Any, faults: list[Fault]) -> list[str]:
    words = [word for word in _text(told).replace("，", "、").replace(",", "、").replace(" ", "、").split("、") if word]
    known = "、".join(_ROLES)
    strange = [word for word in words if word not in _ROLES]
    faults += [Fault(number, "岗位", f"没有“{word[:20]}”这个岗位，可填：{known}") for word in strange]
    if not words:
        faults.append(Fault(number, "岗位", "请填写"))
    return [_ROLES[word] for word in words if word in _ROLES]


def _day(number: int, name: str, told: Any, faults: list[Fault]) -> date | None:
    if isinstance(told, datetime):
        return told.date()
    if isinstance(told, date):
        return told
    text = _text(told).replace("/", "-").replace("年", "-").replace("月", "-").replace("日", "").replace(".", "-")
    if not text:
        return None
    try:
        year, month, day = (int(part) for part in text.split("-"))
        return date(year, month, day)
    except ValueError:
        faults.append(Fault(number, _WORDS[name], f"“{_text(told)[:20]}”不是日期，请写成 2027-03-31"))
        return None


def _repeated(lines: Sequence[Line]) -> list[Fault]:
    accounts = [(one.row, one.person.account) for one in lines]
    numbers = [(one.row, one.number) for one in lines]
    return [*_twice("账号", accounts), *_twice("执法证号", numbers)]


def _twice(column: str, values: Sequence[tuple[int, str]]) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for row, value in values:
        if value in seen:
            yield Fault(row, column, f"与第 {seen[value]} 行相同")
        elif value:
            seen[value] = row


def _known(lines: Sequence[Line]) -> list[Fault]:
    accounts = [one.person.account for one in lines]
    numbers = [one.number for one in lines if one.number]
    taken = set(Person.objects.filter(account__in=accounts).values_list("account", flat=True))
    taken |= set(Account.objects.filter(account__in=accounts).values_list("account", flat=True))
    cards = set(Certificate.objects.filter(number__in=numbers).values_list("number", flat=True))
    found = [Fault(one.row, "账号", "这个账号已经用过") for one in lines if one.person.account in taken]
    return found + [Fault(one.row, "执法证号", "这个执法证已经登记") for one in lines if one.number in cards]


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)  # a number typed into a cell of text
    return "" if cell is None else str(cell).strip()
