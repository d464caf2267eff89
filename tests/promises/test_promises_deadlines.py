"""Promise 5, deadlines: equal to an oracle that walks day by day over a calendar that is not ours."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from random import Random

import chinese_calendar

from liuhen.kernel.clock import BEIJING
from liuhen.rulebook import Roll, Term, Unit, load_calendar, reckon
from liuhen.rulebook.terms import Span
from promises.conftest import Keep
from promises.figures import rounds

CALENDAR = load_calendar()
DAY = timedelta(days=1)
JOINED = {
    first + n * DAY
    for first in (date(2019, 4, 6), date(2019, 6, 8), date(2019, 9, 14), date(2023, 12, 30))
    for n in range(2)
}
"""Weekends that a notice joins to a holiday (与周末连休) without naming them as days off."""
HOLIDAYS = set(chinese_calendar.constants.holidays) - JOINED
FIRST, DAYS = date(2019, 1, 1), (date(2026, 6, 30) - date(2019, 1, 1)).days
EDGES = [time(0, 0), time(23, 59, 59), time(23, 59, 59, 999_999), time(12, 0)]
LONGEST = {Unit.WORKDAYS: 60, Unit.DAYS: 90, Unit.HOURS: 96, Unit.MONTHS: 6, Unit.YEARS: 1}


def start_of(chance: Random) -> date | datetime:
    day = chance.choice([date(2020, 2, 29), date(2024, 2, 29)]) if chance.random() < 0.02 else None
    day = day or FIRST + chance.randrange(DAYS) * DAY
    return day if chance.random() < 0.3 else datetime.combine(day, chance.choice(EDGES), BEIJING)


def spans_of(chance: Random, start: date) -> list[Span]:
    firsts = [start + chance.randrange(-20, 40) * DAY for _ in range(chance.choice([0, 0, 1, 3]))]
    return [Span(first, first + chance.randrange(25) * DAY) for first in firsts]


def months_on(day: date, months: int) -> date:
    year, month = day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def moved(last: date, roll: Roll) -> date:
    if roll is Roll.DAY_OFF or (roll is Roll.HOLIDAY and last in HOLIDAYS):
        while chinese_calendar.is_holiday(last):
            last += DAY
    return last


def walked(start: date, term: Term, spans: list[Span], roll: Roll) -> date:
    """Count one day after the other."""
    left_out = {span.first + n * DAY for span in spans for n in range(1, (span.last - span.first).days + 1)}
    months = {Unit.MONTHS: 1, Unit.YEARS: 12}.get(term.unit, 0) * term.count_of
    left = (months_on(start, months) - start).days if months else term.count_of
    day = start
    while left:
        day += DAY
        left -= day not in left_out and (term.unit is not Unit.WORKDAYS or chinese_calendar.is_workday(day))
    return day if term.unit is Unit.WORKDAYS else moved(day, roll)


def test_deadlines_equal_an_independent_oracle(figure: Keep) -> None:
    chance, number, compared = Random(2026), rounds(2_000, 100_000), 0
    for _ in range(number):
        start, unit, roll = start_of(chance), chance.choice(list(Unit)), chance.choice(list(Roll))
        term = Term(chance.randint(1, LONGEST[unit]), unit)
        day = start.date() if isinstance(start, datetime) else start
        spans = spans_of(chance, day)
        ours = reckon(start, term, CALENDAR, exclude=spans, roll=roll)
        if unit is Unit.HOURS:
            begun = start if isinstance(start, datetime) else datetime.combine(start, time(23, 59, 59), BEIJING)
            assert ours.due == begun + timedelta(hours=term.count_of)
            compared += 1
        elif ours.certain and ours.last is not None and ours.last.year < 2027:
            last = walked(day, term, spans, roll)
            assert (ours.last, ours.due) == (last, datetime.combine(last, time(23, 59, 59), BEIJING)), (start, term)
            compared += 1
    assert compared > number * 0.8
    left = number - compared
    figure(5, f"{compared} 个随机期限与逐日点算一致；另 {left} 个超出已公布的年份，没有可对照的")
