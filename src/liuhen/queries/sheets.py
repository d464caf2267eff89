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
from liuhen.queries.desk_shapes import CaseRow

CASES: Final = (
    ("案号或者线索编号", 24),
    ("案件", 44),
    ("类别", 12),
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
    count, styled = 0, _Styled(sheet)
    for count, row in enumerate(rows, start=1):  # noqa: B007 - the last number is how many there were
        sheet.append([styled.cell(place, value) for place, value in enumerate(row)])
    book.save(out)
    return count


def _cells(row: CaseRow) -> tuple[Cell, ...]:
    handlers = "、".join(row.handlers)
    return (
        row.number, row.title, row.kind, row.party, row.stage, handlers,
        row.opened, row.overdue, beijing_date(row.last),
    )  # fmt: skip


def _heading(sheet: Any, words: str) -> Any:
    cell = _cell(sheet, words)
    cell.font = Font(bold=True)
    return cell


class _Styled:
    """Cells that are used again for every row: a row is written as it is appended, and a style costs most of a cell."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        self._made: dict[tuple[int, type], Any] = {}

    def cell(self, place: int, value: Cell) -> Any:
        """Return the cell of a column with a value of this type."""
        key = (place, type(value))
        if key not in self._made:
            self._made[key] = _cell(self._sheet, value)
        else:
            _fill(self._made[key], value)
        return self._made[key]


def _cell(sheet: Any, value: Cell) -> Any:
    cell = WriteOnlyCell(sheet, value=None)
    _fill(cell, value)
    if isinstance(value, str):
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    return cell


def _fill(cell: Any, value: Cell) -> None:
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"  # a name that begins with an equals sign is a name
    elif value is not None:
        cell.value = value
