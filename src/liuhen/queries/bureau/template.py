"""The workbook in which a roster is filled in."""

from datetime import date
from pathlib import Path
from typing import Final

from liuhen.office.roster import COLUMNS
from liuhen.queries.sheets import write

_WIDTHS: Final = (14, 20, 18, 30, 18, 14, 14, 40)
_SAMPLE: Final = (
    "（示例，请删去本行）张三",
    "基金监管处",
    "zhangsan",
    "承办人、处室负责人",
    "17010001",
    date(2026, 1, 1),
    date(2030, 12, 31),
    "任职通知文号",
)


def write_template(out: Path) -> None:
    """Write the workbook with its headings and one invented row."""
    write(tuple(zip(COLUMNS, _WIDTHS, strict=True)), [_SAMPLE], out, title="人员名册")
