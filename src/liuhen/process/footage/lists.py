"""The rows of a list that came with recordings: a workbook or comma-separated text, bounded, in words of the field."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from liuhen.kernel.clock import BEIJING
from liuhen.kernel.errors import BadInputError

COLUMNS: Final = {
    "文件": "file",
    "案号或者申请编号": "matter",
    "窗口": "window",
    "开始时间": "started",
    "结束时间": "ended",
    "办理人": "person",
    "说明": "note",
}
"""Heading -> field, in the order of the template; headings may stand in any order."""

NEEDED: Final = ("文件",)
MOST_ROWS: Final = 5_000
LARGEST: Final = 5 * 1024 * 1024  # bytes
_UNPACKED: Final = 60 * 1024 * 1024  # bytes that the parts of a workbook may have altogether
_TIMES: Final = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M")


def told_rows(path: Path, *, name: str = "") -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the rows of a list with their numbers, by field; empty rows are left out.

    Raises:
        BadInputError: no list, too large, or without the headings that are needed.
    """
    rows = _rows(path, (name or path.name).casefold())
    headings = [text_of(cell) for cell in next(rows, ())]
    if missing := [one for one in NEEDED if one not in headings]:
        raise BadInputError(
            f"清单第一行缺少：{'、'.join(missing)}。",
            fields={"file": "表头不对"},
            remedy=f"第一行写：{'、'.join(COLUMNS)}。只有“文件”一列必须有。",
        )
    fields = [COLUMNS.get(one, "") for one in headings]
    for number, cells in enumerate(rows, start=2):
        if number > MOST_ROWS + 1:
            raise BadInputError(f"清单超过 {MOST_ROWS} 行。", fields={"file": "行数太多"}, remedy="请分成几次调取。")
        told = {field: cell for field, cell in zip(fields, cells, strict=False) if field and text_of(cell)}
        if told:
            yield number, told


def text_of(cell: Any) -> str:
    """Return a cell as text; a number typed into a cell of text keeps no decimal point."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell).strip()


def moment_of(cell: Any) -> datetime | None:
    """Return a Beijing moment, None for an empty cell; raise ValueError for what is none."""
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=cell.tzinfo or BEIJING)
    if isinstance(cell, date):
        raise ValueError("只有日期")  # noqa: TRY004  # what was typed, not what a caller passed
    told = text_of(cell).replace("/", "-").replace("年", "-").replace("月", "-").replace("日", " ").replace("  ", " ")
    if not told:
        return None
    for form in _TIMES:
        try:
            return datetime.strptime(told, form).replace(tzinfo=BEIJING)
        except ValueError:
            continue
    raise ValueError("看不懂")


def _rows(path: Path, name: str) -> Iterator[Sequence[Any]]:
    if path.stat().st_size > LARGEST:
        raise BadInputError("清单太大。", fields={"file": "最多 5 MB"}, remedy="请分成几个文件。")
    with path.open("rb") as file:
        packed = file.read(4) == b"PK\x03\x04"
    if packed:
        return _workbook(path)
    if name.endswith((".csv", ".txt")):
        return _separated(path)
    raise _wrong()


def _workbook(path: Path) -> Iterator[Sequence[Any]]:
    try:
        with zipfile.ZipFile(path) as held:
            if sum(one.file_size for one in held.infolist()) > _UNPACKED:
                raise _wrong()
        book = load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as err:
        raise _wrong() from err
    try:
        yield from book.worksheets[0].iter_rows(values_only=True, max_col=40)
    finally:
        book.close()


def _separated(path: Path) -> Iterator[Sequence[Any]]:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", "replace")  # what spreadsheets on Chinese desktops write
    try:
        yield from csv.reader(io.StringIO(text.replace("\0", "")))
    except csv.Error as err:
        raise _wrong() from err


def _wrong() -> BadInputError:
    return BadInputError(
        "这不是清单。", fields={"file": "须为 xlsx 或者 csv"}, remedy="请另存为 Excel 工作簿（.xlsx）或者 csv 后再来。"
    )
