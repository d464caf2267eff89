"""Times as somebody types them: ISO 8601; without a zone they are Beijing's."""

from datetime import date, datetime
from typing import Final

from liuhen.kernel.clock import BEIJING, When
from liuhen.kernel.errors import BadInputError

YEARS: Final = range(1949, 2200)
_REMEDY: Final = "请写成 2026-11-21T09:00（不带时区的按北京时间），或者只写日期 2026-11-21。"


def read_moment(text: str) -> When:
    """Return the moment, aware, or the Beijing date where only a day is given.

    Raises:
        BadInputError: neither, or a year no case is of.
    """
    try:
        when: When = date.fromisoformat(text.strip()) if len(text.strip()) <= len("2026-11-21") else _instant(text)
    except ValueError as error:
        raise BadInputError(f"看不懂时间“{text[:60]}”。", remedy=_REMEDY) from error
    if when.year not in YEARS:
        raise BadInputError(f"时间“{text[:60]}”不在{YEARS.start}年至{YEARS.stop - 1}年之间。", remedy=_REMEDY)
    return when


def read_day(text: str) -> date:
    """Return a date; BadInputError where a time of day is given."""
    when = read_moment(text)
    if isinstance(when, datetime):
        raise BadInputError(f"此处只写日期，不能是“{text[:60]}”。", remedy="请写成 2026-11-21。")
    return when


def in_beijing(when: When) -> str:
    """Return a moment with +08:00, or the date."""
    return (when.astimezone(BEIJING) if isinstance(when, datetime) else when).isoformat()


def _instant(text: str) -> datetime:
    told = datetime.fromisoformat(text.strip())
    return told if told.tzinfo else told.replace(tzinfo=BEIJING)
