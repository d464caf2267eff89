"""A list as a workbook that a clerk opens: one sheet, typed cells, nothing that a spreadsheet would run."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from liuhen.kernel.clock import beijing_date
from liuhen.queries.shapes import CaseRow

CASES: Final = (
    ("案号或者线索编号", 24),
    ("案件", 44),
    ("当事人", 30),
    ("阶段", 14),
    ("承办人", 20),
    ("立案日期", 14),
    ("欠记项数", 10),
    ("最近一条", 14),
)
"""Heading and width of each column, in characters."""

Cell = str | int | date | None


def write_cases(rows: Iterable[CaseRow], out: Path) -> int:
    """Write the rows as a workbook to `out`, one at a time; return how many there were."""
    return write(CASES, (_cells(row) for row in rows), out, title="案件")


def write(columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Cell]], out: Path, *, title: str) -> int:
    """Write a workbook of one sheet; text stays text, whatever sign it begins with."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for place, (_, width) in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.append([_heading(sheet, words) for words, _ in columns])
    count = 0
    for count, row in enumerate(rows, start=1):  # noqa: B007 - the last number is how many there were
        sheet.append([_cell(sheet, value) for value in row])
    book.save(out)
    return count


def _cells(row: CaseRow) -> tuple[Cell, ...]:
    handlers = "、".join(row.handlers)
    return (
        row.number, row.title, row.party, row.stage, handlers, row.opened, row.overdue, beijing_date(row.last),
    )  # fmt: skip


def _heading(sheet: Any, words: str) -> Any:
    cell = _cell(sheet, words)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: Any, value: Cell) -> Any:
    cell = WriteOnlyCell(sheet, value=None)
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"  # a name that begins with an equals sign is a name
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    elif value is not None:
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"
    return cell
