"""What the pages of the calendar show."""

from dataclasses import dataclass
from datetime import date

from liuhen.queries.regulations.shapes import Pair


@dataclass(frozen=True, slots=True)
class DayView:
    """One day: `look` is work, rest, holiday, made_up or unknown; `word` says it in words."""

    day: date
    look: str
    word: str
    today: bool


@dataclass(frozen=True, slots=True)
class MonthView:
    """One month: weeks from Monday to Sunday, None where a day belongs to another month."""

    title: str
    weeks: tuple[tuple[DayView | None, ...], ...]
    workdays: int | None


@dataclass(frozen=True, slots=True)
class HolidayView:
    """A holiday as arranged, with the days made up for it."""

    name: str
    first: date
    last: date
    days: int


@dataclass(frozen=True, slots=True)
class TermAsked:
    """A term as a reader asks it to be counted; texts as typed."""

    start: str = ""
    time: str = ""
    count: str = ""
    unit: str = "workdays"
    roll: str = "holiday"
    spans: str = ""


@dataclass(frozen=True, slots=True)
class TermAnswer:
    """The term counted: steps one sentence each; or what is wrong with what was asked."""

    steps: tuple[str, ...] = ()
    certain: bool = True
    faults: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True)
class YearPage:
    """A year of the calendar.

    Args:
        whose: who entered the arrangement, or that it comes with the product; "" for a year that is not arranged.
    """

    year: int
    known: bool
    source: str
    whose: str
    months: tuple[MonthView, ...]
    holidays: tuple[HolidayView, ...]
    made_up: tuple[date, ...]
    workdays: int | None
    years: tuple[int, ...]
    may_arrange: bool
    units: tuple[Pair, ...]
    rolls: tuple[Pair, ...]
