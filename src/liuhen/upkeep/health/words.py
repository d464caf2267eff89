"""Days and sizes as people read them."""

from datetime import date, datetime

from liuhen.kernel.clock import beijing_date

_STEP = 1000
_UNITS = ("B", "KB", "MB", "GB", "TB")


def day_words(when: date) -> str:
    """Return `2026年11月22日`; a moment is taken in Beijing time."""
    day = beijing_date(when) if isinstance(when, datetime) else when
    return f"{day.year}年{day.month}月{day.day}日"


def size_words(octets: int) -> str:
    """Return `12.3 GB`, in steps of a thousand as disks are sold."""
    size, unit = octets * 10, 0
    while size >= _STEP * 10 and unit < len(_UNITS) - 1:
        size, unit = size // _STEP, unit + 1
    return f"{size // 10}.{size % 10} {_UNITS[unit]}" if unit else f"{octets} B"
