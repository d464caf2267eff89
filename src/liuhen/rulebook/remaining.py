"""What is left of a term, and whether its end is near."""

from datetime import datetime
from typing import Final, NamedTuple

from liuhen.kernel.clock import beijing_date
from liuhen.rulebook.calendar import CalendarUnknownError, WorkingCalendar
from liuhen.rulebook.terms import Reckoning, Unit

DUE_SOON_WORKDAYS: Final = 5
"""将到期: so many working days before the end. The product's own figure; no article asks it."""
SECONDS_AN_HOUR: Final = 3600


class Left(NamedTuple):
    """What is left of a term; negative once it is over."""

    amount: int
    unit: str

    def __str__(self) -> str:
        if not self.amount:
            return "今日到期"
        return f"还剩{self.amount}{self.unit}" if self.amount > 0 else f"逾期{-self.amount}{self.unit}"


def left(count: Reckoning, calendar: WorkingCalendar, now: datetime) -> Left | None:
    """Return what is left of the term at `now`: working days or days, hours by the clock."""
    if count.due is None:
        return None
    if count.term.unit is Unit.HOURS:
        return Left(int((count.due - now).total_seconds() // SECONDS_AN_HOUR), "小时")
    today, last = beijing_date(now), beijing_date(count.due)
    if count.term.unit is Unit.WORKDAYS:
        try:
            return Left(calendar.workdays_between(today, last), Unit.WORKDAYS.word)
        except CalendarUnknownError:
            return Left((last - today).days, Unit.DAYS.word)
    return Left((last - today).days, Unit.DAYS.word)


def soon(due: datetime, calendar: WorkingCalendar, now: datetime) -> bool:
    """Say whether `due` is near: at most DUE_SOON_WORKDAYS working days off (days, where the year is unknown)."""
    today, last = beijing_date(now), beijing_date(due)
    if (last - today).days <= DUE_SOON_WORKDAYS:
        return True
    try:
        return calendar.workdays_between(today, last) <= DUE_SOON_WORKDAYS
    except CalendarUnknownError:
        return False
