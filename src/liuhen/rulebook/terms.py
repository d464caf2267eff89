"""Terms and how they run out. Start day excluded; due is 23:59:59 +08:00 of the last day; hours by the clock.

Source: 民法典 第二百零一条、第二百零三条; 行政处罚法 第八十五条; 国家医保局令第4号 第五十八条.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple, Self

from liuhen.kernel.clock import When, as_instant, beijing_date, day_end
from liuhen.rulebook.calendar import ONE_DAY, CalendarUnknownError, WorkingCalendar

A_SECOND: Final = timedelta(seconds=1)
MONTHS_A_YEAR: Final = 12


class Unit(StrEnum):
    """What a term is counted in."""

    WORKDAYS = "workdays"
    DAYS = "days"
    HOURS = "hours"
    MONTHS = "months"
    YEARS = "years"

    @property
    def word(self) -> str:
        """The unit as a reader knows it."""
        return _WORDS[self]


_WORDS: Final = {
    Unit.WORKDAYS: "个工作日",
    Unit.DAYS: "日",
    Unit.HOURS: "小时",
    Unit.MONTHS: "个月",
    Unit.YEARS: "年",
}


LONGEST: Final = {
    Unit.WORKDAYS: 36_525,
    Unit.DAYS: 36_525,
    Unit.HOURS: 876_600,
    Unit.MONTHS: 1_200,
    Unit.YEARS: 100,
}
"""No term of any law is longer; beyond it lie dates that no calendar has."""


class Roll(StrEnum):
    """What becomes of a last day that is not worked (calendar-day terms only)."""

    HOLIDAY = "holiday"
    """An arranged holiday moves on to the next working day; a plain weekend does not."""
    DAY_OFF = "day_off"
    """A weekend moves on as well."""
    NONE = "none"


class Term(NamedTuple):
    """A number and its unit."""

    count_of: int
    unit: Unit

    @classmethod
    def read(cls, text: str) -> Self:
        """Read `2 workdays`, `1 day`, `24 hours`, `3 months`, `same day`; ValueError otherwise."""
        if text == "same day":
            return cls(0, Unit.DAYS)
        found = re.fullmatch(r"([0-9]+) (workday|day|hour|month|year)s?", text)
        if not found:
            raise ValueError(f"期限写作“2 workdays”“90 days”“24 hours”“3 months”之类，不能是“{text}”")
        unit, digits = Unit(found[2] + "s"), found[1].lstrip("0") or "0"
        if len(digits) > len(str(LONGEST[unit])) or int(digits) > LONGEST[unit]:
            raise ValueError(f"期限最长为{LONGEST[unit]}{unit.word}，不能是“{text[:40]}”")
        return cls(int(digits), unit)

    def __str__(self) -> str:
        return f"{self.count_of}{self.unit.word}" if self.count_of else "当日"


class Span(NamedTuple):
    """Days that are not counted: after `first` up to and including `last`."""

    first: date
    last: date


class Reckoning(NamedTuple):
    """How a term was counted, so that it can be recounted by hand.

    `due` is None where it cannot be known; then `counted` working days up to `known_until` are sure.
    `fixed`: the last day is not counted but stands in the paper itself.
    """

    start: When
    term: Term
    last: date | None
    due: datetime | None
    certain: bool
    spans: tuple[Span, ...] = ()
    counted: int = 0
    known_until: date | None = None
    rolled_from: date | None = None
    fixed: bool = False

    def over(self, moment: datetime) -> bool:
        """Say whether `moment` lies after the term. False where the end is unknown."""
        if self.due is None:
            return False
        return moment > self.due if self.term.unit is Unit.HOURS else moment >= self.due + A_SECOND

    def surely_in_time(self, moment: datetime) -> bool:
        """Say whether an act at `moment` was in time beyond doubt, even where the end is unknown."""
        if self.due is None:
            return self.known_until is None or beijing_date(moment) <= self.known_until
        return not self.over(moment)


def reckon(
    start: When,
    term: Term,
    calendar: WorkingCalendar,
    *,
    exclude: Iterable[Span] = (),
    roll: Roll = Roll.HOLIDAY,
) -> Reckoning:
    """Count `term` from `start`; the start day (or moment) itself is not counted.

    Args:
        start: the triggering act; a bare date is a Beijing date.
        term: count and unit as the rule states.
        calendar: published working days.
        exclude: intervals not counted; overlapping ones are counted once.
        roll: what becomes of a last day that is not worked.
    """
    if term.unit is Unit.HOURS:
        return Reckoning(
            start, term, None, as_instant(start) + timedelta(hours=term.count_of), isinstance(start, datetime)
        )
    spans = union(exclude)
    if spans:
        return _reckon(beijing_date(start), term, calendar, spans, roll)._replace(start=start)
    return Reckoning(start, *from_day(beijing_date(start), term, calendar, roll)[1:])


def from_day(day: date, term: Term, calendar: WorkingCalendar, roll: Roll) -> Reckoning:
    """Return how `term` (no hours) runs from a day, nothing excluded; worked out once for each calendar."""
    known = calendar.cache.get((term, roll))
    if not isinstance(known, dict):
        known = calendar.cache[term, roll] = {}
    found: Reckoning | None = known.get(day)
    if found is None:
        found = known[day] = _reckon(day, term, calendar, (), roll)
    return found


def _reckon(day: date, term: Term, calendar: WorkingCalendar, spans: tuple[Span, ...], roll: Roll) -> Reckoning:
    if term.unit is Unit.WORKDAYS:
        return _workdays(day, term, calendar, spans)
    if not term.count_of:  # 当日: there is no last day to move, a holiday is a day like another
        return Reckoning(day, term, day, day_end(day), certain=True)
    last = _shifted(calendar_last(day, term), day, spans)
    rolled, certain = rolled_on(last, calendar, roll)
    return Reckoning(day, term, rolled, day_end(rolled), certain, spans, rolled_from=last if rolled != last else None)


def _workdays(day: date, term: Term, calendar: WorkingCalendar, spans: tuple[Span, ...]) -> Reckoning:
    try:
        last = calendar.nth_workday(day, term.count_of)
        if spans:
            last = _workdays_around(day, term.count_of, calendar, spans)
    except CalendarUnknownError:
        known = calendar.known_from(day) if calendar.known(day) else day
        counted = (
            calendar.workdays_between(day, known) - _workdays_in(spans, day, known, calendar) if known > day else 0
        )
        return Reckoning(day, term, None, None, certain=False, spans=spans, counted=counted, known_until=known)
    return Reckoning(day, term, last, day_end(last), certain=True, spans=spans)


def _workdays_around(day: date, count: int, calendar: WorkingCalendar, spans: tuple[Span, ...]) -> date:
    """Widen until as many working days outside `spans` fit as the term asks."""
    last, wanted = calendar.nth_workday(day, count), count
    while (lacking := count - (wanted - _workdays_in(spans, day, last, calendar))) > 0:
        wanted += lacking
        last = calendar.nth_workday(day, wanted)
    return last


def _workdays_in(spans: Sequence[Span], after: date, until: date, calendar: WorkingCalendar) -> int:
    clipped = ((max(span.first, after), min(span.last, until)) for span in spans)
    return sum(calendar.workdays_between(first, last) for first, last in clipped if first < last)


def calendar_last(day: date, term: Term) -> date:
    """Return the last day of a term of days, months or years, as the calendar has it, nothing moved on."""
    if term.unit is Unit.DAYS:
        return day + timedelta(days=term.count_of)
    months = term.count_of * (MONTHS_A_YEAR if term.unit is Unit.YEARS else 1)
    years, month = divmod(day.month - 1 + months, MONTHS_A_YEAR)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _shifted(last: date, after: date, spans: tuple[Span, ...]) -> date:
    for first, until in spans:
        begun = max(first, after)
        if begun < last and until > begun:
            last += until - begun
    return last


def rolled_on(last: date, calendar: WorkingCalendar, roll: Roll) -> tuple[date, bool]:
    """Return the last day after rolling, and whether that is certain.

    Where the arrangement is not published the date before rolling comes back, uncertain: never a guess.
    """
    day = last
    try:
        if roll is Roll.DAY_OFF or (roll is Roll.HOLIDAY and calendar.is_holiday(day)):
            while not calendar.is_workday(day):  # a holiday that ends on a Friday leads into a weekend
                day += ONE_DAY
    except CalendarUnknownError:
        return last, False
    return day, True


def union(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the same days with nothing counted twice, in order; empty spans fall away."""
    merged: list[Span] = []
    for span in sorted(span for span in spans if span.first < span.last):
        if merged and span.first <= merged[-1].last:
            merged[-1] = Span(merged[-1].first, max(merged[-1].last, span.last))
        else:
            merged.append(span)
    return tuple(merged)


def last_day(start: date, term: Term, *, calendar: WorkingCalendar, roll: Roll = Roll.HOLIDAY) -> date:
    """Return the last day on which the act is still in time.

    Args:
        start: the day of the triggering act; not itself counted.
        term: count and unit as the rule states (no hours).
        calendar: published working days.
        roll: what becomes of a last day that is not worked.

    Raises:
        CalendarUnknownError: the arrangement for a year it needs is not published.

    Source: 民法典 第二百零一条、第二百零三条; 行政处罚法 第八十五条.
    """
    counted = reckon(start, term, calendar, roll=roll)
    if counted.last is None or not counted.certain:
        known = counted.known_until or counted.last or start
        raise CalendarUnknownError(known.year + (1 if calendar.known(known) else 0))
    return counted.last
