"""Working days as the State Council arranges them, year by year. An unpublished year is unknown, never guessed."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from liuhen.kernel.errors import LiuhenError
from liuhen.rulebook.errors import PackError
from liuhen.rulebook.place import regulations
from liuhen.rulebook.source import Problem, read_source

ONE_DAY: Final = timedelta(days=1)
SATURDAY: Final = 5


class CalendarUnknownError(LiuhenError):
    """The arrangement of holidays for a needed year is not published or not entered.

    Args:
        year: the year that is missing.
    """

    def __init__(self, year: int) -> None:
        super().__init__(
            f"{year}年的节假日安排尚未录入，工作日无法推算。",
            why="国务院办公厅每年公布次年的放假安排，未公布的年份不作推测。",
            remedy="公布后由系统管理员录入该年安排。",
        )
        self.year = year


@dataclass(frozen=True, slots=True)
class Holiday:
    """One holiday as arranged: its name, its first and last day off."""

    name: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Year:
    """One year's arrangement: holidays, working days that fall on a weekend, and the notice they come from."""

    year: int
    source: str
    holidays: tuple[Holiday, ...]
    workdays: frozenset[date]


@dataclass(frozen=True)
class WorkingCalendar:
    """Pure data: the published years; every answer about another year raises CalendarUnknownError."""

    years: tuple[Year, ...]
    cache: dict[object, object] = field(default_factory=dict, compare=False, repr=False)

    def is_workday(self, day: date) -> bool:
        """Say whether `day` is worked; raises CalendarUnknownError for an unpublished year."""
        self._year(day.year)
        return day in self._made_up or (day.weekday() < SATURDAY and day not in self._off)

    def is_holiday(self, day: date) -> bool:
        """Say whether `day` lies in an arranged holiday (a plain weekend does not)."""
        self._year(day.year)
        return day in self._off

    def holiday_on(self, day: date) -> Holiday | None:
        """Return the holiday that `day` lies in, if any."""
        return self._off.get(day)

    def known(self, day: date) -> bool:
        """Say whether the arrangement of the year of `day` is published."""
        return day.year in self._by_year

    def known_from(self, day: date) -> date:
        """Return the last day of the unbroken run of published years that starts with the year of `day`.

        Raises:
            CalendarUnknownError: that year itself is not published.
        """
        year = self._year(day.year).year
        while year + 1 in self._by_year:
            year += 1
        return date(year, 12, 31)

    def nth_workday(self, start: date, count: int) -> date:
        """Return the `count`-th working day after `start`; `start` itself is not counted.

        Raises:
            CalendarUnknownError: an unpublished year is reached before the count is full.
        """
        last_known = self.known_from(start)
        if not count:
            return start
        at = bisect_right(self._worked, start) + count - 1
        if at >= len(self._worked) or self._worked[at] > last_known:
            raise CalendarUnknownError(last_known.year + 1)
        return self._worked[at]

    def workdays_between(self, after: date, until: date) -> int:
        """Return how many working days lie after `after` up to and including `until`; negative when it is earlier.

        Raises:
            CalendarUnknownError: a year in between is not published.
        """
        if until < after:
            return -self.workdays_between(until, after)
        if self.known_from(after) < until:
            raise CalendarUnknownError(self.known_from(after).year + 1)
        return bisect_right(self._worked, until) - bisect_right(self._worked, after)

    def holidays_between(self, first: date, last: date) -> tuple[Holiday, ...]:
        """Return the arranged holidays that touch the days from `first` to `last`."""
        return tuple(
            holiday
            for year in self.years
            for holiday in year.holidays
            if holiday.first <= last and holiday.last >= first
        )

    def made_up_between(self, first: date, last: date) -> tuple[date, ...]:
        """Return the weekend days worked in exchange, from `first` to `last`."""
        days = sorted(day for year in self.years for day in year.workdays)
        return tuple(days[bisect_left(days, first) : bisect_right(days, last)])

    def _year(self, year: int) -> Year:
        try:
            return self._by_year[year]
        except KeyError:
            raise CalendarUnknownError(year) from None

    @cached_property
    def _by_year(self) -> dict[int, Year]:
        return {year.year: year for year in self.years}

    @cached_property
    def _off(self) -> dict[date, Holiday]:
        return {
            day: holiday
            for year in self.years
            for holiday in year.holidays
            for day in days_from(holiday.first, holiday.last)
        }

    @cached_property
    def _made_up(self) -> frozenset[date]:
        """The notice of a year may ask for a working Saturday in the December before."""
        return frozenset(day for year in self.years for day in year.workdays)

    @cached_property
    def _worked(self) -> list[date]:
        return [
            day
            for year in sorted(self._by_year)
            for day in days_from(date(year, 1, 1), date(year, 12, 31))
            if self.is_workday(day)
        ]


def days_from(first: date, last: date) -> Iterable[date]:
    """Yield the days from `first` to `last`, both included."""
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _date(value: object) -> object:
    return date.fromisoformat(value) if isinstance(value, str) else value


Day = Annotated[date, BeforeValidator(_date)]


class HolidayFile(BaseModel):
    """One holiday in a calendar file."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    first: Day = Field(alias="from")
    last: Day = Field(alias="to")


class YearFile(BaseModel):
    """A calendar file: one year, the notice it comes from, holidays and make-up working days."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    year: int
    source: str = Field(min_length=1)
    off: tuple[HolidayFile, ...]
    work: tuple[Day, ...]

    def arranged(self) -> Year:
        """Return the year as the calendar holds it."""
        holidays = tuple(Holiday(each.name, each.first, each.last) for each in self.off)
        return Year(self.year, self.source, holidays, frozenset(self.work))


def load_calendar(root: Path | None = None) -> WorkingCalendar:
    """Return the calendar seeded by `regulations/calendar/*.yaml`.

    Raises:
        PackError: a file cannot be read.
    """
    years: list[Year] = []
    problems: list[Problem] = []
    for file in sorted(((root or regulations()) / "calendar").glob("*.yaml")):
        source = read_source(file)
        problems += source.problems
        try:
            years.append(YearFile.model_validate(source.data).arranged())
        except ValidationError as error:
            place = error.errors()[0]["loc"]
            problems.append(Problem(file, source.line(place), "日历文件写法不对：应有 year、source、off、work"))
    if problems:
        raise PackError("工作日历无法读取", problems=problems)
    return WorkingCalendar(tuple(years))
