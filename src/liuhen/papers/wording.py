"""How dates, moments and amounts are written on a paper. The only place that spells them."""

from datetime import datetime

from liuhen.kernel.canonical import Json
from liuhen.kernel.clock import BEIJING, When, beijing_date
from liuhen.kernel.money import capitals, yuan


def day_in_words(when: When) -> str:
    """Return the Beijing day: `2026年11月21日`."""
    day = beijing_date(when)
    return f"{day.year}年{day.month}月{day.day}日"


def moment_in_words(when: When) -> str:
    """Return the Beijing moment to the minute, `2026年11月21日15时20分`; a bare date has no hour to show."""
    if not isinstance(when, datetime):
        return day_in_words(when)
    return f"{day_in_words(when)}{clock_in_words(when)}"


def clock_in_words(when: datetime) -> str:
    """Return the Beijing time of day: `15时20分`, `9时5分` as `9时05分`."""
    local = when.astimezone(BEIJING)
    return f"{local.hour}时{local.minute:02d}分"


def amount_in_words(fen: int) -> Json:
    """Return an amount in figures and in capitals; `fen` decides whether it is printed at all."""
    return {"fen": fen, "figures": yuan(fen), "capitals": capitals(fen)}
