"""应录尽录 as a workbook: a line for each act."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Final

from liuhen.kernel.clock import BEIJING
from liuhen.queries.owed_footage_shapes import OwedRow
from liuhen.queries.sheets import Cell, write

_SECOND: Final = 1000  # milliseconds
COLUMNS: Final = (
    ("日期", 14),
    ("活动", 24),
    ("案号", 24),
    ("案件", 40),
    ("处室", 18),
    ("执法人员", 20),
    ("应当记录", 10),
    ("状态", 16),
    ("应录（秒）", 12),
    ("已录（秒）", 12),
    ("覆盖", 10),
    ("未说明（秒）", 14),
    ("未说明的时段", 40),
    ("音像份数", 10),
    ("设备时钟", 24),
    ("免录或者代替的理由", 40),
    ("依据", 40),
)
"""Heading and width of each column, in characters."""


def write_owed_footage(rows: Iterable[OwedRow], out: Path) -> int:
    """Write acts against their recordings as a workbook to `out`; return how many there were."""
    return write(COLUMNS, map(_owed, rows), out, title="应录尽录")


def _owed(row: OwedRow) -> tuple[Cell, ...]:
    left = "；".join(f"{_time(start)}至{_time(end)}" for start, end in row.left)
    clocks = "；".join(
        f"{device or '未注明设备'}{'快' if fast > 0 else '慢'} {abs(fast) // _SECOND} 秒" for device, fast in row.clocks
    )
    expected, covered = ((None if ms is None else ms // _SECOND) for ms in (row.expected_ms, row.covered_ms))
    share = "" if row.tenths is None else f"{row.tenths // 10}.{row.tenths % 10}%"
    return (
        row.day, row.what, row.case_number, row.case_title, row.department, row.names, "是" if row.must else "否",
        row.word, expected, covered, share, row.left_ms // _SECOND, left, row.files, clocks, row.why,
        "、".join(row.cited),
    )  # fmt: skip


def _time(when: datetime) -> str:
    return f"{when.astimezone(BEIJING):%H:%M:%S}"
