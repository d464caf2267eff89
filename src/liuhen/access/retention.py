"""How long the access journal is kept. Nothing clears it yet; whoever will has to ask here first."""

from datetime import datetime, timedelta
from typing import Final

from liuhen.kernel import clock
from liuhen.kernel.errors import BadInputError, OutOfOrderError

LEAST: Final = timedelta(days=183)
"""At least six months. Source: 网络安全法 第二十一条第三项."""

USUAL: Final = timedelta(days=3 * 366)
"""Three years, where the installation says nothing else."""


def require_over(until: datetime, *, kept: timedelta = USUAL) -> None:
    """Let rows before `until` be cleared, or refuse.

    Args:
        kept: how long this installation keeps its journal.

    Raises:
        BadInputError: it would keep the journal for less than the law asks.
        OutOfOrderError: rows before `until` are still to be kept.
    """
    if kept < LEAST:
        raise BadInputError(
            "调阅日志至少保存六个月。",
            fields={"kept": f"不少于 {LEAST.days} 天"},
            why="网络安全法第二十一条要求网络日志留存不少于六个月。",
        )
    if until > (over := clock.now() - kept):
        raise OutOfOrderError(
            "调阅日志还在保存期内，不能清除。",
            why=f"须保存 {kept.days} 天；{over:%Y-%m-%d} 以后的都要保留。",
            remedy="期满以后再清除。",
        )
