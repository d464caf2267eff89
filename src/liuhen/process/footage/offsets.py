"""By how much a device's clock is off, in words, and when that is too much."""

from typing import Final

BEYOND_MS: Final = 60_000
"""Milliseconds: the product's own measure, no regulation's; a clock further off than this is flagged."""


def offset_said(offset: int | None) -> str:
    """Return an offset in words: `快 7 分 3 秒`; the fraction of a second is left out."""
    if offset is None:
        return "没有核对时钟"
    seconds = round(abs(offset) / 1000)
    if not seconds:
        return "与标准时间一致"
    days, rest = divmod(seconds, 86_400)
    hours, rest = divmod(rest, 3_600)
    minutes, seconds = divmod(rest, 60)
    parts = ((days, "天"), (hours, "小时"), (minutes, "分"), (seconds, "秒"))
    told = " ".join(f"{number} {unit}" for number, unit in parts if number)
    return f"{'快' if offset > 0 else '慢'} {told}"


def is_bad(offset: int | None, *, beyond_ms: int = BEYOND_MS) -> bool:
    """Say whether a clock is further off than the organ lets pass."""
    return offset is not None and abs(offset) > beyond_ms
