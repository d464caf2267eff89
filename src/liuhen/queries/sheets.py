"""A list as a workbook that a clerk opens: one sheet, typed cells, nothing that a spreadsheet would run."""

from collections.abc import Iterable, Iterator, Sequence
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
from liuhen.queries.measures import HeldRow

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

HELD: Final = (
    ("财物", 30),
    ("编号或者规格", 20),
    ("登记数量", 12),
    ("尚存", 12),
    ("措施", 14),
    ("起始", 14),
    ("期限至", 14),
    ("状态", 14),
    ("存放", 26),
    ("保管人", 12),
    ("案件", 40),
    ("案号", 24),
)
"""What is held, a line for each thing."""

Cell = str | int | date | None


def write_cases(rows: Iterable[CaseRow], out: Path) -> int:
    """Write the rows as a workbook to `out`, one at a time; return how many there were."""
    return write(CASES, (_cells(row) for row in rows), out, title="案件")


def write_held(rows: Iterable[HeldRow], out: Path) -> int:
    """Write what is held as a workbook to `out`; return how many lines there were."""
    return write(HELD, (line for row in rows for line in _held(row)), out, title="在扣物品")


def _held(row: HeldRow) -> Iterator[tuple[Cell, ...]]:
    due = beijing_date(row.owed.due) if row.owed and row.owed.due else None
    word = "期满自动解除" if row.lapsed else (row.owed.word if row.owed else "")
    for one in (one for one in row.things if one.left):
        yield (
            one.name, one.number, one.whole, one.left, row.kind, beijing_date(row.since), due, word,
            one.place or row.place, row.keeper, row.case_title, row.case_number,
        )  # fmt: skip


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
