"""How values are written for a reader: Beijing time, 元, MB, words of state. Nothing here decides anything."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from liuhen.kernel.clock import BEIJING, When, beijing_date

WEEKDAYS: Final = "一二三四五六日"

STATE_COLOURS: Final[Mapping[str, str]] = {
    "satisfied": "green",
    "satisfied_late": "amber",
    "due_soon": "amber",
    "overdue": "red",
    "breached": "red",
}
"""State -> colour of its tag; a state that is not named here stays grey."""

MODALITY_WORDS: Final[Mapping[str, str]] = {
    "must": "应当",
    "may": "可以",
    "as_fits": "根据实际情况",
    "when_necessary": "必要时",
    "in_principle": "原则上",
    "exempt": "文字足够的可以不做",
}

STEPS_OF_SIZE: Final = ("B", "KB", "MB", "GB", "TB")


def day_words(when: When) -> str:
    """Return `2026年11月21日` for the Beijing day of `when`."""
    day = beijing_date(when)
    return f"{day.year}年{day.month}月{day.day}日"


def weekday_words(day: date) -> str:
    """Return `星期六`."""
    return "星期" + WEEKDAYS[day.weekday()]


def moment_words(when: When) -> str:
    """Return `2026年11月21日 09:02` in Beijing time, or the day alone where only the day is known."""
    if not isinstance(when, datetime):
        return day_words(when)
    return f"{day_words(when)} {when.astimezone(BEIJING):%H:%M}"


def clock_words(when: When) -> str:
    """Return `09:02` in Beijing time; empty where only the day is known."""
    return f"{when.astimezone(BEIJING):%H:%M}" if isinstance(when, datetime) else ""


def size_words(octets: int) -> str:
    """Return a size in bytes as `16.4 MB` (1 MB = 1,000,000 bytes)."""
    value, step = octets, 0
    while value >= 1000 * 1000 and step < len(STEPS_OF_SIZE) - 2:
        value, step = value // 1000, step + 1
    if value < 1000:  # noqa: PLR2004
        return f"{value} {STEPS_OF_SIZE[step]}"
    whole, tenth = divmod((value + 50) // 100, 10)
    return f"{whole}.{tenth} {STEPS_OF_SIZE[step + 1]}"


def duration_words(milliseconds: int) -> str:
    """Return `1 小时 02 分 03 秒`, `2 分 18 秒` or `9 秒`."""
    seconds = (milliseconds + 500) // 1000
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    if hours:
        return f"{hours} 小时 {minutes:02d} 分 {seconds:02d} 秒"
    return f"{minutes} 分 {seconds:02d} 秒" if minutes else f"{seconds} 秒"


def share_words(tenths: int) -> str:
    """Return tenths of a percent as a reader knows them: `96.3%`."""
    return f"{tenths // 10}.{tenths % 10}%"


def clock_off_words(milliseconds: int) -> str:
    """Return how far a clock is off: `慢 7 分 00 秒`."""
    return f"{'快' if milliseconds > 0 else '慢'} {duration_words(abs(milliseconds))}"


def clock_seconds(when: datetime) -> str:
    """Return the Beijing time of day, seconds and all: `10:01:00`."""
    return f"{when.astimezone(BEIJING):%H:%M:%S}"


def short_digest(digest: str) -> str:
    """Return the two ends of a digest, enough to compare by eye: `9f3c…e1`."""
    return f"{digest[:4]}…{digest[-2:]}" if digest else ""
